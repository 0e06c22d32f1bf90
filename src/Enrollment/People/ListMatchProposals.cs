using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.People;

/// <summary>Proposals in a state, the surest ones first.</summary>
[Requires(Permission.MergePeople)]
public sealed record ListMatchProposals(MatchState State, Guid? After, int Size) : IQuery<Page<MatchProposalView>>;

/// <summary>All proposals that a person is part of, decided ones too.</summary>
[Requires(Permission.MergePeople)]
public sealed record ListMatchesOf(Guid PersonId) : IQuery<IReadOnlyList<MatchProposalView>>;

[Requires(Permission.MergePeople)]
public sealed record GetMatchProposal(Guid Id) : IQuery<MatchProposalView>;

sealed class ListMatchProposalsHandler(Db db) : IRequestHandler<ListMatchProposals, Result<Page<MatchProposalView>>>
{
    public async Task<Result<Page<MatchProposalView>>> Handle(
        ListMatchProposals request,
        CancellationToken cancellationToken
    )
    {
        var page = await db.PageAsync<MatchProposalRow>(
            InState,
            new { State = request.State.ToString(), After = request.After ?? Guid.Empty },
            request.Size,
            row => row.Place,
            cancellationToken
        );
        return new Page<MatchProposalView>([.. page.Items.Select(row => row.View)], page.NextCursor);
    }

    internal static readonly Sql InState = new(
        """
        SELECT m.Id, m.Place, m.State, m.Certainty, m.Score, m.Reasons, m.DecisionReason, m.DecidedBy, m.DecidedAt,
               m.Version, m.FirstId, f.FullName AS FirstName, a.BirthDate AS FirstBirthDate,
               m.SecondId, s.FullName AS SecondName, b.BirthDate AS SecondBirthDate
        FROM MatchProposals m
        JOIN People a ON a.Id = m.FirstId
        JOIN PersonNames f ON f.PersonId = m.FirstId AND f.Position = 0
        JOIN People b ON b.Id = m.SecondId
        JOIN PersonNames s ON s.PersonId = m.SecondId AND s.Position = 0
        WHERE m.State = @State AND m.Place > @After
        ORDER BY m.Place
        """
    )
    {
        Paged = true,
    };
}

sealed class ListMatchesOfHandler(Db db) : IRequestHandler<ListMatchesOf, Result<IReadOnlyList<MatchProposalView>>>
{
    public async Task<Result<IReadOnlyList<MatchProposalView>>> Handle(
        ListMatchesOf request,
        CancellationToken cancellationToken
    )
    {
        if (!await PersonStore.ExistsAsync(db, request.PersonId, cancellationToken))
            return Refusal.NotFound("person", request.PersonId);

        var rows = await db.QueryAsync<MatchProposalRow>(OfPerson, new { request.PersonId }, cancellationToken);
        return Result<IReadOnlyList<MatchProposalView>>.Of([.. rows.OrderBy(row => row.Place).Select(row => row.View)]);
    }

    internal static readonly Sql OfPerson = new(
        """
        SELECT m.Id, m.Place, m.State, m.Certainty, m.Score, m.Reasons, m.DecisionReason, m.DecidedBy, m.DecidedAt,
               m.Version, m.FirstId, f.FullName AS FirstName, a.BirthDate AS FirstBirthDate,
               m.SecondId, s.FullName AS SecondName, b.BirthDate AS SecondBirthDate
        FROM MatchProposals m
        JOIN People a ON a.Id = m.FirstId
        JOIN PersonNames f ON f.PersonId = m.FirstId AND f.Position = 0
        JOIN People b ON b.Id = m.SecondId
        JOIN PersonNames s ON s.PersonId = m.SecondId AND s.Position = 0
        WHERE m.Id IN (SELECT x.Id FROM MatchProposals x WHERE x.FirstId = @PersonId
                       UNION ALL
                       SELECT y.Id FROM MatchProposals y WHERE y.SecondId = @PersonId)
        """
    );
}

sealed class GetMatchProposalHandler(Db db) : IRequestHandler<GetMatchProposal, Result<MatchProposalView>>
{
    public async Task<Result<MatchProposalView>> Handle(
        GetMatchProposal request,
        CancellationToken cancellationToken
    ) =>
        await LoadAsync(db, request.Id, cancellationToken) is { } row
            ? row.View
            : Refusal.NotFound("match", request.Id);

    internal static Task<MatchProposalRow?> LoadAsync(Db db, Guid id, CancellationToken token) =>
        db.FindAsync<MatchProposalRow>(ById, new { Id = id }, token);

    internal static readonly Sql ById = new(
        """
        SELECT m.Id, m.Place, m.State, m.Certainty, m.Score, m.Reasons, m.DecisionReason, m.DecidedBy, m.DecidedAt,
               m.Version, m.FirstId, f.FullName AS FirstName, a.BirthDate AS FirstBirthDate,
               m.SecondId, s.FullName AS SecondName, b.BirthDate AS SecondBirthDate
        FROM MatchProposals m
        JOIN People a ON a.Id = m.FirstId
        JOIN PersonNames f ON f.PersonId = m.FirstId AND f.Position = 0
        JOIN People b ON b.Id = m.SecondId
        JOIN PersonNames s ON s.PersonId = m.SecondId AND s.Position = 0
        WHERE m.Id = @Id
        """
    );
}
