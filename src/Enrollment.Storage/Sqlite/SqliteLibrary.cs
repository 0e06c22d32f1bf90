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

    internal static int Type(nint statement, int column) => TypeOf(Value(statement, column));

    /// <summary>0 for NULL.</summary>
    internal static long Integer(nint statement, int column) => IntegerOf(Value(statement, column));

    /// <summary>The bytes of a text, valid until the statement's next step; none for NULL.</summary>
    internal static unsafe ReadOnlySpan<byte> Bytes(nint statement, int column)
    {
        var value = Value(statement, column);
        // In this order, as SQLite asks for it.
        var start = BlobOf(value);
        return new ReadOnlySpan<byte>((void*)start, LengthOf(value));
    }

    /// <summary>
    /// The column's value, good until the next step. Each function of a column takes the connection's lock; those of a
    /// value take none, and need none where one thread at a time uses the connection, as here.
    /// </summary>
    [LibraryImport(Library, EntryPoint = "sqlite3_column_value")]
    private static partial nint Value(nint statement, int column);

    // They look at a field of the value: changing over to native code would cost more than that.
    [LibraryImport(Library, EntryPoint = "sqlite3_value_type")]
    [SuppressGCTransition]
    private static partial int TypeOf(nint value);

    [LibraryImport(Library, EntryPoint = "sqlite3_value_int64")]
    [SuppressGCTransition]
    private static partial long IntegerOf(nint value);

    [LibraryImport(Library, EntryPoint = "sqlite3_value_blob")]
    [SuppressGCTransition]
    private static partial nint BlobOf(nint value);

    [LibraryImport(Library, EntryPoint = "sqlite3_value_bytes")]
    [SuppressGCTransition]
    private static partial int LengthOf(nint value);

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
