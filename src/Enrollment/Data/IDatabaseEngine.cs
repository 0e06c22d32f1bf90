using System.Data.Common;

namespace Enrollment.Data;

/// <summary>What differs between engines, one named member each.</summary>
public interface IDatabaseEngine
{
    /// <summary>An open connection that sees what is committed; disposing it returns it to its pool.</summary>
    ValueTask<DbConnection> OpenReaderAsync(CancellationToken token);

    /// <summary>What a statement that ends in ORDER BY adds to read at most @Take rows.</summary>
    string RowLimit { get; }

    /// <summary>
    /// What an INSERT adds so that a row that is there already makes it write nothing instead of failing; empty where the
    /// engine has no words for it, and fails.
    /// </summary>
    string UnlessPresent { get; }

    /// <summary>After a statement that failed, its transaction takes no other unless a savepoint is gone back to.</summary>
    bool FailureEndsTransaction { get; }

    /// <summary>The reader's rows by the forms in which the engine keeps values; made once for all of them.</summary>
    IRow RowOf(DbDataReader reader);

    DatabaseFault FaultOf(DbException exception);
}

/// <summary>What an engine's exception means for the one who sent the statement.</summary>
public enum DatabaseFault
{
    /// <summary>A bug or something that only an administrator can mend.</summary>
    Other,

    /// <summary>A unique constraint forbids the row.</summary>
    UniqueViolation,

    /// <summary>A foreign key or check forbids the row.</summary>
    ConstraintViolation,

    /// <summary>A deadlock or a serialization failure: the same statements may pass when they run again.</summary>
    Conflict,

    /// <summary>The connection broke or wasn't made: the server restarts, or the network is down.</summary>
    Unreachable,

    /// <summary>The server answers and takes no more at the moment: too many connections, a lock held too long.</summary>
    Busy,

    /// <summary>No room on the database's disk.</summary>
    Full,
}
