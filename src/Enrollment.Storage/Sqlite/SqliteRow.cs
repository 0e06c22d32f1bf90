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
/// each of thousands would cost more than all the rest. Good until its reader is disposed.
/// </summary>
sealed class SqliteRow : IRow
{
    readonly SqliteDataReader reader;

    // The reader keeps the statement alive; asking it for each column would cost more than the column.
    readonly nint statement;

    // Who entered a mark, and when, is mostly as with the one before.
    byte[] lastBytes = [];
    string lastText = "";
    byte[] lastInstantBytes = [];
    DateTimeOffset lastInstant;

    internal SqliteRow(SqliteDataReader reader)
    {
        this.reader = reader;
        var handle = reader.Handle ?? throw new InvalidOperationException("The statement answers no rows.");
        statement = handle.DangerousGetHandle();
    }

    public bool IsNull(int column) => SqliteLibrary.Type(statement, column) == raw.SQLITE_NULL;

    public int Number(int column) => checked((int)LongNumber(column));

    public long LongNumber(int column)
    {
        var number = SqliteLibrary.Integer(statement, column);
        // Only what reads as 0 may be something else: the tables are strict.
        return number != 0 || SqliteLibrary.Type(statement, column) == raw.SQLITE_INTEGER
            ? number
            : throw Unreadable(column, "number");
    }

    /// <summary>As a division by 100 gives it, without zeros at the end, for a fifth of its time.</summary>
    public decimal Hundredths(int column)
    {
        var hundredths = LongNumber(column);
        var (units, rest) = Math.DivRem(hundredths, 100);
        return rest == 0 ? units
            : hundredths is <= int.MinValue or > int.MaxValue ? hundredths / 100m
            : rest % 10 == 0 ? Scaled((int)(hundredths / 10), 1)
            : Scaled((int)hundredths, 2);
    }

    static decimal Scaled(int number, byte scale) => new(Math.Abs(number), 0, 0, number < 0, scale);

    public Guid Id(int column)
    {
        var bytes = SqliteLibrary.Bytes(statement, column);
        return Utf8Parser.TryParse(bytes, out Guid id, out var read, 'D') && read == bytes.Length
            ? id
            : throw Unreadable(column, "id");
    }

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

    public DateTimeOffset Instant(int column)
    {
        var bytes = SqliteLibrary.Bytes(statement, column);
        if (!bytes.SequenceEqual(lastInstantBytes) || bytes.IsEmpty)
        {
            // The round-trip format of the library is the form in which instants are kept.
            if (!Utf8Parser.TryParse(bytes, out DateTimeOffset instant, out var read, 'O') || read != bytes.Length)
                throw Unreadable(column, "instant");
            (lastInstantBytes, lastInstant) = (bytes.ToArray(), instant);
        }

        return lastInstant;
    }

    public string Text(int column)
    {
        var bytes = SqliteLibrary.Bytes(statement, column);
        if (bytes.IsEmpty)
            return SqliteLibrary.Type(statement, column) == raw.SQLITE_TEXT ? "" : throw Unreadable(column, "text");

        if (!bytes.SequenceEqual(lastBytes))
            (lastBytes, lastText) = (bytes.ToArray(), Encoding.UTF8.GetString(bytes));
        return lastText;
    }

    public T Member<T>(int column)
        where T : struct, Enum => MemberNames<T>.Of(SqliteLibrary.Bytes(statement, column));

    InvalidCastException Unreadable(int column, string kind) =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Column {column} ('{reader.GetName(column)}') holds {reader.GetValue(column)}, which is no {kind}."
            )
        );
}
