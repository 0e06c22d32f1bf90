using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Enrollment.Benchmarks;

/// <summary>One thread that writes what is queued and commits it together, and a pool of readers.</summary>
sealed class HandWrittenSqlite : IHandWrittenStore
{
    const int BatchLimit = 128;

    readonly Channel<Item> queue = Channel.CreateBounded<Item>(4096);
    readonly ConcurrentBag<Session> readers = [];
    readonly string path;
    readonly Session writer;
    readonly Thread thread;

    internal HandWrittenSqlite(string path)
    {
        this.path = path;
        writer = new Session(path);
        writer.Run(
            """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA foreign_keys = ON;
            PRAGMA wal_autocheckpoint = 4000;
            PRAGMA cache_size = -16384;
            """
        );
        thread = new Thread(Work) { IsBackground = true };
        thread.Start();
    }

    public Task<T> WriteAsync<T>(Func<IHandWrittenSession, Task<T>> work)
    {
        var item = new Item<T>(work);
        return queue.Writer.TryWrite(item) ? item.Task : throw new InvalidOperationException("The queue is full.");
    }

    public async Task<T> ReadAsync<T>(Func<IHandWrittenSession, Task<T>> work)
    {
        if (!readers.TryTake(out var reader))
            reader = new Session(path);
        var outcome = await work(reader);
        readers.Add(reader);
        return outcome;
    }

    void Work()
    {
        var batch = new List<Item>();
        while (queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            writer.Run("BEGIN IMMEDIATE");
            while (batch.Count < BatchLimit && queue.Reader.TryRead(out var item))
            {
                item.Run(writer);
                batch.Add(item);
            }

            writer.Run("COMMIT");
            foreach (var done in batch)
                done.Complete();
            batch.Clear();
        }
    }

    public ValueTask DisposeAsync()
    {
        queue.Writer.Complete();
        thread.Join();
        writer.Dispose();
        foreach (var reader in readers)
            reader.Dispose();
        return ValueTask.CompletedTask;
    }

    abstract class Item
    {
        internal abstract void Run(Session session);

        internal abstract void Complete();
    }

    sealed class Item<T>(Func<IHandWrittenSession, Task<T>> work) : Item
    {
        readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        T? outcome;

        internal Task<T> Task => done.Task;

        internal override void Run(Session session) => outcome = work(session).GetAwaiter().GetResult();

        internal override void Complete() => done.SetResult(outcome!);
    }

    sealed class Session : IHandWrittenSession, IDisposable
    {
        readonly Dictionary<Statement, SqliteCommand> commands = [];
        readonly Dictionary<string, SqliteCommand> plain = [];
        readonly SqliteConnection connection;

        internal Session(string path)
        {
            connection = new SqliteConnection($"Data Source={path};Pooling=False");
            connection.Open();
        }

        public Task<DbDataReader> QueryAsync(Statement statement, params (string Name, object? Value)[] values) =>
            Task.FromResult<DbDataReader>(Command(statement, values).ExecuteReader());

        public Task<int> ExecuteAsync(Statement statement, params (string Name, object? Value)[] values) =>
            Task.FromResult(Command(statement, values).ExecuteNonQuery());

        internal void Run(string text)
        {
            if (!plain.TryGetValue(text, out var command))
            {
                command = connection.CreateCommand();
                command.CommandText = text;
                plain.Add(text, command);
            }

            command.ExecuteNonQuery();
        }

        public void Dispose() => connection.Dispose();

        SqliteCommand Command(Statement statement, (string Name, object? Value)[] values)
        {
            if (!commands.TryGetValue(statement, out var command))
            {
                command = connection.CreateCommand();
                command.CommandText = statement.Text;
                foreach (var name in statement.Names)
                    command.Parameters.Add(new SqliteParameter($"@{name}", null));
                commands.Add(statement, command);
            }

            for (var i = 0; i < statement.Names.Count; i++)
                command.Parameters[i].Value = Form(Statement.Value(statement.Names[i], values));
            return command;
        }

        static object? Form(object? value) =>
            value switch
            {
                Guid id => id.ToString("D"),
                DateTimeOffset instant => instant.UtcDateTime.ToString(
                    "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'",
                    CultureInfo.InvariantCulture
                ),
                DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                _ => value,
            };
    }
}
