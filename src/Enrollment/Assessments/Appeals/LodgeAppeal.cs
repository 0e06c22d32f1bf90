using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Assessments.Appeals;

/// <summary>
/// Appeals against a released result or one of its components (rule 19), by the trainee or by staff on the trainee's
/// behalf, within the cohort's window.
/// </summary>
[Requires(Permission.Appeal)]
public sealed record LodgeAppeal(Guid EnrollmentId, AppealFields Fields) : ICommand<AppealView>;

public sealed record AppealFields
{
    /// <summary>The component that is appealed against; left out: the whole result.</summary>
    public Guid? ComponentId { get; init; }

    /// <summary>One or several, each once.</summary>
    public required IReadOnlyList<AppealGround> Grounds { get; init; }

    /// <summary>What the trainee says, 1 to 10,000 characters.</summary>
    public required string Statement { get; init; }
}

sealed class LodgeAppealValidator : AbstractValidator<LodgeAppeal>
{
    public LodgeAppealValidator()
    {
        RuleFor(c => c.Fields.Grounds)
            .Must(grounds => grounds.Count >= 1 && grounds.Distinct().Count() == grounds.Count)
            .WithMessage("Name at least one ground, and each once.");
        RuleForEach(c => c.Fields.Grounds).IsInEnum();
        RuleFor(c => c.Fields.Statement).NotEmpty().Prose(10_000);
    }
}

sealed class LodgeAppealHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time, RequestContext context)
    : IRequestHandler<LodgeAppeal, Result<AppealView>>
{
    public async Task<Result<AppealView>> Handle(LodgeAppeal request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var fields = request.Fields;
        var key = new { request.EnrollmentId, fields.ComponentId };
        var subject = await db.FindAsync<SubjectRow>(Subject, key, cancellationToken);
        if (subject is null)
            return Refusal.NotFound("enrollment", request.EnrollmentId);
        if (!context.Caller.MayActFor(subject.PersonId))
            return AccountErrors.NotYours;
        // Before anything that would tell a trainee whether there is a result (rule 18).
        if (subject.ResultsReleasedAt is not { } releasedAt)
            return AppealErrors.NotReleased;
        if (AppealWindow.ClosesAt(releasedAt, subject.TimeZone, subject.AppealDays) <= now)
            return AppealErrors.WindowClosed(AppealWindow.LastDay(releasedAt, subject.TimeZone, subject.AppealDays));
        if (!subject.HasResult)
            return AppealErrors.NothingToAppeal;
        if (fields.ComponentId is not null && !subject.HasMark)
            return AppealErrors.NoMark;

        var row = new
        {
            Id = ids.New(),
            request.EnrollmentId,
            SubjectId = fields.ComponentId ?? request.EnrollmentId,
            OpenKey = Guid.Empty,
            Grounds = AppealRow.Write(fields.Grounds),
            fields.Statement,
            State = nameof(AppealState.Lodged),
            LodgedBy = context.Caller.Id,
            Now = now,
        };
        if (!await db.TryInsertAsync(Insert, row, cancellationToken))
            return AppealErrors.OpenAlready;

        audit.Record("appeal.lodged", row.Id, new { request.EnrollmentId, fields });
        return (await AppealRow.FindAsync(db, row.Id, cancellationToken))!.View(context.Caller);
    }

    sealed record SubjectRow
    {
        public Guid PersonId { get; init; }
        public string TimeZone { get; init; } = "";
        public int AppealDays { get; init; }
        public DateTimeOffset? ResultsReleasedAt { get; init; }
        public bool HasResult { get; init; }
        public bool HasMark { get; init; }
    }

    internal static readonly Sql Subject = new(
        """
        SELECT e.PersonId, h.TimeZone, h.AppealDays, h.ResultsReleasedAt,
               (SELECT COUNT(*) FROM ReleasedResults r
                WHERE r.EnrollmentId = e.Id AND r.SchemeId IS NOT NULL) AS HasResult,
               CASE WHEN EXISTS (SELECT 1 FROM ReleasedMarks m
                                 WHERE m.EnrollmentId = e.Id AND m.ComponentId = @ComponentId)
                    THEN 1 ELSE 0 END AS HasMark
        FROM Enrollments e
        JOIN Cohorts h ON h.Id = e.CohortId
        WHERE e.Id = @EnrollmentId
        """
    );

    internal static readonly Sql Insert = new(
        """
        INSERT INTO Appeals
            (Id, EnrollmentId, SubjectId, OpenKey, Grounds, Statement, State, LodgedBy, LodgedAt, Version)
        VALUES (@Id, @EnrollmentId, @SubjectId, @OpenKey, @Grounds, @Statement, @State, @LodgedBy, @Now, 1)
        """
    );
}
