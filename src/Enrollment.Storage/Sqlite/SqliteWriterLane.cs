using System.Data.Common;
using System.Diagnostics;
using System.Threading.Channels;
using Enrollment.Data;
using Microsoft.Data.Sqlite;

namespace Enrollment.Storage.Sqlite;

/// <summary>
/// SQLite has one writer, so this process has one too: commands run one after another on a thread and connection of
/// their own, each in its savepoint, and those that wait share one commit. A caller hears of its command, be it done,
/// refused or failed, only after the commit that holds it, since even a refusal may rest on what a neighbor wrote.
/// Other processes may write to the same file: BEGIN IMMEDIATE waits for them.
/// </summary>
sealed class SqliteWriterLane : IUnitOfWork, IDisposable, IAsyncDisposable
{
    const int BatchLimit = 128;
    static readonly TimeSpan DefaultBatchTime = TimeSpan.FromMilliseconds(10);

    readonly string path;
    readonly TimeSpan batchTime;
    readonly Channel<LaneCommand> queue;
    readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly Thread thread;
    volatile bool stopping;

    // Touched by the lane's thread only.
    readonly List<LaneCommand> batch = new(BatchLimit);
    LaneConnection? connection;

    /// <param name="path">The database file. It must exist when the first command runs.</param>
    /// <param name="capacity">How many commands may wait; the next one is refused as busy.</param>
    /// <param name="batchTime">How long commands may gather before they are committed; null: 10 ms.</param>
    internal SqliteWriterLane(string path, int capacity = 2048, TimeSpan? batchTime = null)
    {
        this.path = path;
        this.batchTime = batchTime ?? DefaultBatchTime;
        queue = Channel.CreateBounded<LaneCommand>(new BoundedChannelOptions(capacity) { SingleReader = true });
        thread = new Thread(Work) { IsBackground = true, Name = "SQLite writer" };
        // The lane serves many requests; what surrounds its creation isn't theirs.
        thread.UnsafeStart();
    }

    public Task<T> RunAsync<T>(
        Func<DbConnection, DbTransaction?, Task<T>> body,
        Func<T, bool> keep,
        CancellationToken token
    )
    {
        // From inside a command: waiting for the lane would wait for oneself.
        if (Thread.CurrentThread == thread)
            return RunNested(body, keep);

        if (token.IsCancellationRequested)
            return Task.FromCanceled<T>(token);

        var command = new LaneCommand<T>(body, keep, token);
        if (queue.Writer.TryWrite(command))
            return command.Task;

        return Task.FromException<T>(
            stopping ? new ObjectDisposedException(nameof(SqliteWriterLane)) : new DatabaseUnavailableException()
        );
    }

    /// <summary>Takes no more commands and returns when those that waited are done.</summary>
    public void Dispose()
    {
        Stop();
        thread.Join();
    }

    public ValueTask DisposeAsync()
    {
        Stop();
        return new ValueTask(stopped.Task);
    }

    void Stop()
    {
        stopping = true;
        queue.Writer.TryComplete();
    }

    Task<T> RunNested<T>(Func<DbConnection, DbTransaction?, Task<T>> body, Func<T, bool> keep)
    {
        try
        {
            return Task.FromResult(connection!.RunInSavepoint(body, keep));
        }
        catch (Exception thrown)
        {
            return Task.FromException<T>(thrown);
        }
    }

    void Work()
    {
        while (queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            try
            {
                RunBatch();
            }
            catch (Exception thrown)
            {
                FailBatch(() => Unwritten(thrown));
            }
        }

        connection?.Dispose();
        stopped.SetResult();
    }

    void RunBatch()
    {
        if (!TryTake(out var command))
            return;

        if (!TryBegin(command))
            return;

        var began = Stopwatch.GetTimestamp();
        do
        {
            batch.Add(command);
            command.Execute(connection!);
            if (connection!.TransactionLost)
            {
                FailLostBatch();
                return;
            }
        } while (
            batch.Count < BatchLimit
            && !connection.Abandoned
            && Stopwatch.GetElapsedTime(began) < batchTime
            && TryTake(out command)
        );

        connection.Commit();
        foreach (var done in batch)
            done.Complete();
        batch.Clear();
        if (connection.Abandoned)
            Discard();
    }

    bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out LaneCommand? command)
    {
        while (queue.Reader.TryRead(out command))
        {
            if (!command.EndIfCanceled())
                return true;
        }

        return false;
    }

    bool TryBegin(LaneCommand first)
    {
        batch.Add(first);
        try
        {
            connection ??= new LaneConnection(path);
            connection.Begin();
            batch.Clear();
            return true;
        }
        catch (SqliteException busy) when (busy.SqliteErrorCode is SQLitePCL.raw.SQLITE_BUSY)
        {
            // Those that wait have waited as long: failing them one by one would take a timeout each.
            while (batch.Count < BatchLimit && TryTake(out var waiting))
                batch.Add(waiting);
            FailBatch(() =>
                new DatabaseUnavailableException(
                    "Another process is writing to the database. Try again in a second.",
                    busy
                )
            );
            return false;
        }
    }

    /// <summary>
    /// The last command of the batch made SQLite roll everything back and hears why. Its neighbors did nothing wrong and
    /// may try again.
    /// </summary>
    void FailLostBatch()
    {
        const string RolledBack = "SQLite rolled back the transaction that held this command.";
        var culprit = batch[^1];
        batch.RemoveAt(batch.Count - 1);
        FailBatch(() => new DatabaseUnavailableException($"{RolledBack} Try again."));
        culprit.Fail(culprit.Exception ?? new InvalidOperationException(RolledBack));
    }

    /// <summary>Closing the connection rolls back whatever is open in it; the next batch opens another.</summary>
    void FailBatch(Func<Exception> reason)
    {
        Discard();
        foreach (var command in batch)
            command.Fail(reason());
        batch.Clear();
    }

    void Discard()
    {
        connection?.Dispose();
        connection = null;
    }

    static Exception Unwritten(Exception cause) =>
        cause is SqliteException sqlite
            ? new SqliteException(
                $"The command's transaction failed and nothing was written: {sqlite.Message}",
                sqlite.SqliteErrorCode,
                sqlite.SqliteExtendedErrorCode
            )
            : new InvalidOperationException("The command's transaction failed and nothing was written.", cause);
}
