using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Cohorts.Sessions;

/// <summary>Adds a cohort's timetable: all of its sessions, or none where one can't be.</summary>
[Requires(Permission.ManageCohorts)]
public sealed record CreateSessionSeries(Guid CohortId, SessionSeries Fields) : ICommand<CreatedSessions>;

/// <summary>What was made, in the order of time.</summary>
public sealed record CreatedSessions(IReadOnlyList<SessionView> Items);

sealed class CreateSessionSeriesValidator : AbstractValidator<CreateSessionSeries>
{
    public CreateSessionSeriesValidator() => RuleFor(c => c.Fields).SetValidator(new SessionSeriesValidator());
}

sealed class CreateSessionSeriesHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time)
    : IRequestHandler<CreateSessionSeries, Result<CreatedSessions>>
{
    public async Task<Result<CreatedSessions>> Handle(CreateSessionSeries request, CancellationToken cancellationToken)
    {
        var sessions = request.Fields.Sessions().Take(SessionSeries.Most + 1).ToList();
        if (sessions.Count == 0)
            return SessionErrors.SeriesEmpty;
        if (sessions.Count > SessionSeries.Most)
            return SessionErrors.SeriesTooLong(SessionSeries.Most);

        var key = new { Id = request.CohortId };
        var zone = await db.FindAsync<string>(CreateSessionHandler.ZoneOf, key, cancellationToken);
        if (zone is null)
            return Refusal.NotFound("cohort", request.CohortId);

        var now = time.GetUtcNow();
        var made = new List<SessionView>(sessions.Count);
        foreach (var fields in sessions)
        {
            var id = ids.New();
            if (
                await CreateSessionHandler.AddAsync(db, id, request.CohortId, fields, zone, now, cancellationToken) is
                { } refusal
            )
                return refusal;
            made.Add((await SessionView.FindAsync(db, id, cancellationToken))!);
        }

        audit.Record("session.series-created", request.CohortId, new { Made = made.Count, Series = request.Fields });
        return new CreatedSessions(made);
    }
}
