using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Enrollment.Storage.Sqlite;

/// <summary>
/// A prepared statement that answers no rows, executed by SQLite's own functions. The client's command looks each
/// parameter up by its name and makes a reader each time, which takes longer than writing the row does.
/// </summary>
sealed class WritingStatement : IDisposable
{
    readonly SqliteConnection connection;
    readonly sqlite3_stmt statement;
    readonly nint pointer;
    readonly Dictionary<string, int> places;

    // Parameters mostly come in the order in which they came the last time.
    string[] lastNames = [];
    int[] lastPlaces = [];
    byte[] buffer = new byte[256];

    WritingStatement(SqliteConnection connection, sqlite3_stmt statement, Dictionary<string, int> places)
    {
        this.connection = connection;
        this.statement = statement;
        this.places = places;
        pointer = statement.DangerousGetHandle();
    }

    /// <summary>Null where the client's command has to run the text: it can't be prepared, answers rows, or is several.</summary>
    internal static WritingStatement? Of(SqliteConnection connection, string text)
    {
        if (raw.sqlite3_prepare_v2(connection.Handle, text, out var statement, out var rest) != raw.SQLITE_OK)
            return null;

        if (
            statement.IsInvalid
            || rest.AsSpan().Trim(" \r\n\t;").Length > 0
            || raw.sqlite3_column_count(statement) > 0
            || raw.sqlite3_stmt_readonly(statement) != 0
        )
        {
            statement.Dispose();
            return null;
        }

        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var count = raw.sqlite3_bind_parameter_count(statement);
        for (var place = 1; place <= count; place++)
            places.Add(Bare(raw.sqlite3_bind_parameter_name(statement, place).utf8_to_string()), place);
        return new WritingStatement(connection, statement, places);
    }

    /// <summary>
    /// Writes with these values, which are in the database's form; answers how many rows changed. False, and nothing is
    /// done, where the client's command has to: a parameter is missing, or its value is of a kind that isn't sent by us.
    /// </summary>
    internal bool TryExecute(DbParameterCollection parameters, out int changed)
    {
        changed = 0;
        if (parameters.Count < places.Count || !TryPlace(parameters))
            return false;

        try
        {
            var bound = 0;
            for (var i = 0; i < lastPlaces.Length; i++)
            {
                if (lastPlaces[i] == 0)
                    continue;
                if (!TryBind(lastPlaces[i], parameters[i].Value))
                    return false;
                bound++;
            }

            if (bound != places.Count)
                return false;

            Check(SqliteLibrary.Step(pointer), raw.SQLITE_DONE);
            changed = raw.sqlite3_changes(connection.Handle);
            return true;
        }
        finally
        {
            // Its code repeats what the step has said.
            _ = SqliteLibrary.Reset(pointer);
            _ = SqliteLibrary.ClearBindings(pointer);
        }
    }

    public void Dispose() => statement.Dispose();

    bool TryPlace(DbParameterCollection parameters)
    {
        var known = parameters.Count == lastNames.Length;
        for (var i = 0; known && i < lastNames.Length; i++)
            known = string.Equals(parameters[i].ParameterName, lastNames[i], StringComparison.Ordinal);
        if (known)
            return true;

        lastNames = [.. parameters.Cast<DbParameter>().Select(p => p.ParameterName)];
        // A value that the statement doesn't ask for isn't sent.
        lastPlaces = [.. lastNames.Select(name => places.GetValueOrDefault(Bare(name)))];
        return lastPlaces.Where(place => place > 0).Distinct().Count() == places.Count;
    }

    bool TryBind(int place, object? value)
    {
        switch (value)
        {
            case null or DBNull:
                Check(SqliteLibrary.BindNull(pointer, place));
                return true;
            case string text:
                BindText(place, text);
                return true;
            case long number:
                Check(SqliteLibrary.BindInteger(pointer, place, number));
                return true;
            case int number:
                Check(SqliteLibrary.BindInteger(pointer, place, number));
                return true;
            default:
                return false;
        }
    }

    void BindText(int place, string text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (buffer.Length < most)
            buffer = new byte[most];
        // SQLite copies it, so the buffer serves the next one.
        var length = Encoding.UTF8.GetBytes(text, buffer);
        Check(SqliteLibrary.BindText(pointer, place, buffer, length, SqliteLibrary.Copied));
    }

    void Check(int code, int expected = raw.SQLITE_OK)
    {
        if (code != expected)
            Throw(code);
    }

    [DoesNotReturn]
    void Throw(int code)
    {
        SqliteException.ThrowExceptionForRC(code, connection.Handle);
        throw new InvalidOperationException($"SQLite answered {code} to a statement that writes.");
    }

    static string Bare(string name) => name.TrimStart('@', '$', ':');
}
