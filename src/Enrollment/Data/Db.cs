using System.Data;
using System.Data.Common;
using Dapper;

namespace Enrollment.Data;

/// <summary>
/// The database as one request sees it: a reader's connection that is opened at the first statement, or, inside a
/// command, the connection and transaction of its unit of work.
/// </summary>
public sealed class Db(IDatabaseEngine engine) : IAsyncDisposable, IDisposable
{
    DbConnection? reader;
    DbConnection? bound;
    DbTransaction? transaction;

    /// <summary>Binds this request to a unit of work until the returned value is disposed.</summary>
    internal IDisposable Bind(DbConnection connection, DbTransaction? inTransaction)
    {
        var outer = (bound, transaction);
        (bound, transaction) = (connection, inTransaction);
        return new Unbinding(() => (bound, transaction) = outer);
    }

    public Task<IReadOnlyList<T>> QueryAsync<T>(Sql sql, object? args, CancellationToken token) =>
        RunAsync<IReadOnlyList<T>>(
            async connection => (await connection.QueryAsync<T>(Command(sql.Text, args, token))).AsList(),
            token
        );

    /// <summary>
    /// The rows of a statement that reads thousands, each made column by column: mapped by name, a row costs several times
    /// what the database takes for it.
    /// </summary>
    public Task<List<T>> ReadAsync<T>(Sql sql, object args, Func<IRow, T> make, CancellationToken token) =>
        RunAsync(
            async connection =>
            {
                await using var reader = await connection.ExecuteReaderAsync(Command(sql.Text, args, token));
                var row = engine.RowOf((DbDataReader)((IWrappedDataReader)reader).Reader);
                var rows = new List<T>();
                while (await reader.ReadAsync(token))
                    rows.Add(make(row));
                return rows;
            },
            token
        );

    /// <summary>The only row, or null. Throws when there are two.</summary>
    public Task<T?> FindAsync<T>(Sql sql, object? args, CancellationToken token) =>
        RunAsync(connection => connection.QuerySingleOrDefaultAsync<T>(Command(sql.Text, args, token)), token);

    /// <summary>The number of rows that changed.</summary>
    public Task<int> ExecuteAsync(Sql sql, object? args, CancellationToken token) =>
        ExecuteAsync(sql.Text, args, token);

    /// <summary>Changes the one row that the command has read before, by its version or state.</summary>
    /// <exception cref="LostRaceException">Another command has changed it since.</exception>
    public async Task ChangeAsync(Sql sql, object args, string resource, CancellationToken token)
    {
        if (await ExecuteAsync(sql, args, token) == 0)
            throw new LostRaceException(resource);
    }

    /// <summary>
    /// Writes the one row of an INSERT. False, with nothing written, when a unique constraint forbids it.
    /// </summary>
    public async Task<bool> TryInsertAsync(Sql sql, object args, CancellationToken token)
    {
        try
        {
            return await ExecuteAsync($"{sql.Text}\n{engine.UnlessPresent}", args, token) == 1;
        }
        catch (DbException clash)
            when (!engine.FailureEndsTransaction && engine.FaultOf(clash) == DatabaseFault.UniqueViolation)
        {
            return false;
        }
    }

    /// <summary>The number of rows that changed; null, with nothing written, when a unique constraint forbids it.</summary>
    public async Task<int?> TryExecuteAsync(Sql sql, object args, CancellationToken token)
    {
        const string Attempt = "attempt";
        var around = engine.FailureEndsTransaction ? transaction : null;
        if (around is not null)
            await around.SaveAsync(Attempt, token);
        try
        {
            var changed = await ExecuteAsync(sql, args, token);
            if (around is not null)
                await around.ReleaseAsync(Attempt, token);
            return changed;
        }
        catch (DbException clash) when (engine.FaultOf(clash) == DatabaseFault.UniqueViolation)
        {
            if (around is not null)
                await around.RollbackAsync(Attempt, token);
            return null;
        }
    }

    /// <summary>The first rows of a statement that orders them, at most <paramref name="most"/>.</summary>
    public Task<List<T>> FirstAsync<T>(Sql sql, object args, int most, CancellationToken token)
    {
        if (!sql.Paged)
            throw new ArgumentException("The statement isn't declared as paged.", nameof(sql));

        var parameters = new DynamicParameters(args);
        parameters.Add("Take", most);
        var command = Command($"{sql.Text}\n{engine.RowLimit}", parameters, token);
        return RunAsync(async connection => (await connection.QueryAsync<T>(command)).AsList(), token);
    }

    /// <summary>One page of a keyset-paged statement, which names its start itself (WHERE Id &gt; @After).</summary>
    public async Task<Page<T>> PageAsync<T>(
        Sql sql,
        object args,
        int size,
        Func<T, Guid> cursor,
        CancellationToken token
    )
    {
        var rows = await FirstAsync<T>(sql, args, size + 1, token);
        if (rows.Count <= size)
            return new Page<T>(rows, null);

        rows.RemoveAt(size);
        return new Page<T>(rows, cursor(rows[^1]));
    }

    Task<int> ExecuteAsync(string text, object? args, CancellationToken token) =>
        RunAsync(connection => connection.ExecuteAsync(Command(text, args, token)), token);

    /// <summary>
    /// Inside a unit of work its exceptions are the unit's to judge. A reader's statement stands alone: over a connection
    /// that broke while it lay in its pool it is sent once more over a new one. Once is enough, since the client libraries
    /// empty their pool when they meet a broken connection.
    /// </summary>
    async Task<T> RunAsync<T>(Func<DbConnection, Task<T>> statement, CancellationToken token)
    {
        if (bound is not null)
            return await statement(bound);

        try
        {
            try
            {
                return await statement(await ReaderAsync(token));
            }
            catch (DbException broken) when (reader is not null && engine.FaultOf(broken) == DatabaseFault.Unreachable)
            {
                await ReleaseReaderAsync();
                return await statement(await ReaderAsync(token));
            }
        }
        catch (DbException fault) when (Unavailable(fault) is { } unavailable)
        {
            throw unavailable;
        }
    }

    /// <summary>What a fault means to the caller; null where it is a bug and not the time.</summary>
    internal DatabaseUnavailableException? Unavailable(DbException fault) =>
        DatabaseUnavailableException.Of(engine.FaultOf(fault), fault);

    async ValueTask<DbConnection> ReaderAsync(CancellationToken token)
    {
        if (reader is { State: not ConnectionState.Open })
            await ReleaseReaderAsync();
        return reader ??= await engine.OpenReaderAsync(token);
    }

    /// <summary>
    /// Gives the reader back before the request waits for another connection: requests that each hold one and wait for a
    /// second would wait for one another.
    /// </summary>
    internal async ValueTask ReleaseReaderAsync()
    {
        if (reader is not { } held)
            return;

        reader = null;
        await held.DisposeAsync();
    }

    CommandDefinition Command(string text, object? args, CancellationToken token) =>
        new(text, args, transaction, cancellationToken: token);

    public ValueTask DisposeAsync() => reader?.DisposeAsync() ?? default;

    public void Dispose() => reader?.Dispose();

    sealed class Unbinding(Action undo) : IDisposable
    {
        public void Dispose() => undo();
    }
}

/// <summary>One page of a list and the cursor of the next one; null on the last page.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, Guid? NextCursor);
