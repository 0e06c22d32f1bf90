using Enrollment.Data;

namespace Enrollment.Assessments.Circumstances;

/// <summary>A claim of extenuating circumstances (rule 19).</summary>
public sealed record ClaimView
{
    public Guid Id { get; init; }
    public Guid EnrollmentId { get; init; }
    public Guid PersonId { get; init; }
    public string PersonName { get; init; } = "";
    public Guid CohortId { get; init; }

    /// <summary>Null: the claim is about the whole record.</summary>
    public Guid? ComponentId { get; init; }
    public string? ComponentCode { get; init; }
    public int? Attempt { get; init; }
    public ClaimKind Kind { get; init; }

    /// <summary>
    /// What happened, in the words of who lodged it. Told where one claim is read, by the trainee or a member of the board;
    /// left out of lists and of what commands answer, which is stored for repeated requests.
    /// </summary>
    public string? Statement { get; init; }
    public ClaimState State { get; init; }
    public ClaimRemedy? Remedy { get; init; }

    /// <summary>The last day that the remedy Extension gave.</summary>
    public DateOnly? DueOn { get; init; }
    public string? DecisionReason { get; init; }
    public string LodgedBy { get; init; } = "";
    public DateTimeOffset LodgedAt { get; init; }
    public string? DecidedBy { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    public int Version { get; init; }

    internal ClaimView WithoutStatement => this with { Statement = null };

    internal static Task<ClaimView?> FindAsync(Db db, Guid id, CancellationToken token) =>
        db.FindAsync<ClaimView>(ById, new { Id = id }, token);

    internal static readonly Sql ById = new(
        """
        SELECT k.Id, k.EnrollmentId, e.PersonId, n.FullName AS PersonName, k.CohortId, k.ComponentId,
               c.Code AS ComponentCode, k.Attempt, k.Kind, k.Statement, k.State, k.Remedy, k.DueOn, k.DecisionReason,
               k.LodgedBy, k.LodgedAt, k.DecidedBy, k.DecidedAt, k.Version
        FROM CircumstanceClaims k
        JOIN Enrollments e ON e.Id = k.EnrollmentId
        JOIN PersonNames n ON n.PersonId = e.PersonId AND n.Position = 0
        LEFT JOIN SchemeComponents c ON c.Id = k.ComponentId
        WHERE k.Id = @Id
        """
    );
}
