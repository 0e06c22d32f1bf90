using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;

namespace Enrollment.Assessments.Deadlines;

/// <summary>What an extension should be. <paramref name="Version"/> is 0 where there was none; null: whatever there is.</summary>
sealed record ExtensionGrant(
    Guid EnrollmentId,
    Guid ComponentId,
    int Attempt,
    DateOnly DueOn,
    string Reason,
    int? Version
)
{
    /// <summary>Whether a board's decision is carried out, which opens a record that it had closed.</summary>
    internal bool ForBoard { get; init; }
}

/// <summary>Grants extensions inside the commands that may: staff at their discretion, a board by its decision.</summary>
static class ExtensionBook
{
    /// <param name="db">The command's unit of work.</param>
    /// <param name="audit">The command's audit trail.</param>
    /// <param name="grant">What to grant.</param>
    /// <param name="by">Id of the caller who grants it.</param>
    /// <param name="now">The time.</param>
    /// <param name="token">Cancels.</param>
    internal static async Task<Result<ExtensionView>> GrantAsync(
        Db db,
        AuditTrail audit,
        ExtensionGrant grant,
        string by,
        DateTimeOffset now,
        CancellationToken token
    )
    {
        var place = await db.FindAsync<PlaceRow>(Place, grant, token);
        if (place is null)
            return Refusal.NotFound("enrollment", grant.EnrollmentId);
        if (AssessmentErrors.RecordClosed(place.State) is { } closed)
            return Refusal.Conflict(closed.Code, closed.Message);
        if (!grant.ForBoard && place.ClosedBy is { } minutes)
            return AssessmentErrors.Of(AssessmentErrors.DecidedByBoard(minutes));
        if (place.DueOn is not { } deadline)
            return DeadlineErrors.NoDeadline;
        if (grant.DueOn <= deadline)
            return DeadlineErrors.NotLater(deadline);
        if (grant.Version is { } seen && seen != place.Version)
            return Refusal.Stale("extension");

        var row = new
        {
            grant.EnrollmentId,
            grant.ComponentId,
            grant.Attempt,
            grant.DueOn,
            grant.Reason,
            By = by,
            Now = now,
            place.Version,
        };
        if (place.Version > 0)
            await db.ChangeAsync(Update, row, "extension", token);
        else if (!await db.TryInsertAsync(Insert, row, token))
            throw new LostRaceException("extension");

        audit.Record(
            "extension.granted",
            grant.EnrollmentId,
            new
            {
                grant.ComponentId,
                grant.Attempt,
                Before = place.ExtendedTo,
                grant.DueOn,
                grant.Reason,
            }
        );
        return (await ExtensionRow.FindAsync(db, grant.EnrollmentId, grant.ComponentId, grant.Attempt, token))!;
    }

    sealed record PlaceRow
    {
        public string State { get; init; } = "";

        /// <summary>The number of the sealed minutes that close the record; null: none do.</summary>
        public string? ClosedBy { get; init; }
        public DateOnly? DueOn { get; init; }
        public DateOnly? ExtendedTo { get; init; }

        /// <summary>Of the extension; 0 where there is none.</summary>
        public int Version { get; init; }
    }

    internal static readonly Sql Place = new(
        $"""
        SELECT e.State, d.DueOn, x.DueOn AS ExtendedTo, COALESCE(x.Version, 0) AS Version,
               ({SealedDecisions.ClosedBy}) AS ClosedBy
        FROM Enrollments e
        LEFT JOIN Deadlines d ON d.CohortId = e.CohortId AND d.ComponentId = @ComponentId AND d.Attempt = @Attempt
        LEFT JOIN Extensions x ON x.EnrollmentId = e.Id AND x.ComponentId = @ComponentId AND x.Attempt = @Attempt
        WHERE e.Id = @EnrollmentId
        """
    );

    internal static readonly Sql Insert = new(
        """
        INSERT INTO Extensions (EnrollmentId, ComponentId, Attempt, DueOn, Reason, GrantedBy, GrantedAt, Version)
        VALUES (@EnrollmentId, @ComponentId, @Attempt, @DueOn, @Reason, @By, @Now, 1)
        """
    );

    internal static readonly Sql Update = new(
        """
        UPDATE Extensions
        SET DueOn = @DueOn, Reason = @Reason, GrantedBy = @By, GrantedAt = @Now, Version = Version + 1
        WHERE EnrollmentId = @EnrollmentId AND ComponentId = @ComponentId AND Attempt = @Attempt AND Version = @Version
        """
    );
}
