using Enrollment.Cohorts;
using Enrollment.Data;

namespace Enrollment.Assessments.Deadlines;

/// <summary>A later last day of one trainee.</summary>
public sealed record ExtensionView
{
    public Guid EnrollmentId { get; init; }
    public Guid ComponentId { get; init; }
    public string ComponentCode { get; init; } = "";
    public int Attempt { get; init; }
    public DateOnly DueOn { get; init; }

    /// <summary>The first instant at which the work is late: the end of that day in the cohort's zone.</summary>
    public DateTimeOffset DueAt { get; init; }
    public string Reason { get; init; } = "";
    public string GrantedBy { get; init; } = "";
    public DateTimeOffset GrantedAt { get; init; }
    public int Version { get; init; }
}

/// <summary>A trainee's extensions.</summary>
public sealed record TraineeExtensions
{
    public Guid EnrollmentId { get; init; }
    public string PersonName { get; init; } = "";
    public IReadOnlyList<ExtensionView> Extensions { get; init; } = [];
}

/// <summary>An extension as stored, with the zone whose days count.</summary>
sealed record ExtensionRow
{
    public Guid EnrollmentId { get; init; }
    public Guid ComponentId { get; init; }
    public string ComponentCode { get; init; } = "";
    public int Attempt { get; init; }
    public DateOnly DueOn { get; init; }
    public string Reason { get; init; } = "";
    public string GrantedBy { get; init; } = "";
    public DateTimeOffset GrantedAt { get; init; }
    public int Version { get; init; }
    public string TimeZone { get; init; } = "";

    internal ExtensionView View() =>
        new()
        {
            EnrollmentId = EnrollmentId,
            ComponentId = ComponentId,
            ComponentCode = ComponentCode,
            Attempt = Attempt,
            DueOn = DueOn,
            DueAt = LocalDay.End(DueOn, TimeZone),
            Reason = Reason,
            GrantedBy = GrantedBy,
            GrantedAt = GrantedAt,
            Version = Version,
        };

    internal static async Task<ExtensionView?> FindAsync(
        Db db,
        Guid enrollmentId,
        Guid componentId,
        int attempt,
        CancellationToken token
    )
    {
        var key = new
        {
            EnrollmentId = enrollmentId,
            ComponentId = componentId,
            Attempt = attempt,
        };
        return (await db.FindAsync<ExtensionRow>(ByKey, key, token))?.View();
    }

    internal static readonly Sql ByKey = new(
        """
        SELECT x.EnrollmentId, x.ComponentId, c.Code AS ComponentCode, x.Attempt, x.DueOn, x.Reason, x.GrantedBy,
               x.GrantedAt, x.Version, h.TimeZone
        FROM Extensions x
        JOIN Enrollments e ON e.Id = x.EnrollmentId
        JOIN Cohorts h ON h.Id = e.CohortId
        JOIN SchemeComponents c ON c.Id = x.ComponentId
        WHERE x.EnrollmentId = @EnrollmentId AND x.ComponentId = @ComponentId AND x.Attempt = @Attempt
        """
    );
}
