using Enrollment.Data;

namespace Enrollment.People;

/// <summary>What a merge did, kept so that it can be undone.</summary>
sealed record MergeRecord
{
    public Guid Id { get; init; }
    public Guid MergedId { get; init; }
    public Guid SurvivorId { get; init; }

    internal static async Task WriteAsync(
        Db db,
        Guid id,
        MergePeople merge,
        IReadOnlyList<MergedRow> moved,
        string by,
        DateTimeOffset at,
        CancellationToken token
    )
    {
        var record = new
        {
            Id = id,
            merge.MergedId,
            merge.SurvivorId,
            merge.Reason,
            MergedBy = by,
            MergedAt = at,
        };
        await db.ExecuteAsync(Insert, record, token);
        foreach (var (row, position) in moved.Select((row, position) => (row, position)))
        {
            var kept = new
            {
                MergeId = id,
                Position = position,
                Kind = row.Kind.ToString(),
                row.RowKey,
            };
            await db.ExecuteAsync(InsertRow, kept, token);
        }
    }

    internal static readonly Sql Insert = new(
        """
        INSERT INTO PersonMerges (Id, MergedId, SurvivorId, State, Reason, MergedBy, MergedAt)
        VALUES (@Id, @MergedId, @SurvivorId, 'Merged', @Reason, @MergedBy, @MergedAt)
        """
    );

    internal static readonly Sql InsertRow = new(
        """
        INSERT INTO PersonMergeRows (MergeId, Position, Kind, RowKey) VALUES (@MergeId, @Position, @Kind, @RowKey)
        """
    );

    internal static readonly Sql Standing = new(
        "SELECT Id, MergedId, SurvivorId FROM PersonMerges WHERE MergedId = @MergedId AND State = 'Merged'"
    );

    internal static readonly Sql Rows = new(
        "SELECT Kind, RowKey FROM PersonMergeRows WHERE MergeId = @MergeId ORDER BY Position"
    );

    internal static readonly Sql Undo = new(
        """
        UPDATE PersonMerges
        SET State = 'Undone', UndoReason = @Reason, UndoneBy = @UndoneBy, UndoneAt = @UndoneAt
        WHERE Id = @Id AND State = 'Merged'
        """
    );
}
