using System.Data.Common;
using System.Text;
using Enrollment.Storage.PostgreSql;
using Enrollment.Storage.Sqlite;
using Enrollment.Storage.SqlServer;

namespace Enrollment.Storage.Copying;

/// <summary>What a copy does on each engine in its own way.</summary>
abstract class CopyEngine
{
    internal static CopyEngine Of(DatabaseEngine engine) =>
        engine switch
        {
            DatabaseEngine.Sqlite => new SqliteCopy(),
            DatabaseEngine.PostgreSql => new PostgreSqlCopy(),
            DatabaseEngine.SqlServer => new SqlServerCopy(),
            _ => throw new ArgumentOutOfRangeException(nameof(engine), engine, null),
        };

    /// <summary>
    /// Statements that keep everybody from writing to the tables until the connection is closed, while everybody may read
    /// on. They fail after 5 s when somebody else is writing.
    /// </summary>
    internal abstract string HoldStill(IReadOnlyList<CopyTable> tables);

    /// <summary>Writes the rows in one transaction.</summary>
    internal virtual void Write(DbConnection connection, CopyTable table, IReadOnlyList<object?[]> rows)
    {
        using var transaction = connection.BeginTransaction();
        DbCommand? command = null;
        try
        {
            foreach (var chunk in rows.Chunk(RowsPerStatement(table)))
            {
                if (command?.Parameters.Count != chunk.Length * table.Columns.Count)
                {
                    command?.Dispose();
                    command = Insert(connection, transaction, table, chunk.Length);
                }

                var parameter = 0;
                foreach (var row in chunk)
                {
                    foreach (var (column, value) in table.Columns.Zip(row))
                        Set(command.Parameters[parameter++], column, value);
                }

                command.ExecuteNonQuery();
            }
        }
        finally
        {
            command?.Dispose();
        }

        transaction.Commit();
    }

    /// <summary>How many rows one INSERT takes.</summary>
    protected abstract int RowsPerStatement(CopyTable table);

    protected virtual void Set(DbParameter parameter, CopyColumn column, object? value) =>
        column.Write(parameter, value);

    /// <summary>The statement for a number of rows: parameters @p0, @p1 .. in the order of rows and columns.</summary>
    internal static string InsertText(CopyTable table, int rows)
    {
        var text = new StringBuilder($"INSERT INTO {table.Name} ({table.ColumnList}) VALUES ");
        var width = table.Columns.Count;
        var tuples = Enumerable
            .Range(0, rows)
            .Select(row => $"({string.Join(", ", Enumerable.Range(row * width, width).Select(p => $"@p{p}"))})");
        return text.AppendJoin(", ", tuples).ToString();
    }

    static DbCommand Insert(DbConnection connection, DbTransaction transaction, CopyTable table, int rows)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // Names come from the program's own migrations.
        command.CommandText = InsertText(table, rows);
#pragma warning restore CA2100
        for (var number = 0; number < rows * table.Columns.Count; number++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@p{number}";
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
