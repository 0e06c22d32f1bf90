using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.People;

/// <summary>
/// Keeps what a search for a person found: new proposals, better or worse scores, and those that an edit made obsolete.
/// <paramref name="TaskId"/> is the task that this settles, or null where somebody asked.
/// </summary>
[Requires(Permission.MergePeople)]
public sealed record RecordMatches(FoundMatches Found, Guid? TaskId) : ICommand<MatchesRecorded>;

/// <summary>How many proposals are new or open again.</summary>
public sealed record MatchesRecorded(int Proposed);

sealed class RecordMatchesHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time)
    : IRequestHandler<RecordMatches, Result<MatchesRecorded>>
{
    public async Task<Result<MatchesRecorded>> Handle(RecordMatches request, CancellationToken cancellationToken)
    {
        var found = request.Found;
        var proposed = 0;
        // An edit meanwhile has a task of its own, which finds what there is now.
        var current = await db.ExecuteAsync(Hold, new { found.PersonId, found.Version }, cancellationToken) == 1;
        if (current)
        {
            var known = await db.QueryAsync<KnownPair>(OfPerson, new { found.PersonId }, cancellationToken);
            foreach (var match in found.Matches)
                proposed += await KeepAsync(found.PersonId, match, known, cancellationToken) ? 1 : 0;
            var still = found.Matches.Select(match => match.OtherId).ToHashSet();
            foreach (var pair in known.Where(p => p.State == MatchState.Proposed && !still.Contains(p.OtherId)))
            {
                await db.ChangeAsync(Outdate, new { pair.Id, pair.Version }, "match proposal", cancellationToken);
                audit.Record("match.obsolete", pair.Id);
            }
        }

        if (request.TaskId is { } task)
            await db.ExecuteAsync(Settle, new { Id = task }, cancellationToken);
        return new MatchesRecorded(proposed);
    }

    /// <summary>Whether somebody has something new to decide.</summary>
    async Task<bool> KeepAsync(Guid personId, FoundMatch match, IReadOnlyList<KnownPair> known, CancellationToken token)
    {
        var pair = known.FirstOrDefault(p => p.OtherId == match.OtherId);
        var score = (int)(match.Bits * 100);
        var id = pair?.Id ?? ids.New();
        var row = new
        {
            Id = id,
            FirstId = personId.CompareTo(match.OtherId) < 0 ? personId : match.OtherId,
            SecondId = personId.CompareTo(match.OtherId) < 0 ? match.OtherId : personId,
            Place = MatchProposalRow.PlaceOf(match.Certainty, score, id),
            Certainty = match.Certainty.ToString(),
            Score = score,
            Reasons = MatchProposalRow.Write(match.Reasons),
            match.Evidence,
            pair?.Version,
            Now = time.GetUtcNow(),
        };
        if (pair is null)
        {
            // Where the other record's search came first, its proposal is the same.
            if (!await db.TryInsertAsync(Insert, row, token))
                return false;
        }
        else if (
            pair.State == MatchState.Confirmed
            || pair.Evidence == match.Evidence && pair.State != MatchState.Obsolete
        )
            return false;
        else
            await db.ChangeAsync(Propose, row, "match proposal", token);

        audit.Record(
            "match.proposed",
            id,
            new
            {
                row.FirstId,
                row.SecondId,
                match.Certainty,
            }
        );
        return pair?.State != MatchState.Proposed;
    }

    sealed record KnownPair
    {
        public Guid Id { get; init; }
        public Guid OtherId { get; init; }
        public MatchState State { get; init; }
        public string Evidence { get; init; } = "";
        public int Version { get; init; }
    }

    internal static readonly Sql Hold = new(
        "UPDATE People SET Version = Version WHERE Id = @PersonId AND Version = @Version AND MergedIntoId IS NULL"
    );

    internal static readonly Sql Settle = new("DELETE FROM PersonMatchTasks WHERE Id = @Id");

    internal static readonly Sql OfPerson = new(
        """
        SELECT Id, SecondId AS OtherId, State, Evidence, Version FROM MatchProposals WHERE FirstId = @PersonId
        UNION ALL
        SELECT Id, FirstId AS OtherId, State, Evidence, Version FROM MatchProposals WHERE SecondId = @PersonId
        """
    );

    internal static readonly Sql Insert = new(
        """
        INSERT INTO MatchProposals
            (Id, FirstId, SecondId, Place, Certainty, Score, Reasons, Evidence, State, Version, CreatedAt)
        VALUES
            (@Id, @FirstId, @SecondId, @Place, @Certainty, @Score, @Reasons, @Evidence, 'Proposed', 1, @Now)
        """
    );

    internal static readonly Sql Propose = new(
        """
        UPDATE MatchProposals
        SET Place = @Place, Certainty = @Certainty, Score = @Score, Reasons = @Reasons, Evidence = @Evidence,
            State = 'Proposed', DecisionReason = NULL, DecidedBy = NULL, DecidedAt = NULL, Version = Version + 1
        WHERE Id = @Id AND Version = @Version
        """
    );

    internal static readonly Sql Outdate = new(
        """
        UPDATE MatchProposals SET State = 'Obsolete', Version = Version + 1 WHERE Id = @Id AND Version = @Version
        """
    );
}
