using Enrollment.Accounts;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Assessments;

/// <summary>Adds a scheme to a course version; to change a frozen one, create the next.</summary>
[Requires(Permission.ManageSchemes)]
public sealed record CreateScheme(Guid CourseVersionId, SchemeFields Fields) : ICommand<SchemeView>;

sealed class CreateSchemeValidator : AbstractValidator<CreateScheme>
{
    public CreateSchemeValidator() => RuleFor(c => c.Fields).SetValidator(new SchemeFieldsValidator());
}

sealed class CreateSchemeHandler(SchemeAdding schemes) : IRequestHandler<CreateScheme, Result<SchemeView>>
{
    public Task<Result<SchemeView>> Handle(CreateScheme request, CancellationToken cancellationToken) =>
        schemes.AddAsync(request.CourseVersionId, request.Fields, request, cancellationToken);
}
