using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Enrollment.Storage.Sqlite;

/// <summary>
/// One request's use of a pooled reader. Disposing it twice gives the reader back once, and after that it serves no
/// statement: the reader may be another request's by then.
/// </summary>
sealed class ReaderLease(EnrollmentConnection reader, Action<EnrollmentConnection> giveBack) : DbConnection
{
    EnrollmentConnection? reader = reader;

    EnrollmentConnection Reader => reader ?? throw new ObjectDisposedException(nameof(ReaderLease));

    [AllowNull]
    public override string ConnectionString
    {
        get => Reader.ConnectionString;
        set => throw new NotSupportedException("A reader comes open from its pool.");
    }

    public override string Database => Reader.Database;

    public override string DataSource => Reader.DataSource;

    public override string ServerVersion => Reader.ServerVersion;

    public override ConnectionState State => reader?.State ?? ConnectionState.Closed;

    public override void ChangeDatabase(string databaseName) =>
        throw new NotSupportedException("SQLite has one database per file.");

    public override void Open() => throw new NotSupportedException("A reader comes open from its pool.");

    public override void Close()
    {
        if (Interlocked.Exchange(ref reader, null) is { } returned)
            giveBack(returned);
    }

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) =>
        throw new NotSupportedException("A reader has no transaction; what belongs together is one statement.");

    protected override DbCommand CreateDbCommand()
    {
        IDbConnection connection = Reader;
        return (DbCommand)connection.CreateCommand();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Close();
        base.Dispose(disposing);
    }
}
