using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.People;

/// <summary>
/// Brings in people of another system by the ids that they have there; those known already stay as they are. Up to
/// 5,000 at once.
/// </summary>
[Requires(Permission.Import)]
public sealed record ImportPeople(string Source, IReadOnlyList<ImportedPerson> People) : ICommand<PeopleImport>;

public sealed record ImportedPerson(string ExternalId, PersonFields Fields);

/// <summary>The person behind each external id, and how many of them are new.</summary>
public sealed record PeopleImport(IReadOnlyDictionary<string, Guid> Ids, int Created);

sealed class ImportPeopleValidator : AbstractValidator<ImportPeople>
{
    public ImportPeopleValidator(IPhoneNumbers phones)
    {
        RuleFor(c => c.Source).Code();
        RuleFor(c => c.People).Must(people => people is { Count: >= 1 and <= 5_000 });
        RuleForEach(c => c.People)
            .ChildRules(person =>
            {
                person.RuleFor(p => p.ExternalId).Text(100);
                person.RuleFor(p => p.Fields).SetValidator(new PersonFieldsValidator(phones));
            });
    }
}

sealed class ImportPeopleHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time)
    : IRequestHandler<ImportPeople, Result<PeopleImport>>
{
    public async Task<Result<PeopleImport>> Handle(ImportPeople request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var lookup = new PersonLookup(db);
        await lookup.ReadAsync(request.Source, request.People.Select(person => person.ExternalId), cancellationToken);
        var import = new PersonImport(db, audit, ids, lookup);
        var known = new Dictionary<string, Guid>(StringComparer.Ordinal);
        var created = 0;
        foreach (var person in request.People)
        {
            if (known.ContainsKey(person.ExternalId))
                continue;

            var key = new PersonKey(request.Source, person.ExternalId);
            if (lookup.Linked(key) is not { } id)
            {
                id = await import.CreateAsync(ids.New(), key, person.Fields, now, cancellationToken);
                created++;
            }

            known.Add(person.ExternalId, id);
        }

        await import.FinishAsync(cancellationToken);
        return new PeopleImport(known, created);
    }
}
