using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Cohorts.Sessions;

/// <summary>A cohort's sessions in the order of time, cancelled ones included.</summary>
[Requires(Permission.ReadOwnRecord)]
public sealed record ListSessions(Guid CohortId, Guid? After, int Size) : IQuery<Page<SessionView>>;

[Requires(Permission.ReadOwnRecord)]
public sealed record GetSession(Guid Id) : IQuery<SessionView>;

sealed class ListSessionsHandler(Db db) : IRequestHandler<ListSessions, Result<Page<SessionView>>>
{
    public async Task<Result<Page<SessionView>>> Handle(ListSessions request, CancellationToken cancellationToken)
    {
        // Where the last of the page before was deleted since, the list starts again: its place is gone with it.
        var last = request.After is { } after ? await SessionView.FindAsync(db, after, cancellationToken) : null;
        return await db.PageAsync<SessionView>(
            OfCohort,
            new
            {
                request.CohortId,
                StartsAt = last?.StartsAt ?? DateTimeOffset.MinValue,
                After = last?.Id ?? Guid.Empty,
            },
            request.Size,
            row => row.Id,
            cancellationToken
        );
    }

    internal static readonly Sql OfCohort = new(
        """
        SELECT Id, CohortId, Title, HeldOn, StartTime, EndTime, TimeZone, StartsAt, EndsAt, Place, Instructor,
               GraceMinutes, CancelledAt, CancelReason, AttendedAt, Version
        FROM CohortSessions
        WHERE CohortId = @CohortId AND (StartsAt > @StartsAt OR (StartsAt = @StartsAt AND Id > @After))
        ORDER BY StartsAt, Id
        """
    )
    {
        Paged = true,
    };
}

sealed class GetSessionHandler(Db db) : IRequestHandler<GetSession, Result<SessionView>>
{
    public async Task<Result<SessionView>> Handle(GetSession request, CancellationToken cancellationToken) =>
        await SessionView.FindAsync(db, request.Id, cancellationToken) is { } session
            ? session
            : Refusal.NotFound("session", request.Id);
}
