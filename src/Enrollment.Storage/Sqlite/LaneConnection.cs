using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Enrollment.Storage.Sqlite;

/// <summary>
/// The one connection that writes. Transactions and savepoints are plain SQL and no <see cref="DbTransaction"/>, so that
/// statements need none. It refuses statements from any thread but the lane's and outside a transaction: a command that
/// went on by itself after an await could otherwise write into its neighbors' transaction.
/// </summary>
sealed class LaneConnection : EnrollmentConnection
{
    readonly Thread lane = Thread.CurrentThread;
    readonly SqliteCommand begin;
    readonly SqliteCommand commit;
    readonly SqliteCommand savepoint;
    readonly SqliteCommand release;
    readonly SqliteCommand rollBackTo;

    /// <summary>Opens the file, which must exist, on the lane's own thread.</summary>
    internal LaneConnection(string path)
        : base(SqliteConnections.String(path, SqliteOpenMode.ReadWrite, pooling: false))
    {
        try
        {
            Open();
            // What a savepoint goes back to is kept in memory: SQLite else writes it to a file beyond 64 KiB, which a
            // batch of commands passes.
            this.Execute(
                """
                PRAGMA temp_store = MEMORY;
                PRAGMA busy_timeout = 5000;
                PRAGMA journal_mode = WAL;
                PRAGMA synchronous = FULL;
                PRAGMA foreign_keys = ON;
                PRAGMA wal_autocheckpoint = 4000;
                PRAGMA cache_size = -16384;
                """
            );
            begin = Prepared("BEGIN IMMEDIATE");
            commit = Prepared("COMMIT");
            // Nested savepoints may share a name: the innermost is meant.
            savepoint = Prepared("SAVEPOINT command");
            release = Prepared("RELEASE command");
            rollBackTo = Prepared("ROLLBACK TO command");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>
    /// SQLite ends a transaction by itself after some errors (a full disk, ON CONFLICT ROLLBACK). What was written in it is
    /// gone then, and a further statement would commit at once.
    /// </summary>
    internal bool TransactionLost => Handle is null || raw.sqlite3_get_autocommit(Handle) != 0;

    /// <summary>A command's task didn't complete within the lane; this connection serves no batch after this one.</summary>
    internal bool Abandoned { get; private set; }

    internal void Begin() => begin.ExecuteNonQuery();

    internal void Commit() => commit.ExecuteNonQuery();

    internal override void Demand()
    {
        if (Thread.CurrentThread != lane)
            throw new InvalidOperationException(
                "A command used its connection after it had ended or from another thread."
            );
        if (TransactionLost)
            throw new InvalidOperationException("SQLite has rolled the transaction back; nothing can follow in it.");
    }

    /// <summary>
    /// Runs the body in a savepoint of its own. What it wrote stays only if the outcome is to be kept; an exception rolls
    /// it back and passes.
    /// </summary>
    internal T RunInSavepoint<T>(Func<DbConnection, DbTransaction?, Task<T>> body, Func<T, bool> keep)
    {
        savepoint.ExecuteNonQuery();
        var kept = false;
        try
        {
            var outcome = Completed(body(this, null));
            if (TransactionLost)
                throw new InvalidOperationException("SQLite rolled the transaction back while the command ran.");

            if (keep(outcome))
            {
                release.ExecuteNonQuery();
                kept = true;
            }

            return outcome;
        }
        finally
        {
            if (!kept && !TransactionLost)
            {
                rollBackTo.ExecuteNonQuery();
                // ROLLBACK TO leaves the savepoint itself on the stack.
                release.ExecuteNonQuery();
            }
        }
    }

    T Completed<T>(Task<T> task)
    {
        if (task.IsCompleted)
            return task.GetAwaiter().GetResult();

        Abandoned = true;
        // Its exception, most likely this connection's refusal, has no other observer.
        task.ContinueWith(
            static late => _ = late.Exception,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
        throw new InvalidOperationException(
            "A command awaited something other than its database. Inside a unit of work only the database may be awaited: "
                + "do the rest before or after it."
        );
    }

    SqliteCommand Prepared(string sql)
    {
        var command = CreateCommand();
        command.CommandText = sql;
        command.Prepare();
        return command;
    }
}
