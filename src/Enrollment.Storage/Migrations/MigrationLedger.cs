using System.Data.Common;
using System.Globalization;
using Enrollment.Storage.Data;

namespace Enrollment.Storage.Migrations;

/// <summary>
/// Compares what the database records with what comes with the program. It answers more precisely than Evolve, which
/// ignores a recorded migration that it has no file for, and does so without loading Evolve.
/// </summary>
static class MigrationLedger
{
    /// <summary>The migrations that aren't applied yet. Throws when database and program don't fit.</summary>
    internal static IReadOnlyList<MigrationFile> Pending(
        IReadOnlyList<MigrationFile> files,
        IReadOnlyDictionary<long, Recorded> recorded
    )
    {
        if (recorded.Count == 0)
            return files;

        var newest = files[^1].Number;
        var newestRecorded = recorded.Keys.Max();
        if (newestRecorded > newest)
        {
            throw new MigrationException(
                $"The database is newer than the program: it has migration {recorded[newestRecorded].Name}, "
                    + $"and the program's newest is {files[^1].Name}. Nothing was changed. Start the newer program."
            );
        }

        var byNumber = files.ToDictionary(file => file.Number);
        foreach (var (number, migration) in recorded.OrderBy(entry => entry.Key))
        {
            if (!byNumber.TryGetValue(number, out var file))
            {
                throw new MigrationException(
                    $"The migration {migration.Name} was applied to the database but is missing from the program. "
                        + "Nothing was changed. Restore the file."
                );
            }

            if (!string.Equals(file.Checksum(), migration.Checksum, StringComparison.Ordinal))
            {
                throw new MigrationException(
                    $"The migration {file.Name} was changed after it had been applied to the database. "
                        + "Nothing was changed. Restore the file and put the change into a new migration."
                );
            }
        }

        var pending = files.Where(file => !recorded.ContainsKey(file.Number)).ToList();
        if (pending.Count > 0 && pending[0].Number < newestRecorded)
        {
            throw new MigrationException(
                $"The migration {pending[0].Name} comes before {recorded[newestRecorded].Name}, which the database has "
                    + "already. Nothing was changed. Give it a number above all others."
            );
        }

        return pending;
    }

    /// <summary>What the database records as applied, by number. Nothing in a new database.</summary>
    internal static IReadOnlyDictionary<long, Recorded> Read(DbConnection connection, MigrationTarget target)
    {
        var recorded = new Dictionary<long, Recorded>();
        if (!connection.IsTrue(target.CountTables("changelog")))
            return recorded;

        using var command = connection.CreateCommand();
        // Type 0 is a migration; Evolve also records that it found an empty schema. '1' is truth on every engine.
        command.CommandText = "SELECT version, name, checksum FROM changelog WHERE type = 0 AND success = '1'";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var number = long.Parse(reader.GetString(0), CultureInfo.InvariantCulture);
            recorded[number] = new Recorded(reader.GetString(1), reader.GetString(2));
        }

        return recorded;
    }

    internal sealed record Recorded(string Name, string Checksum);
}
