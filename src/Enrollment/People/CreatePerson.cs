using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.People;

[Requires(Permission.ManagePeople)]
public sealed record CreatePerson(PersonFields Fields) : ICommand<PersonView>, IWritesPeople;

sealed class CreatePersonValidator : AbstractValidator<CreatePerson>
{
    public CreatePersonValidator(IPhoneNumbers phones) =>
        RuleFor(c => c.Fields).SetValidator(new PersonFieldsValidator(phones));
}

sealed class CreatePersonHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time, PreparedKeys keys)
    : IRequestHandler<CreatePerson, Result<PersonView>>
{
    public async Task<Result<PersonView>> Handle(CreatePerson request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // A day's grace: today is already tomorrow in the easternmost zones.
        if (request.Fields.BirthDate is { } born && born > DateOnly.FromDateTime(now.UtcDateTime).AddDays(1))
            return PersonErrors.BornInFuture;

        var id = ids.New();
        await PersonStore.InsertAsync(db, id, request.Fields, now, cancellationToken);
        await MatchKeyStore.WriteAsync(db, [(id, keys.Of(request.Fields))], cancellationToken);
        await NameWordStore.WriteAsync(db, [(id, keys.WordsOf(request.Fields))], cancellationToken);
        await MatchTasks.AddAsync(db, ids, id, cancellationToken);
        audit.Record("person.created", id);
        return (await PersonStore.LoadAsync(db, id, cancellationToken))!;
    }
}
