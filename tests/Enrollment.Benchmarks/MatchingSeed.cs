using System.Globalization;
using Enrollment.People;
using Microsoft.Data.Sqlite;

namespace Enrollment.Benchmarks;

/// <summary>
/// Registers people for the search as their import would, with the same keys, but only in the tables that a search reads,
/// with prepared statements, keys reckoned on all cores and the keys' index made at the end: a million in minutes.
/// </summary>
sealed class MatchingSeed(string directory, INameRomanizer romanizer, IPhoneNumbers phones)
{
    const int Batch = 20_000;
    const int Kind = 1;

    /// <summary>By its place in the order in which they were registered.</summary>
    internal static Guid Id(int place) => SeededRows.Id(Kind, place);

    /// <summary>Answers the records of which an earlier one is the same person, with its place.</summary>
    internal async Task<Dictionary<int, int>> WriteAsync(IEnumerable<MatchingPeople.Registered> registered)
    {
        var same = new Dictionary<int, int>();
        await using var connection = new SqliteConnection(
            $"Data Source={Path.Combine(directory, "enrollment.db")};Pooling=False"
        );
        await connection.OpenAsync();
        await RunAsync(connection, "PRAGMA synchronous = OFF; PRAGMA cache_size = -200000;");
        var index = await IndexAsync(connection);
        await RunAsync(connection, "DROP INDEX IX_PersonMatchKeys_Key");
        var place = 0;
        foreach (var batch in registered.Chunk(Batch))
        {
            var keys = batch
                .AsParallel()
                .AsOrdered()
                .Select(person => MatchKeys.Of(PersonEvidence.Of(Guid.Empty, person.Fields, romanizer, phones)))
                .ToArray();
            foreach (var (at, person) in batch.Index())
            {
                if (person.Same is { } earlier)
                    same.Add(place + at, earlier);
            }

            Write(connection, place, batch, keys);
            place += batch.Length;
        }

        await RunAsync(connection, index);
        return same;
    }

    static void Write(
        SqliteConnection connection,
        int first,
        MatchingPeople.Registered[] batch,
        IReadOnlyList<MatchKey>[] keys
    )
    {
        using var transaction = connection.BeginTransaction();
        using var person = Prepare(
            transaction,
            "INSERT INTO People (Id, BirthDate, Email, Phone, Version, CreatedAt) "
                + "VALUES ($0, $1, $2, $3, 1, '2026-03-10T07:00:00.0000000Z')",
            4
        );
        using var name = Prepare(
            transaction,
            "INSERT INTO PersonNames (PersonId, Position, Script, FullName) VALUES ($0, 0, $1, $2)",
            3
        );
        using var key = Prepare(
            transaction,
            "INSERT INTO PersonMatchKeys (PersonId, Kind, MatchKey) VALUES ($0, $1, $2)",
            3
        );
        foreach (var (at, registered) in batch.Index())
        {
            var fields = registered.Fields;
            var id = Id(first + at).ToString("D");
            var born = fields.BirthDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            Run(person, id, born, fields.Email, fields.Phone);
            Run(name, id, fields.Names[0].Script, fields.Names[0].FullName);
            foreach (var of in keys[at])
                Run(key, id, (int)of.Kind, of.Hash);
        }

        transaction.Commit();
    }

    static SqliteCommand Prepare(SqliteTransaction transaction, string text, int parameters)
    {
        var command = new SqliteCommand(text, transaction.Connection, transaction);
        for (var n = 0; n < parameters; n++)
            command.Parameters.Add(new SqliteParameter { ParameterName = $"${n}" });
        return command;
    }

    static void Run(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var n = 0; n < values.Length; n++)
            command.Parameters[n].Value = values[n] ?? DBNull.Value;
        command.ExecuteNonQuery();
    }

    /// <summary>How the migration made it.</summary>
    static async Task<string> IndexAsync(SqliteConnection connection)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT sql FROM sqlite_master WHERE name = 'IX_PersonMatchKeys_Key'";
        return (string)(await command.ExecuteScalarAsync())!;
    }

    static async Task RunAsync(SqliteConnection connection, string text)
    {
        await using var command = connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = text;
        await command.ExecuteNonQueryAsync();
    }
}
