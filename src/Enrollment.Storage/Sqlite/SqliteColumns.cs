using System.Runtime.InteropServices;

namespace Enrollment.Storage.Sqlite;

/// <summary>
/// A column of a statement's current row, by SQLite's own functions (https://www.sqlite.org/c3ref/column_blob.html) in the
/// library that the client has loaded. The client's calls count the statement's users up and down each time, atomically,
/// which takes longer than SQLite does.
/// </summary>
static partial class SqliteColumns
{
    const string Library = "e_sqlite3";

    [LibraryImport(Library, EntryPoint = "sqlite3_column_type")]
    internal static partial int Type(nint statement, int column);

    /// <summary>0 for NULL.</summary>
    [LibraryImport(Library, EntryPoint = "sqlite3_column_int64")]
    internal static partial long Integer(nint statement, int column);

    /// <summary>The bytes of a text, valid until the statement's next step; none for NULL.</summary>
    internal static unsafe ReadOnlySpan<byte> Bytes(nint statement, int column)
    {
        // In this order, as SQLite asks for it.
        var start = Blob(statement, column);
        return new ReadOnlySpan<byte>((void*)start, Length(statement, column));
    }

    [LibraryImport(Library, EntryPoint = "sqlite3_column_blob")]
    private static partial nint Blob(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_bytes")]
    private static partial int Length(nint statement, int column);
}
