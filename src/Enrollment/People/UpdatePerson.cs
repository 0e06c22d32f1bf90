using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.People;

/// <summary>Changes a person. Issued certificates keep the names that they were issued with.</summary>
[Requires(Permission.ManagePeople)]
public sealed record UpdatePerson(Guid Id, int Version, PersonFields Fields) : ICommand<PersonView>, IWritesPeople;

sealed class UpdatePersonValidator : AbstractValidator<UpdatePerson>
{
    public UpdatePersonValidator(IPhoneNumbers phones) =>
        RuleFor(c => c.Fields).SetValidator(new PersonFieldsValidator(phones));
}

sealed class UpdatePersonHandler(Db db, AuditTrail audit, Ids ids, PreparedKeys keys)
    : IRequestHandler<UpdatePerson, Result<PersonView>>
{
    public async Task<Result<PersonView>> Handle(UpdatePerson request, CancellationToken cancellationToken)
    {
        var f = request.Fields;
        if (await PersonStore.HoldAsync(db, request.Id, cancellationToken) is { } refusal)
            return refusal;

        var row = new
        {
            request.Id,
            request.Version,
            f.BirthDate,
            f.Email,
            f.Phone,
            f.PhoneCountry,
            Language = f.LanguageOrSuggested,
        };
        if (await db.ExecuteAsync(Update, row, cancellationToken) == 0)
            return Refusal.Stale("person");

        await db.ExecuteAsync(DeleteNames, new { request.Id }, cancellationToken);
        await PersonStore.InsertNamesAsync(db, request.Id, f, cancellationToken);
        await MatchKeyStore.ReplaceAsync(db, request.Id, keys.Of(f), cancellationToken);
        await NameWordStore.ReplaceAsync(db, request.Id, keys.WordsOf(f), cancellationToken);
        await MatchTasks.AddAsync(db, ids, request.Id, cancellationToken);
        audit.Record("person.changed", request.Id);
        return (await PersonStore.LoadAsync(db, request.Id, cancellationToken))!;
    }

    internal static readonly Sql Update = new(
        """
        UPDATE People
        SET BirthDate = @BirthDate, Email = @Email, Phone = @Phone, PhoneCountry = @PhoneCountry, Language = @Language,
            Version = Version + 1
        WHERE Id = @Id AND Version = @Version
        """
    );

    internal static readonly Sql DeleteNames = new("DELETE FROM PersonNames WHERE PersonId = @Id");
}
