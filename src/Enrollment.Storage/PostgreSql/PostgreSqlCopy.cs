using System.Data.Common;
using Enrollment.Storage.Copying;
using Enrollment.Storage.Data;
using Npgsql;
using NpgsqlTypes;

namespace Enrollment.Storage.PostgreSql;

/// <summary>Writes by PostgreSQL's own COPY, which is a statement like another: it takes effect as a whole or not at all.</summary>
sealed class PostgreSqlCopy : CopyEngine
{
    internal override string HoldStill(IReadOnlyList<CopyTable> tables) =>
        $"""
            BEGIN;
            SET LOCAL lock_timeout = '5s';
            LOCK TABLE {string.Join(", ", tables.Select(table => table.Name))} IN SHARE MODE
            """;

    internal override void Write(DbConnection connection, CopyTable table, IReadOnlyList<object?[]> rows)
    {
        using var writer = ((NpgsqlConnection)connection).BeginBinaryImport(
            $"COPY {table.Name} ({table.ColumnList}) FROM STDIN (FORMAT BINARY)"
        );
        foreach (var row in rows)
        {
            writer.StartRow();
            foreach (var (column, value) in table.Columns.Zip(row))
                Write(writer, column, value);
        }

        writer.Complete();
    }

    protected override int RowsPerStatement(CopyTable table) => throw new NotSupportedException("Rows go by COPY.");

    static void Write(NpgsqlBinaryImporter writer, CopyColumn column, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNull();
                break;
            case Guid id:
                writer.Write(id, NpgsqlDbType.Uuid);
                break;
            case DateTimeOffset instant:
                writer.Write(InstantHandler.Stored(instant), NpgsqlDbType.TimestampTz);
                break;
            case DateOnly date:
                writer.Write(date, NpgsqlDbType.Date);
                break;
            case long number when column.Type == "int":
                writer.Write(checked((int)number), NpgsqlDbType.Integer);
                break;
            case long number:
                writer.Write(number, NpgsqlDbType.Bigint);
                break;
            default:
                writer.Write((string)value, NpgsqlDbType.Text);
                break;
        }
    }
}
