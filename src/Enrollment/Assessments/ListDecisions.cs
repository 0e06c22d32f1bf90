using Enrollment.Accounts;
using Enrollment.Cohorts.Instructors;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Assessments;

/// <summary>The decisions in the minutes of a meeting.</summary>
[Requires(Permission.ReadMarks)]
public sealed record ListDecisions(Guid MeetingId, Guid? After, int Size) : IQuery<Page<DecisionView>>, ICohortWork
{
    CohortPlace ICohortWork.Place => CohortPlace.OfMeeting(MeetingId);
}

/// <summary>What a meeting decided on one trainee.</summary>
[Requires(Permission.ReadMarks)]
public sealed record GetDecision(Guid MeetingId, Guid EnrollmentId) : IQuery<DecisionView>, ICohortWork
{
    CohortPlace ICohortWork.Place => CohortPlace.OfEnrollment(EnrollmentId);
}

public sealed record DecisionView
{
    public Guid Id { get; init; }
    public Guid EnrollmentId { get; init; }
    public string PersonName { get; init; } = "";
    public BoardDecision Decision { get; init; }
    public Outcome? ComputedOutcome { get; init; }
    public decimal? ComputedMark { get; init; }
    public string? DepartureReason { get; init; }
    public string DecidedBy { get; init; } = "";
    public DateTimeOffset DecidedAt { get; init; }
    public int Version { get; init; }
}

sealed class GetDecisionHandler(Db db) : IRequestHandler<GetDecision, Result<DecisionView>>
{
    public async Task<Result<DecisionView>> Handle(GetDecision request, CancellationToken cancellationToken) =>
        await db.FindAsync<DecisionView>(ByTrainee, request, cancellationToken) is { } decision
            ? decision
            : Refusal.NotFound("decision", request.EnrollmentId);

    internal static readonly Sql ByTrainee = new(
        """
        SELECT d.Id, d.EnrollmentId, n.FullName AS PersonName, d.Decision, d.ComputedOutcome, d.ComputedMark,
               d.DepartureReason, d.DecidedBy, d.DecidedAt, d.Version
        FROM BoardDecisions d
        JOIN Enrollments e ON e.Id = d.EnrollmentId
        JOIN PersonNames n ON n.PersonId = e.PersonId AND n.Position = 0
        WHERE d.MeetingId = @MeetingId AND d.EnrollmentId = @EnrollmentId
        """
    );
}

sealed class ListDecisionsHandler(Db db) : IRequestHandler<ListDecisions, Result<Page<DecisionView>>>
{
    public async Task<Result<Page<DecisionView>>> Handle(ListDecisions request, CancellationToken cancellationToken) =>
        await db.PageAsync<DecisionView>(
            Page,
            new { request.MeetingId, After = request.After ?? Guid.Empty },
            request.Size,
            row => row.Id,
            cancellationToken
        );

    internal static readonly Sql Page = new(
        """
        SELECT d.Id, d.EnrollmentId, n.FullName AS PersonName, d.Decision, d.ComputedOutcome, d.ComputedMark,
               d.DepartureReason, d.DecidedBy, d.DecidedAt, d.Version
        FROM BoardDecisions d
        JOIN Enrollments e ON e.Id = d.EnrollmentId
        JOIN PersonNames n ON n.PersonId = e.PersonId AND n.Position = 0
        WHERE d.MeetingId = @MeetingId AND d.Id > @After
        ORDER BY d.Id
        """
    )
    {
        Paged = true,
    };
}
