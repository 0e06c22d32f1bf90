using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Cohorts.Sessions;

/// <summary>
/// Changes a session; its times are then those of the cohort's present zone. Where attendance was recorded it keeps its
/// day.
/// </summary>
[Requires(Permission.ManageCohorts)]
public sealed record UpdateSession(Guid Id, int Version, SessionFields Fields) : ICommand<SessionView>;

sealed class UpdateSessionValidator : AbstractValidator<UpdateSession>
{
    public UpdateSessionValidator() => RuleFor(c => c.Fields).SetValidator(new SessionFieldsValidator());
}

sealed class UpdateSessionHandler(Db db, AuditTrail audit) : IRequestHandler<UpdateSession, Result<SessionView>>
{
    public async Task<Result<SessionView>> Handle(UpdateSession request, CancellationToken cancellationToken)
    {
        var f = request.Fields;
        var before = await SessionView.FindAsync(db, request.Id, cancellationToken);
        if (before is null)
            return Refusal.NotFound("session", request.Id);
        if (before.Version != request.Version)
            return Refusal.Stale("session");
        if (before.CancelledAt is not null)
            return SessionErrors.Cancelled;
        if (before.AttendedAt is not null && before.HeldOn != f.HeldOn)
            return SessionErrors.HasAttendance;

        var key = new { Id = before.CohortId };
        var zone = (await db.FindAsync<string>(CreateSessionHandler.ZoneOf, key, cancellationToken))!;
        if (SessionTimes.Of(f.HeldOn, f.StartTime, f.EndTime, zone) is not { } times)
            return SessionErrors.TimeSkipped(f.HeldOn);

        var row = new
        {
            request.Id,
            request.Version,
            f.Title,
            f.HeldOn,
            f.StartTime,
            f.EndTime,
            TimeZone = zone,
            times.StartsAt,
            times.EndsAt,
            f.Place,
            f.Instructor,
            f.GraceMinutes,
        };
        // The day is compared once more by the statement: attendance may have been recorded since.
        var changed = await db.TryExecuteAsync(Update, row, cancellationToken);
        if (changed is null)
            return SessionErrors.Taken(f.Title, f.HeldOn);
        if (changed == 0)
            throw new LostRaceException("session");

        audit.Record("session.changed", request.Id, new { Old = before, New = f });
        return (await SessionView.FindAsync(db, request.Id, cancellationToken))!;
    }

    internal static readonly Sql Update = new(
        """
        UPDATE CohortSessions
        SET Title = @Title, HeldOn = @HeldOn, StartTime = @StartTime, EndTime = @EndTime, TimeZone = @TimeZone,
            StartsAt = @StartsAt, EndsAt = @EndsAt, Place = @Place, Instructor = @Instructor,
            GraceMinutes = @GraceMinutes, Version = Version + 1
        WHERE Id = @Id AND Version = @Version AND (AttendedAt IS NULL OR HeldOn = @HeldOn)
        """
    );
}
