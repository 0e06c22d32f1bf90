using Enrollment.Data;

namespace Enrollment.Admissions;

public enum ConditionState
{
    Pending,
    Met,

    /// <summary>The registrar does without it.</summary>
    Waived,
    NotMet,
}

/// <summary>The conditions of an application's offer, each decided by itself.</summary>
static class OfferConditions
{
    /// <summary>Of one offer.</summary>
    internal const int Most = 20;

    internal static IReadOnlyList<string> Lines(string? conditions) =>
        conditions?.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>Replaces what an earlier offer demanded; the audit trail keeps that.</summary>
    internal static async Task SetAsync(Db db, Guid applicationId, string? conditions, CancellationToken token)
    {
        await db.ExecuteAsync(Delete, new { ApplicationId = applicationId }, token);
        foreach (var (index, wording) in Lines(conditions).Index())
        {
            var row = new
            {
                ApplicationId = applicationId,
                Position = index + 1,
                Wording = wording,
            };
            await db.ExecuteAsync(Insert, row, token);
        }
    }

    /// <summary>What was pending is met: the registrar has said so of all of them.</summary>
    internal static Task MeetPendingAsync(
        Db db,
        Guid applicationId,
        string by,
        DateTimeOffset now,
        CancellationToken token
    ) =>
        db.ExecuteAsync(
            MeetPending,
            new
            {
                ApplicationId = applicationId,
                By = by,
                Now = now,
            },
            token
        );

    /// <summary>The later application starts with what is decided already.</summary>
    internal static Task CopyAsync(Db db, Guid fromId, Guid toId, CancellationToken token) =>
        db.ExecuteAsync(Copy, new { FromId = fromId, ToId = toId }, token);

    internal static readonly Sql Delete = new("DELETE FROM OfferConditions WHERE ApplicationId = @ApplicationId");

    internal static readonly Sql Insert = new(
        """
        INSERT INTO OfferConditions (ApplicationId, Position, Wording, State, Version)
        VALUES (@ApplicationId, @Position, @Wording, 'Pending', 1)
        """
    );

    internal static readonly Sql MeetPending = new(
        """
        UPDATE OfferConditions
        SET State = 'Met', DecidedBy = @By, DecidedAt = @Now, Version = Version + 1
        WHERE ApplicationId = @ApplicationId AND State = 'Pending'
        """
    );

    internal static readonly Sql Copy = new(
        """
        INSERT INTO OfferConditions (ApplicationId, Position, Wording, State, Note, DecidedBy, DecidedAt, Version)
        SELECT @ToId, Position, Wording, State, Note, DecidedBy, DecidedAt, 1
        FROM OfferConditions
        WHERE ApplicationId = @FromId
        """
    );
}
