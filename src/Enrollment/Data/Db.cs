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

    public async Task<IReadOnlyList<T>> QueryAsync<T>(Sql sql, object? args, CancellationToken token) =>
        (await (await ConnectionAsync(token)).QueryAsync<T>(Command(sql.Text, args, token))).AsList();

    /// <summary>The only row, or null. Throws when there are two.</summary>
    public async Task<T?> FindAsync<T>(Sql sql, object? args, CancellationToken token) =>
        await (await ConnectionAsync(token)).QuerySingleOrDefaultAsync<T>(Command(sql.Text, args, token));

    /// <summary>The number of rows that changed.</summary>
    public async Task<int> ExecuteAsync(Sql sql, object? args, CancellationToken token) =>
        await (await ConnectionAsync(token)).ExecuteAsync(Command(sql.Text, args, token));

    /// <summary>False, with nothing written, when a unique constraint forbids the row.</summary>
    public async Task<bool> TryInsertAsync(Sql sql, object args, CancellationToken token) =>
        await TryExecuteAsync(sql, args, token) is not null;

    /// <summary>The number of rows that changed; null, with nothing written, when a unique constraint forbids it.</summary>
    public async Task<int?> TryExecuteAsync(Sql sql, object args, CancellationToken token)
    {
        try
        {
            return await ExecuteAsync(sql, args, token);
        }
        catch (DbException clash) when (engine.IsUniqueViolation(clash))
        {
            return null;
        }
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
        if (!sql.Paged)
            throw new ArgumentException("The statement isn't declared as paged.", nameof(sql));

        var parameters = new DynamicParameters(args);
        parameters.Add("Take", size + 1);
        var connection = await ConnectionAsync(token);
        var rows = (
            await connection.QueryAsync<T>(Command($"{sql.Text}\n{engine.RowLimit}", parameters, token))
        ).AsList();
        if (rows.Count <= size)
            return new Page<T>(rows, null);

        rows.RemoveAt(size);
        return new Page<T>(rows, cursor(rows[^1]));
    }

    async ValueTask<DbConnection> ConnectionAsync(CancellationToken token) =>
        bound ?? (reader ??= await engine.OpenReaderAsync(token));

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
