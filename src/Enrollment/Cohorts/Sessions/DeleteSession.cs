using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Cohorts.Sessions;

/// <summary>Takes away a session at which no attendance was recorded. Answers what is gone.</summary>
[Requires(Permission.ManageCohorts)]
public sealed record DeleteSession(Guid Id, int Version) : ICommand<SessionView>;

sealed class DeleteSessionHandler(Db db, AuditTrail audit) : IRequestHandler<DeleteSession, Result<SessionView>>
{
    public async Task<Result<SessionView>> Handle(DeleteSession request, CancellationToken cancellationToken)
    {
        var session = await SessionView.FindAsync(db, request.Id, cancellationToken);
        if (session is null)
            return Refusal.NotFound("session", request.Id);
        if (session.Version != request.Version)
            return Refusal.Stale("session");
        if (session.AttendedAt is not null)
            return SessionErrors.HasAttendance;

        await db.ChangeAsync(Delete, new { request.Id, request.Version }, "session", cancellationToken);
        audit.Record("session.deleted", request.Id, session);
        return session;
    }

    internal static readonly Sql Delete = new(
        "DELETE FROM CohortSessions WHERE Id = @Id AND Version = @Version AND AttendedAt IS NULL"
    );
}
