namespace Enrollment.Admissions;

/// <summary>An application as its transitions see it, with what its cohort says.</summary>
sealed record ApplicationRow
{
    public Guid Id { get; init; }
    public Guid PersonId { get; init; }
    public Guid CohortId { get; init; }
    public ApplicationState State { get; init; }
    public string? Reason { get; init; }
    public string? Conditions { get; init; }
    public string? EligibilityWaiver { get; init; }
    public DateTimeOffset? OfferExpiresAt { get; init; }
    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>The round in which it was submitted.</summary>
    public Guid? RoundId { get; init; }
    public long? WaitlistRank { get; init; }
    public Guid? DeferredToId { get; init; }
    public int Version { get; init; }

    /// <summary>The round that a submission counts towards now.</summary>
    public Guid? CohortRoundId { get; init; }
    public DateTimeOffset OpensAt { get; init; }
    public DateTimeOffset ClosesAt { get; init; }
    public DateOnly EndsOn { get; init; }
    public string TimeZone { get; init; } = "";

    internal ApplicationTimes Times => new(OpensAt, ClosesAt, EndsOn, TimeZone, OfferExpiresAt);

    /// <summary>Whether the course demands anything of its applicants; else nobody need be judged.</summary>
    public bool HasRequirements { get; init; }

    /// <summary>Of the cohort h.</summary>
    internal const string HasRequirementsColumn =
        "CASE WHEN EXISTS (SELECT 1 FROM CourseRequirements r WHERE r.CourseVersionId = h.CourseVersionId) "
        + "THEN 1 ELSE 0 END AS HasRequirements";

    /// <summary>What every statement that reads such a row starts with.</summary>
    internal const string Select = $"""
        SELECT a.Id, a.PersonId, a.CohortId, a.State, a.Reason, a.Conditions, a.EligibilityWaiver, a.OfferExpiresAt,
               a.SubmittedAt, a.RoundId, a.WaitlistRank, a.DeferredToId, a.Version, h.RoundId AS CohortRoundId, h.OpensAt,
               h.ClosesAt, h.EndsOn, h.TimeZone, {HasRequirementsColumn}
        FROM Applications a
        JOIN Cohorts h ON h.Id = a.CohortId
        """;
}
