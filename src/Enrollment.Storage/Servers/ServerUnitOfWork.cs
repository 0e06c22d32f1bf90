using System.Data;
using System.Data.Common;
using Enrollment.Data;

namespace Enrollment.Storage.Servers;

/// <summary>
/// Each command in a transaction of its own (READ COMMITTED). What lost a race runs again, a bounded number of times: a
/// deadlock, a serialization failure, a connection that broke before the commit, a row that another command wrote after
/// this one had read it, and a constraint that this one didn't expect for the same reason. A commit whose answer got lost
/// isn't repeated: it may have taken effect.
/// </summary>
sealed class ServerUnitOfWork(IServerEngine engine) : IUnitOfWork
{
    internal const int Attempts = 6;

    readonly AsyncLocal<Running?> current = new();

    public async Task<T> RunAsync<T>(
        Func<DbConnection, DbTransaction?, Task<T>> body,
        Func<T, bool> keep,
        CancellationToken token
    )
    {
        if (current.Value is { } outer)
            return await RunNestedAsync(outer, body, keep);

        for (var attempt = 1; ; attempt++)
        {
            DatabaseFault fault;
            try
            {
                return await AttemptAsync(body, keep, token);
            }
            catch (DbException failure) when (attempt < Attempts && IsWorthRepeating(fault = engine.FaultOf(failure)))
            {
                RetryMetrics.Count(engine.Name, fault);
            }
            catch (LostRaceException) when (attempt < Attempts)
            {
                fault = DatabaseFault.Conflict;
                RetryMetrics.Count(engine.Name, fault);
            }

            await Task.Delay(Pause(fault, attempt), token);
        }
    }

    async Task<T> AttemptAsync<T>(
        Func<DbConnection, DbTransaction?, Task<T>> body,
        Func<T, bool> keep,
        CancellationToken token
    )
    {
        await using var connection = await engine.OpenReaderAsync(token);
        // Disposing it rolls back what wasn't committed.
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, token);
        current.Value = new Running(connection, transaction);
        var outcome = await RunAsync(body, connection, transaction);
        if (keep(outcome))
            await CommitAsync(connection, transaction);
        return outcome;
    }

    async Task<T> RunAsync<T>(
        Func<DbConnection, DbTransaction?, Task<T>> body,
        DbConnection connection,
        DbTransaction transaction
    )
    {
        try
        {
            return await body(connection, transaction);
        }
        catch (Exception failure)
            when (connection.State != ConnectionState.Open
                && failure is not OperationCanceledException
                && !(failure is DbException known && engine.FaultOf(known) != DatabaseFault.Other)
            )
        {
            throw new LostConnectionException(failure);
        }
    }

    async Task CommitAsync(DbConnection connection, DbTransaction transaction)
    {
        try
        {
            // A cancellation from here on would leave open whether it took effect.
            await transaction.CommitAsync(CancellationToken.None);
        }
        // A server that refuses a commit says so and keeps the connection; everything else leaves it open.
        catch (Exception lost)
            when (connection.State != ConnectionState.Open
                || lost is DbException fault && engine.FaultOf(fault) is DatabaseFault.Unreachable or DatabaseFault.Busy
            )
        {
            throw new DatabaseUnavailableException(
                "The connection broke while the change was being committed: it took effect as a whole or not at all. "
                    + "Repeat it with the same Idempotency-Key, or look whether it is there.",
                lost
            )
            {
                Code = "outcome_unknown",
            };
        }
    }

    /// <summary>A command that another one sends is part of it, and rolls back alone when it is refused.</summary>
    static async Task<T> RunNestedAsync<T>(
        Running outer,
        Func<DbConnection, DbTransaction?, Task<T>> body,
        Func<T, bool> keep
    )
    {
        var savepoint = $"nested{++outer.Depth}";
        await outer.Transaction.SaveAsync(savepoint, CancellationToken.None);
        var kept = false;
        try
        {
            var outcome = await body(outer.Connection, outer.Transaction);
            kept = keep(outcome);
            return outcome;
        }
        finally
        {
            outer.Depth--;
            // Where the connection broke or the server ended the transaction, there is nothing to go back to, and trying it
            // would cover the exception that says why.
            if (!kept && outer.IsAlive)
                await outer.Transaction.RollbackAsync(savepoint, CancellationToken.None);
        }
    }

    static bool IsWorthRepeating(DatabaseFault fault) =>
        fault
            is DatabaseFault.Conflict
                or DatabaseFault.UniqueViolation
                or DatabaseFault.ConstraintViolation
                or DatabaseFault.Unreachable;

    /// <summary>
    /// Random, so that those who met don't meet again: up to 10 ms, doubled with each attempt; for a server that is away
    /// up to 100 ms, so that a restart of a few seconds is outlasted.
    /// </summary>
    static TimeSpan Pause(DatabaseFault fault, int attempt)
    {
        var longest = TimeSpan.FromMilliseconds(fault == DatabaseFault.Unreachable ? 100 : 10) * (1 << (attempt - 1));
#pragma warning disable CA5394 // Spreads retries; nothing secret.
        return longest * (0.5 + Random.Shared.NextDouble() / 2);
#pragma warning restore CA5394
    }

    sealed class Running(DbConnection connection, DbTransaction transaction)
    {
        internal DbConnection Connection => connection;
        internal DbTransaction Transaction => transaction;
        internal int Depth { get; set; }

        /// <summary>A transaction that its server has ended knows no connection any more.</summary>
        internal bool IsAlive => connection.State == ConnectionState.Open && transaction.Connection is not null;
    }
}
