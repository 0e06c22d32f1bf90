using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.People;

/// <summary>The records that hold this number; more than one where a duplicate wasn't merged yet.</summary>
[Requires(Permission.ManagePeople)]
public sealed record FindByNationalNumber(NationalNumberKind Kind, TypedNumber Number)
    : IQuery<IReadOnlyList<PersonListItem>>;

sealed class FindByNationalNumberValidator : AbstractValidator<FindByNationalNumber>
{
    public FindByNationalNumberValidator()
    {
        NationalNumberFields.AreKind(this, c => c.Kind);
        NationalNumberFields.AreNumber(this, c => c.Kind, c => c.Number);
    }
}

sealed class FindByNationalNumberHandler(Db db, INationalNumberVault vault)
    : IRequestHandler<FindByNationalNumber, Result<IReadOnlyList<PersonListItem>>>
{
    public async Task<Result<IReadOnlyList<PersonListItem>>> Handle(
        FindByNationalNumber request,
        CancellationToken cancellationToken
    )
    {
        var people = new List<PersonListItem>();
        foreach (var hash in vault.SearchHashes(request.Kind, NationalNumbers.Normalize(request.Number.Text)!))
            people.AddRange(await db.QueryAsync<PersonListItem>(ByHash, new { Hash = hash }, cancellationToken));
        return Result<IReadOnlyList<PersonListItem>>.Of(people);
    }

    internal static readonly Sql ByHash = new(
        """
        SELECT p.Id, n.FullName, p.BirthDate, p.MergedIntoId AS MergedInto
        FROM PersonNationalNumbers i
        JOIN People p ON p.Id = i.PersonId
        JOIN PersonNames n ON n.PersonId = p.Id AND n.Position = 0
        WHERE i.Hash = @Hash
        ORDER BY p.Id
        """
    );
}
