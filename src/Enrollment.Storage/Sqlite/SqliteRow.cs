using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Enrollment.Data;
using Enrollment.Storage.Data;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Enrollment.Storage.Sqlite;

/// <summary>
/// SQLite's row, read from the bytes that the statement holds: ids, days and instants are texts there, and a string for
/// each of thousands would cost more than all the rest.
/// </summary>
sealed class SqliteRow(SqliteDataReader reader) : IRow
{
    readonly sqlite3_stmt statement =
        reader.Handle ?? throw new InvalidOperationException("The statement answers no rows.");

    // Who entered a mark is mostly who entered the one before.
    byte[] lastBytes = [];
    string lastText = "";

    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    public int Number(int column) => checked((int)LongNumber(column));

    public decimal Hundredths(int column) => LongNumber(column) / 100m;

    public Guid Id(int column) =>
        Utf8Parser.TryParse(Bytes(column), out Guid id, out var read, 'D') && read == Bytes(column).Length
            ? id
            : throw Unreadable(column, "id");

    public DateOnly Day(int column) =>
        DateOnly.TryParseExact(
            Text(column),
            SqliteForm.Date,
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var day
        )
            ? day
            : throw Unreadable(column, "day");

    public DateTimeOffset Instant(int column) =>
        // The round-trip format of the library is the form in which instants are kept.
        Utf8Parser.TryParse(Bytes(column), out DateTimeOffset instant, out var read, 'O')
        && read == Bytes(column).Length
            ? instant
            : throw Unreadable(column, "instant");

    public string Text(int column)
    {
        var bytes = Bytes(column);
        if (!bytes.SequenceEqual(lastBytes))
        {
            lastBytes = bytes.ToArray();
            lastText = Encoding.UTF8.GetString(bytes);
        }

        return lastText;
    }

    public T Member<T>(int column)
        where T : struct, Enum => MemberNames<T>.Of(Bytes(column));

    public long LongNumber(int column) =>
        raw.sqlite3_column_type(statement, column) == raw.SQLITE_INTEGER
            ? raw.sqlite3_column_int64(statement, column)
            : throw Unreadable(column, "number");

    ReadOnlySpan<byte> Bytes(int column) =>
        raw.sqlite3_column_type(statement, column) == raw.SQLITE_TEXT
            ? raw.sqlite3_column_blob(statement, column)
            : throw Unreadable(column, "text");

    InvalidCastException Unreadable(int column, string kind) =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Column {column} ('{reader.GetName(column)}') holds {reader.GetValue(column)}, which is no {kind}."
            )
        );
}
