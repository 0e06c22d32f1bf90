using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Enrollment.Storage.Sqlite;

/// <summary>A connection that keeps its prepared statements and whose commands send values as the database keeps them.</summary>
class EnrollmentConnection : SqliteConnection
{
    internal EnrollmentConnection(string connectionString)
        : base(connectionString) => Statements = new StatementCache(this);

    internal StatementCache Statements { get; }

    /// <summary>Throws when no statement may run now.</summary>
    internal virtual void Demand() { }

    protected override DbCommand CreateDbCommand()
    {
        Demand();
        return new CachedCommand(this);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Statements.Dispose();
        base.Dispose(disposing);
    }
}
