#pragma warning disable CA1812 // Nothing creates these: they are what the rules must catch.
using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Tests.Architecture;

/// <summary>Deliberate breaches: each rule is shown to catch its own.</summary>
static class Breach
{
    internal sealed record RequestWithoutPermission : ICommand<Done>;

    [Requires(Permission.ReadCatalog)]
    internal sealed record RequestWithPermission : ICommand<Done>;

    internal sealed class HandlerThatSends(IMediator mediator) : IRequestHandler<RequestWithPermission, Result<Done>>
    {
        public Task<Result<Done>> Handle(RequestWithPermission request, CancellationToken cancellationToken) =>
            mediator.Send(request, cancellationToken);
    }

    internal sealed class ValidatorThatReads : AbstractValidator<RequestWithPermission>
    {
        public ValidatorThatReads(Db db) => RuleFor(r => r).Must(_ => db is not null);
    }

    internal static class Statements
    {
        internal static readonly Sql Misspelled = new("SELECT Idd FROM People WHERE Id = @Id");
    }
}
