using System.Data.Common;

namespace Enrollment.Storage.Copying;

/// <summary>Streams the rows of a table.</summary>
static class CopyRows
{
    /// <summary>Every row in whatever order.</summary>
    internal static IEnumerable<object?[]> All(DbConnection connection, CopyTable table, CancellationToken token) =>
        Read(connection, table, table.SelectAll, token);

    /// <summary>
    /// Every row in the order in which it is copied, which is the same each time: that of the keys, only that a row which
    /// refers to another one of its table comes after it.
    /// </summary>
    internal static IEnumerable<object?[]> InOrder(DbConnection connection, CopyTable table, CancellationToken token)
    {
        var rows = Read(connection, table, table.SelectInOrder, token);
        return table.Parent is { } parent ? ParentsFirst(rows, parent) : rows;
    }

    static IEnumerable<object?[]> Read(DbConnection connection, CopyTable table, string select, CancellationToken token)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names come from the program's own migrations.
        command.CommandText = select;
#pragma warning restore CA2100
        // A server may sort for long before it sends the first row.
        command.CommandTimeout = 0;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            token.ThrowIfCancellationRequested();
            var row = new object?[table.Columns.Count];
            for (var column = 0; column < row.Length; column++)
                row[column] = table.Columns[column].Read(reader.GetValue(column));
            yield return row;
        }
    }

    /// <summary>
    /// Ids rise with time in each process, but the clocks of two may differ by a little, so that a certificate may refer to
    /// one whose id is higher. Such a row waits; they are few.
    /// </summary>
    internal static IEnumerable<object?[]> ParentsFirst(IEnumerable<object?[]> rows, int parent)
    {
        var children = new Dictionary<Guid, List<object?[]>>();
        var waiting = new HashSet<Guid>();
        foreach (var row in rows)
        {
            var id = (Guid)row[0]!;
            if (row[parent] is Guid needed && (needed.CompareTo(id) > 0 || waiting.Contains(needed)))
            {
                waiting.Add(id);
                if (!children.TryAdd(needed, [row]))
                    children[needed].Add(row);
                continue;
            }

            var ready = new Queue<object?[]>([row]);
            while (ready.TryDequeue(out var next))
            {
                yield return next;
                var written = (Guid)next[0]!;
                waiting.Remove(written);
                if (!children.Remove(written, out var released))
                    continue;
                foreach (var child in released)
                    ready.Enqueue(child);
            }
        }

        if (waiting.Count > 0)
            throw new CopyException($"{waiting.Count} rows refer to rows that aren't there. The source is damaged.");
    }
}
