using Enrollment.Cohorts;
using Enrollment.Data;
using Enrollment.People;
using Enrollment.Pipeline;

namespace Enrollment.Admissions;

/// <summary>The judgment of eligibility by what the database holds, where a transition waits for it.</summary>
static class EligibilityCheck
{
    /// <summary>
    /// What refuses a submission or an offer for want of eligibility; null where nothing does, and for the other verbs. An
    /// offer is judged anew because facts may have changed; a waiver stands until the application is reopened.
    /// </summary>
    internal static async Task<Refusal?> RefusalAsync(
        Db db,
        ApplicationRow application,
        ApplicationVerb verb,
        TransitionInput input,
        CancellationToken token
    )
    {
        if (
            verb is not (ApplicationVerb.Submit or ApplicationVerb.Offer)
            || (input.EligibilityWaiver ?? application.EligibilityWaiver) is not null
            || !application.HasRequirements
        )
            return null;

        var reasons = await JudgeAsync(db, application.Id, token);
        return reasons.Count == 0 ? null : ApplicationErrors.NotEligible(verb, reasons);
    }

    /// <summary>What speaks against an offer now; nothing where a waiver stands.</summary>
    internal static async Task<IReadOnlyList<IneligibilityReason>> StandingAsync(
        Db db,
        Guid applicationId,
        CancellationToken token
    ) =>
        await db.FindAsync<string>(Waiver, new { Id = applicationId }, token) is null
            ? await JudgeAsync(db, applicationId, token)
            : [];

    /// <summary>The present judgment of an application that is there.</summary>
    internal static async Task<IReadOnlyList<IneligibilityReason>> JudgeAsync(
        Db db,
        Guid applicationId,
        CancellationToken token
    )
    {
        var demand = await db.FindAsync<DemandRow>(Demand, new { Id = applicationId }, token);
        if (demand is null)
            return [];

        var key = new { Id = demand.CourseVersionId, demand.PersonId };
        var requirements = new RequirementFields
        {
            MinimumAge = demand.MinimumAge,
            QualificationLevel = demand.QualificationLevel,
            Prerequisites = await db.QueryAsync<string>(RequirementStore.Prerequisites, key, token),
            Languages = await db.QueryAsync<LanguageRequirement>(RequirementStore.Languages, key, token),
        };
        var facts = new ApplicantFacts(
            demand.BirthDate,
            demand.Highest,
            requirements.Languages.Count == 0
                ? []
                : await db.QueryAsync<LanguageSkill>(GetBackgroundHandler.Languages, key, token),
            requirements.Prerequisites.Count == 0 ? [] : await db.QueryAsync<AwardFact>(Awards, key, token)
        );
        return Eligibility.Judge(requirements, facts, demand.StartsOn);
    }

    sealed record DemandRow
    {
        public Guid CourseVersionId { get; init; }
        public Guid PersonId { get; init; }
        public int? MinimumAge { get; init; }
        public int? QualificationLevel { get; init; }
        public DateOnly StartsOn { get; init; }
        public DateOnly? BirthDate { get; init; }
        public int? Highest { get; init; }
    }

    internal static readonly Sql Waiver = new("SELECT EligibilityWaiver FROM Applications WHERE Id = @Id");

    /// <summary>No row where the course demands nothing.</summary>
    internal static readonly Sql Demand = new(
        """
        SELECT r.CourseVersionId, a.PersonId, r.MinimumAge, r.QualificationLevel, h.StartsOn, p.BirthDate,
               (SELECT MAX(q.Level) FROM PersonQualifications q WHERE q.PersonId = a.PersonId) AS Highest
        FROM Applications a
        JOIN Cohorts h ON h.Id = a.CohortId
        JOIN CourseRequirements r ON r.CourseVersionId = h.CourseVersionId
        JOIN People p ON p.Id = a.PersonId
        WHERE a.Id = @Id
        """
    );

    internal static readonly Sql Awards = new(
        """
        SELECT k.Code AS CourseCode, w.AwardedOn, c.State, c.ExpiresOn
        FROM CoursePrerequisites q
        JOIN Courses k ON k.Id = q.CourseId
        JOIN Awards w ON w.PersonId = @PersonId AND w.CourseId = q.CourseId
        LEFT JOIN Certificates c ON c.AwardId = w.Id AND c.State NOT IN ('Replaced', 'Void')
        WHERE q.CourseVersionId = @Id
        """
    );
}
