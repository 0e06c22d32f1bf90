using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Admissions;

/// <summary>The waiting list of a cohort from its head on.</summary>
[Requires(Permission.ReadPeople)]
public sealed record ListWaiting(Guid CohortId, Guid? After, int Size) : IQuery<Page<WaitingApplication>>;

public sealed record WaitingApplication
{
    public Guid Id { get; init; }
    public Guid PersonId { get; init; }
    public string PersonName { get; init; } = "";

    /// <summary>1 is the head of the list, who gets the next free seat.</summary>
    public int Position { get; init; }
    public DateTimeOffset? SubmittedAt { get; init; }
    public int Version { get; init; }
}

sealed class ListWaitingHandler(Db db) : IRequestHandler<ListWaiting, Result<Page<WaitingApplication>>>
{
    public async Task<Result<Page<WaitingApplication>>> Handle(ListWaiting request, CancellationToken cancellationToken)
    {
        // Where the last of the page before has left the list since, the list starts again: its place is gone with it.
        var last = request.After is { } after
            ? await db.FindAsync<Place>(PlaceOf, new { Id = after, request.CohortId }, cancellationToken)
            : null;
        var from = new
        {
            request.CohortId,
            Rank = last?.WaitlistRank ?? long.MinValue,
            After = request.After ?? Guid.Empty,
        };
        var before = await db.FindAsync<long>(CountUpTo, from, cancellationToken);
        var page = await db.PageAsync<WaitingApplication>(Page, from, request.Size, row => row.Id, cancellationToken);
        return page with
        {
            Items = [.. page.Items.Index().Select(row => row.Item with { Position = (int)before + row.Index + 1 })],
        };
    }

    sealed record Place
    {
        public long? WaitlistRank { get; init; }
    }

    internal static readonly Sql PlaceOf = new(
        "SELECT WaitlistRank FROM Applications WHERE Id = @Id AND CohortId = @CohortId"
    );

    internal static readonly Sql CountUpTo = new(
        """
        SELECT COUNT(*)
        FROM Applications a
        WHERE a.CohortId = @CohortId AND a.State = 'Waitlisted'
          AND (a.WaitlistRank < @Rank OR (a.WaitlistRank = @Rank AND a.Id <= @After))
        """
    );

    internal static readonly Sql Page = new(
        """
        SELECT a.Id, a.PersonId, n.FullName AS PersonName, a.SubmittedAt, a.Version
        FROM Applications a
        JOIN PersonNames n ON n.PersonId = a.PersonId AND n.Position = 0
        WHERE a.CohortId = @CohortId AND a.State = 'Waitlisted'
          AND (a.WaitlistRank > @Rank OR (a.WaitlistRank = @Rank AND a.Id > @After))
        ORDER BY a.WaitlistRank, a.Id
        """
    )
    {
        Paged = true,
    };
}
