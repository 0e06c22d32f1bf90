using Enrollment.Accounts;
using Enrollment.Assessments.Deadlines;
using Enrollment.Audit;
using Enrollment.Cohorts.Instructors;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Assessments;

/// <summary>Writes one mark. A version other than the stored one is stale; nothing is overwritten.</summary>
[Requires(Permission.EnterMarks)]
public sealed record SetMark(MarkEntry Entry) : ICommand<MarkAnswer>, ICohortWork
{
    CohortPlace ICohortWork.Place => CohortPlace.OfEnrollment(Entry.EnrollmentId);
}

sealed class SetMarkValidator : AbstractValidator<SetMark>
{
    public SetMarkValidator()
    {
        RuleFor(c => c.Entry.EnrollmentId).NotEmpty();
        RuleFor(c => c.Entry.ComponentId).NotEmpty();
    }
}

sealed class SetMarkHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time, RequestContext context)
    : IRequestHandler<SetMark, Result<MarkAnswer>>
{
    public async Task<Result<MarkAnswer>> Handle(SetMark request, CancellationToken cancellationToken)
    {
        var place = await db.FindAsync<PlaceRow>(Place, request.Entry, cancellationToken);
        if (place is null)
            return Refusal.NotFound("enrollment", request.Entry.EnrollmentId);
        if (place.SchemeId is null)
            return AssessmentErrors.CohortWithoutScheme;
        if (AssessmentErrors.RecordClosed(place.State) is { } closed)
            return Refusal.Conflict(closed.Code, closed.Message);
        var now = time.GetUtcNow();
        var (given, unplaceable) = SubmissionDay.Of(request.Entry, place.TimeZone, now);
        if (unplaceable is not null)
            return Refusal.Rule(unplaceable.Code, unplaceable.Message, unplaceable);

        var component = await db.FindAsync<SchemeComponent>(
            Component,
            new { Id = given.ComponentId, place.SchemeId },
            cancellationToken
        );
        var components = new Dictionary<Guid, SchemeComponent>();
        if (component is not null)
            components.Add(component.Id, component);

        var attempts = (await db.QueryAsync<MarkRow>(Attempts, given, cancellationToken)).ToDictionary(m => m.Attempt);
        var entry = given.Over(attempts.GetValueOrDefault(given.Attempt));
        var book = new MarkBook(db, components, context.Caller.Id, ids, now)
        {
            Blind = MarkRow.IsBlind(context.Caller),
        };
        var answer = await book.WriteAsync(
            entry,
            attempts.GetValueOrDefault(entry.Attempt),
            attempt => attempts.GetValueOrDefault(attempt)?.State,
            place.ClosedBy is { } minutes ? AssessmentErrors.DecidedByBoard(minutes) : null,
            cancellationToken
        );
        if (answer.Outcome == MarkOutcome.Conflict)
            return AssessmentErrors.StaleMark(answer);
        if (answer.Problem is { } problem)
            return AssessmentErrors.Of(problem);
        if (answer.Outcome == MarkOutcome.Unchanged)
            return answer;

        await book.FixSchemeAsync(place, cancellationToken);
        audit.Record(
            "mark.set",
            entry.EnrollmentId,
            new
            {
                entry.ComponentId,
                entry.Attempt,
                entry.State,
                // The trail is read by second markers, too.
                Value = component?.SecondMarking == SecondMarking.None ? entry.Value : null,
                Reason = component?.SecondMarking == SecondMarking.None ? entry.Reason : null,
            }
        );
        return answer;
    }

    sealed record PlaceRow : MarkedScheme
    {
        public string State { get; init; } = "";

        /// <summary>The number of the sealed minutes that close the record; null: none do.</summary>
        public string? ClosedBy { get; init; }
    }

    internal static readonly Sql Place = new(
        $"""
        SELECT e.State, e.CohortId, h.SchemeId, s.FrozenAt, h.MarkedAt, h.TimeZone,
               ({SealedDecisions.ClosedBy}) AS ClosedBy
        FROM Enrollments e
        JOIN Cohorts h ON h.Id = e.CohortId
        LEFT JOIN Schemes s ON s.Id = h.SchemeId
        WHERE e.Id = @EnrollmentId
        """
    );

    internal static readonly Sql Component = new(
        """
        SELECT Id, Code, Name, Kind, Weight, MaximumMark, PassMark, MustPass, Attempts, ResitCap, WhenMissing,
               SecondMarking, Tolerance
        FROM SchemeComponents
        WHERE Id = @Id AND SchemeId = @SchemeId
        """
    );

    /// <summary>What a trainee has at a component, the mark to be written among it.</summary>
    internal static readonly Sql Attempts = new(
        """
        SELECT m.EnrollmentId, m.ComponentId, m.Attempt, m.State, m.Value, m.SubmittedOn, m.EnteredBy, m.Version,
               m.ReleasedAt, c.SecondMarking, s.State AS Confirmation
        FROM Marks m
        JOIN SchemeComponents c ON c.Id = m.ComponentId
        LEFT JOIN SecondMarkings s
            ON s.EnrollmentId = m.EnrollmentId AND s.ComponentId = m.ComponentId AND s.Attempt = m.Attempt
        WHERE m.EnrollmentId = @EnrollmentId AND m.ComponentId = @ComponentId
        """
    );
}
