namespace Enrollment.Data;

/// <summary>
/// Divides rows among INSERT statements of three sizes, so that few statements write many rows and each text is prepared
/// once. Sixteen rows stay far below the parameters that every engine takes at once (2,100 on SQL Server).
/// </summary>
static class RowBatches
{
    internal const int Many = 16;
    internal const int Some = 4;

    internal static string Values(int rows, Func<int, string> row) =>
        string.Join(", ", Enumerable.Range(0, rows).Select(row));

    /// <summary>The statements in their order, and which of the <paramref name="count"/> rows each takes.</summary>
    internal static IEnumerable<(Sql Sql, int At, int Count)> Of(int count, Sql many, Sql some, Sql one)
    {
        for (var at = 0; at < count; )
        {
            var (sql, size) =
                count - at >= Many ? (many, Many)
                : count - at >= Some ? (some, Some)
                : (one, 1);
            yield return (sql, at, size);
            at += size;
        }
    }
}
