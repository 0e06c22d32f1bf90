namespace Enrollment.Assessments;

/// <summary>The scheme of a cohort, and whether marks have fixed it yet.</summary>
record MarkedScheme
{
    public Guid CohortId { get; init; }
    public Guid? SchemeId { get; init; }
    public DateTimeOffset? FrozenAt { get; init; }
    public DateTimeOffset? MarkedAt { get; init; }

    /// <summary>IANA name of the zone in whose days work is handed in.</summary>
    public string TimeZone { get; init; } = "";
}
