using System.Runtime.InteropServices;

namespace Enrollment.Storage.Sqlite;

/// <summary>
/// SQLite's own functions for what is called thousands of times (https://www.sqlite.org/c3ref/funclist.html), in the library
/// that the client has loaded. The client's calls count the statement's users up and down each time, atomically, which
/// takes longer than SQLite does. The caller keeps the statement alive.
/// </summary>
static partial class SqliteLibrary
{
    const string Library = "e_sqlite3";

    /// <summary>Tells SQLite to copy what is bound before it returns.</summary>
    internal const nint Copied = -1;

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

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_null")]
    internal static partial int BindNull(nint statement, int place);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_int64")]
    internal static partial int BindInteger(nint statement, int place, long value);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_text")]
    internal static partial int BindText(nint statement, int place, ReadOnlySpan<byte> text, int length, nint lifetime);

    [LibraryImport(Library, EntryPoint = "sqlite3_step")]
    internal static partial int Step(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_reset")]
    internal static partial int Reset(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_clear_bindings")]
    internal static partial int ClearBindings(nint statement);
}
