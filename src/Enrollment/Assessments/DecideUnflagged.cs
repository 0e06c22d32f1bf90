using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Assessments;

/// <summary>
/// Decides as computed on everybody on a meeting's agenda, or on that of one of its cohorts, whose result has no flag.
/// At most 5,000 at once.
/// </summary>
[Requires(Permission.HoldBoard)]
public sealed record DecideUnflagged(Guid MeetingId, Guid? CohortId) : ICommand<UnflaggedDecided>;

/// <summary>How many were decided on, and who is left for the board to look at.</summary>
public sealed record UnflaggedDecided(int Decided, IReadOnlyList<LeftUndecided> Left);

/// <summary>
/// Why a trainee was left: the flags, that nothing was computed, or the problem that came up meanwhile.
/// </summary>
public sealed record LeftUndecided(
    Guid CohortId,
    Guid EnrollmentId,
    int TraineeNumber,
    string PersonName,
    IReadOnlyList<AgendaFlag> Flags,
    FieldProblem? Problem
)
{
    internal static LeftUndecided WithoutResult(Guid cohortId, AgendaTrainee trainee) =>
        new(
            cohortId,
            trainee.EnrollmentId,
            trainee.TraineeNumber,
            trainee.PersonName,
            [],
            AssessmentErrors.NothingComputed
        );
}

sealed class DecideUnflaggedHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time, RequestContext context)
    : IRequestHandler<DecideUnflagged, Result<UnflaggedDecided>>
{
    const int Most = 5_000;

    public async Task<Result<UnflaggedDecided>> Handle(DecideUnflagged request, CancellationToken cancellationToken)
    {
        var opened = await DecisionBook.OpenAsync(
            db,
            audit,
            ids,
            request.MeetingId,
            context.Caller.Id,
            time.GetUtcNow(),
            cancellationToken
        );
        if (opened.Refusal is { } refusal)
            return refusal;

        var meeting = opened.Value.Meeting;
        if (meeting.Cohorts.Count == 0)
            return AssessmentErrors.NoCohorts;
        if (request.CohortId is { } wanted && meeting.Cohorts.All(cohort => cohort.CohortId != wanted))
            return AssessmentErrors.CohortNotOnAgenda(wanted);

        var rows = new List<(Guid CohortId, AgendaRow Row)>();
        var unresulted = new List<LeftUndecided>();
        foreach (var cohort in meeting.Cohorts.Where(c => request.CohortId is null || c.CohortId == request.CohortId))
        {
            var facts = await AgendaReader.FactsAsync(db, cohort.CohortId, blind: null, cancellationToken);
            rows.AddRange(Agenda.Of(meeting.Id, meeting.Margin, facts).Select(row => (cohort.CohortId, row)));
            unresulted.AddRange(
                AgendaTrainee
                    .WithoutResult(facts)
                    .Select(trainee => LeftUndecided.WithoutResult(cohort.CohortId, trainee))
            );
        }

        if (rows.Count(r => r.Row.Flags.Count == 0) is > Most and var many)
            return AssessmentErrors.TooManyAtOnce(many, Most);

        var left = new List<LeftUndecided>();
        var decided = 0;
        foreach (var (cohortId, row) in rows)
        {
            var problem = row.Flags.Count == 0 ? await DecideAsync(opened.Value, row, cancellationToken) : null;
            if (row.Flags.Count > 0 || problem is not null)
                left.Add(
                    new LeftUndecided(cohortId, row.EnrollmentId, row.TraineeNumber, row.PersonName, row.Flags, problem)
                );
            else
                decided++;
        }

        audit.Record("board.decided", meeting.Id, new { Saved = decided, Sent = rows.Count });
        return new UnflaggedDecided(decided, [.. left, .. unresulted]);
    }

    static async Task<FieldProblem?> DecideAsync(DecisionBook book, AgendaRow row, CancellationToken token)
    {
        var entry = new DecisionEntry { EnrollmentId = row.EnrollmentId, ComputedAt = row.ComputedAt };
        return (await book.DecideAsync(entry, token)).Problem;
    }
}
