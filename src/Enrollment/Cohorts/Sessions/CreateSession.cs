using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Cohorts.Sessions;

/// <summary>Adds a session to a cohort; one that was held already may be added, too.</summary>
[Requires(Permission.ManageCohorts)]
public sealed record CreateSession(Guid CohortId, SessionFields Fields) : ICommand<SessionView>;

sealed class CreateSessionValidator : AbstractValidator<CreateSession>
{
    public CreateSessionValidator() => RuleFor(c => c.Fields).SetValidator(new SessionFieldsValidator());
}

sealed class CreateSessionHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time)
    : IRequestHandler<CreateSession, Result<SessionView>>
{
    public async Task<Result<SessionView>> Handle(CreateSession request, CancellationToken cancellationToken)
    {
        var zone = await db.FindAsync<string>(ZoneOf, new { Id = request.CohortId }, cancellationToken);
        if (zone is null)
            return Refusal.NotFound("cohort", request.CohortId);

        var id = ids.New();
        var now = time.GetUtcNow();
        if (await AddAsync(db, id, request.CohortId, request.Fields, zone, now, cancellationToken) is { } refusal)
            return refusal;

        audit.Record("session.created", id, request.Fields);
        return (await SessionView.FindAsync(db, id, cancellationToken))!;
    }

    /// <summary>Writes one session; null, or why it can't be.</summary>
    internal static async Task<Refusal?> AddAsync(
        Db db,
        Guid id,
        Guid cohortId,
        SessionFields fields,
        string zone,
        DateTimeOffset now,
        CancellationToken token
    )
    {
        if (SessionTimes.Of(fields.HeldOn, fields.StartTime, fields.EndTime, zone) is not { } times)
            return SessionErrors.TimeSkipped(fields.HeldOn);

        var row = new
        {
            Id = id,
            CohortId = cohortId,
            fields.Title,
            fields.HeldOn,
            fields.StartTime,
            fields.EndTime,
            TimeZone = zone,
            times.StartsAt,
            times.EndsAt,
            fields.Place,
            fields.Instructor,
            fields.GraceMinutes,
            Now = now,
        };
        return await db.TryInsertAsync(Insert, row, token) ? null : SessionErrors.Taken(fields.Title, fields.HeldOn);
    }

    internal static readonly Sql ZoneOf = new("SELECT TimeZone FROM Cohorts WHERE Id = @Id");

    internal static readonly Sql Insert = new(
        """
        INSERT INTO CohortSessions
            (Id, CohortId, Title, HeldOn, StartTime, EndTime, TimeZone, StartsAt, EndsAt, Place, Instructor,
             GraceMinutes, Version, CreatedAt)
        VALUES (@Id, @CohortId, @Title, @HeldOn, @StartTime, @EndTime, @TimeZone, @StartsAt, @EndsAt, @Place,
                @Instructor, @GraceMinutes, 1, @Now)
        """
    );
}
