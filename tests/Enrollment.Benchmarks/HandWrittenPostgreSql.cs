using System.Data.Common;
using Npgsql;

namespace Enrollment.Benchmarks;

/// <summary>A transaction per request over the client library's pool, statements prepared from their second use on.</summary>
sealed class HandWrittenPostgreSql(string connectionString) : IHandWrittenStore
{
    readonly NpgsqlDataSource source = NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(connectionString)
        {
            MaxPoolSize = 64,
            MaxAutoPrepare = 64,
            AutoPrepareMinUsages = 2,
        }.ConnectionString
    );

    public async Task<T> WriteAsync<T>(Func<IHandWrittenSession, Task<T>> work)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var outcome = await work(new Session(connection, transaction));
        await transaction.CommitAsync();
        return outcome;
    }

    public async Task<T> ReadAsync<T>(Func<IHandWrittenSession, Task<T>> work)
    {
        await using var connection = await source.OpenConnectionAsync();
        return await work(new Session(connection, null));
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();

    sealed class Session(NpgsqlConnection connection, NpgsqlTransaction? transaction) : IHandWrittenSession
    {
        public async Task<DbDataReader> QueryAsync(Statement statement, params (string Name, object? Value)[] values)
        {
            await using var command = Command(statement, values);
            return await command.ExecuteReaderAsync();
        }

        public async Task<int> ExecuteAsync(Statement statement, params (string Name, object? Value)[] values)
        {
            await using var command = Command(statement, values);
            return await command.ExecuteNonQueryAsync();
        }

        NpgsqlCommand Command(Statement statement, (string Name, object? Value)[] values)
        {
            var command = new NpgsqlCommand(statement.Numbered, connection, transaction);
            foreach (var name in statement.Names)
                command.Parameters.Add(new NpgsqlParameter { Value = Statement.Value(name, values) });
            return command;
        }
    }
}
