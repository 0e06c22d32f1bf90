using System.Text.Json;
using Enrollment.Assessments;
using Enrollment.Assessments.Moderation;
using Enrollment.Cohorts;
using Enrollment.Data;
using Enrollment.Pipeline;

namespace Enrollment.Certificates;

/// <summary>What the register knows about an enrollment when a certificate is asked for.</summary>
sealed record AwardFacts
{
    public Guid EnrollmentId { get; init; }
    public Guid PersonId { get; init; }
    public Guid CohortId { get; init; }
    public Guid CourseId { get; init; }
    public string CourseCode { get; init; } = "";
    public string CourseTitle { get; init; } = "";
    public string? CourseTitleLocal { get; init; }
    public int Hours { get; init; }
    public decimal? Credits { get; init; }
    public int? NqfLevel { get; init; }
    public int? ValidityMonths { get; init; }
    public int CourseVersion { get; init; }
    public string? TitleLanguage { get; init; }
    public string? FurtherTitles { get; init; }
    public string? Alignments { get; init; }
    public string? Email { get; init; }
    public Guid CenterId { get; init; }
    public Guid? DesignId { get; init; }
    public string CenterCode { get; init; } = "";
    public string CenterName { get; init; } = "";
    public string? CenterNameLocal { get; init; }
    public string? NameLanguage { get; init; }
    public string? FurtherNames { get; init; }
    public string? City { get; init; }
    public string Signatories { get; init; } = "[]";
    public string TimeZone { get; init; } = "";
    public DateOnly StartsOn { get; init; }
    public DateOnly EndsOn { get; init; }
    public Guid? DecisionId { get; init; }
    public BoardDecision? Decision { get; init; }
    public decimal? Mark { get; init; }

    /// <summary>The computed outcome that the decision was made on, and the one that is computed now.</summary>
    public Outcome? DecidedOn { get; init; }
    public Outcome? PresentOutcome { get; init; }
    public string? MinutesNumber { get; init; }
    public DateOnly? HeldOn { get; init; }
    public DateTimeOffset? SealedAt { get; init; }
    public Guid? AwardId { get; init; }

    /// <summary>The number of the award's latest document; null before the first one.</summary>
    public int? LastIssue { get; init; }

    /// <summary>The person's latest award of the course from another enrollment, with its present certificate.</summary>
    public Guid? FormerAwardId { get; init; }
    public int? FormerRenewal { get; init; }
    public DateOnly? FormerAwardedOn { get; init; }
    public CertificateState? FormerState { get; init; }
    public DateOnly? FormerExpiresOn { get; init; }
    public Guid? CertificateId { get; init; }
    public CertificateState? CertificateState { get; init; }
    public string? CertificateSerial { get; init; }
}

/// <summary>The gate before an award (rule 22), and the content that an award is frozen with (rule 25).</summary>
static class AwardGate
{
    internal static Task<AwardFacts?> LoadAsync(Db db, Guid enrollmentId, CancellationToken token) =>
        db.FindAsync<AwardFacts>(Facts, new { EnrollmentId = enrollmentId }, token);

    /// <summary>What forbids the award; null where nothing does.</summary>
    /// <param name="facts">What the register knows.</param>
    /// <param name="today">The day at the center.</param>
    /// <param name="replaces">
    /// Whether a document takes another one's place: a lost paper is replaced whatever its last day.
    /// </param>
    internal static FieldProblem? Problem(AwardFacts facts, DateOnly today, bool replaces) =>
        facts switch
        {
            { Decision: null } => CertificateErrors.NoDecision,
            { SealedAt: null } => CertificateErrors.MinutesOpen(facts.MinutesNumber!),
            { Decision: var decision } when !decision.Value.IsPass() => CertificateErrors.NotPassed(
                decision.Value.ToString()
            ),
            { Decision: { } decision, DecidedOn: var seen, PresentOutcome: { } present }
                when decision.IsContradicted(seen, present) => CertificateErrors.ResultChanged(
                decision.ToString(),
                present.ToString()
            ),
            { HeldOn: var held } when held > today => CertificateErrors.AwardInFuture(held.Value),
            { HeldOn: var held } when held < facts.StartsOn => CertificateErrors.AwardBeforeStart(
                held.Value,
                facts.StartsOn
            ),
            { AwardId: null, FormerAwardId: not null } when !IsRenewal(facts) => CertificateErrors.AwardedAlready,
            _ when !replaces && ExpiresOn(facts) is { } last && last < today => CertificateErrors.ExpiredAlready(
                last,
                facts.HeldOn!.Value,
                facts.ValidityMonths!.Value
            ),
            _ => null,
        };

    /// <summary>
    /// One award per person and course (rule 22), but for one that expires, or that was revoked: a later decision of a board
    /// renews it.
    /// </summary>
    static bool IsRenewal(AwardFacts facts) =>
        facts.HeldOn > facts.FormerAwardedOn
        && (facts.FormerExpiresOn is not null || facts.FormerState == CertificateState.Revoked);

    /// <summary>The last day of what is issued on the decision; null where it doesn't expire.</summary>
    static DateOnly? ExpiresOn(AwardFacts facts) =>
        facts.ValidityMonths is { } months ? facts.HeldOn!.Value.AddMonths(months) : null;

    /// <summary>The frozen content, but for the number and the code, which are taken last.</summary>
    internal static CertificateSnapshot Snapshot(
        AwardFacts facts,
        IReadOnlyList<PrintedName> names,
        ICertificateRenderer renderer,
        DateOnly today
    ) =>
        new()
        {
            TemplateVersion = facts.DesignId is null
                ? renderer.CurrentTemplateVersion
                : renderer.DesignedTemplateVersion,
            DesignId = facts.DesignId,
            Serial = "",
            VerificationCode = "",
            VerificationUrl = "",
            Names = names,
            CourseCode = facts.CourseCode,
            CourseTitle = facts.CourseTitle,
            CourseTitleLocal = facts.CourseTitleLocal,
            CourseTitleLanguage = facts.TitleLanguage,
            FurtherCourseTitles = FurtherTexts.Read(facts.FurtherTitles),
            Hours = facts.Hours,
            Credits = facts.Credits,
            NqfLevel = facts.NqfLevel,
            CenterName = facts.CenterName,
            CenterNameLocal = facts.CenterNameLocal,
            CenterNameLanguage = facts.NameLanguage,
            FurtherCenterNames = FurtherTexts.Read(facts.FurtherNames),
            City = facts.City,
            StartsOn = facts.StartsOn,
            EndsOn = facts.EndsOn,
            AwardedOn = facts.HeldOn!.Value,
            IssuedOn = today,
            ExpiresOn = ExpiresOn(facts),
            Award = facts.Decision!.Value.ToString(),
            Mark = facts.Mark,
            MinutesNumber = facts.MinutesNumber!,
            Signatories = JsonSerializer.Deserialize<List<Signatory>>(facts.Signatories)!,
        };

    internal static DateOnly Today(AwardFacts facts, DateTimeOffset now) => LocalDay.Of(now, facts.TimeZone);

    /// <summary>
    /// The mark is printed only where the decision follows it: beside a decision that departs from the computed result,
    /// or that another institution made by its own rules, it would contradict the award.
    /// </summary>
    internal static readonly Sql Facts = new(
        $"""
        SELECT e.Id AS EnrollmentId, e.PersonId, e.CohortId, v.CourseId, k.Code AS CourseCode, v.Title AS CourseTitle,
               v.TitleLocal AS CourseTitleLocal, v.Hours, v.Credits, v.NqfLevel, v.ValidityMonths,
               v.Number AS CourseVersion, v.TitleLanguage, v.FurtherTitles, v.Alignments, p.Email,
               h.CenterId, COALESCE(q.DesignId, u.DesignId) AS DesignId, c.Code AS CenterCode, c.Name AS CenterName,
               c.NameLocal AS CenterNameLocal, c.NameLanguage, c.FurtherNames, c.City, c.Signatories, h.TimeZone, h.StartsOn, h.EndsOn,
               d.Id AS DecisionId, d.Decision, m.MinutesNumber, m.HeldOn, m.SealedAt,
               CASE WHEN m.Kind = 'Board' AND d.Decision = d.ComputedOutcome THEN d.ComputedMark END AS Mark,
               d.ComputedOutcome AS DecidedOn,
               CASE WHEN r.Outcome IS NOT NULL AND ({UnconfirmedMarks.Count}) > 0 THEN 'Incomplete' ELSE r.Outcome END
                   AS PresentOutcome,
               a.Id AS AwardId,
               (SELECT MAX(n.IssueNumber) FROM Certificates n WHERE n.AwardId = a.Id) AS LastIssue,
               o.Id AS FormerAwardId, o.Renewal AS FormerRenewal, o.AwardedOn AS FormerAwardedOn,
               f.State AS FormerState, f.ExpiresOn AS FormerExpiresOn,
               t.Id AS CertificateId, t.State AS CertificateState, t.Serial AS CertificateSerial
        FROM Enrollments e
        JOIN People p ON p.Id = e.PersonId
        JOIN Cohorts h ON h.Id = e.CohortId
        JOIN Centers c ON c.Id = h.CenterId
        LEFT JOIN CenterDesigns u ON u.CenterId = h.CenterId
        JOIN CourseVersions v ON v.Id = h.CourseVersionId
        JOIN Courses k ON k.Id = v.CourseId
        LEFT JOIN CourseDesigns q ON q.CenterId = h.CenterId AND q.CourseId = v.CourseId
        LEFT JOIN BoardDecisions d
            ON d.EnrollmentId = e.Id
            AND d.Sequence = (SELECT MAX(l.Sequence) FROM BoardDecisions l WHERE l.EnrollmentId = e.Id)
        LEFT JOIN BoardMeetings m ON m.Id = d.MeetingId
        LEFT JOIN Results r ON r.EnrollmentId = e.Id
        LEFT JOIN Awards a ON a.EnrollmentId = e.Id
        LEFT JOIN Awards o
            ON o.PersonId = e.PersonId AND o.CourseId = v.CourseId AND o.EnrollmentId <> e.Id
            AND o.Renewal = (SELECT MAX(w.Renewal) FROM Awards w
                             WHERE w.PersonId = e.PersonId AND w.CourseId = v.CourseId AND w.EnrollmentId <> e.Id)
        LEFT JOIN Certificates f
            ON f.AwardId = o.Id
            AND f.IssueNumber = (SELECT MAX(y.IssueNumber) FROM Certificates y
                                 WHERE y.AwardId = o.Id AND y.State <> 'Void')
        LEFT JOIN Certificates t
            ON t.EnrollmentId = e.Id AND t.ReplacesId IS NULL AND t.State <> 'Void'
        WHERE e.Id = @EnrollmentId
        """
    );
}
