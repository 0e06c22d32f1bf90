using System.Data.Common;
using System.Globalization;
using Enrollment.Storage.Copying;
using Enrollment.Storage.Data;
using Enrollment.Storage.Migrations;

namespace Enrollment.Storage;

/// <summary>
/// Copies an installation from one database into another one, of whatever engines. What the target holds must be the first
/// rows of what the source holds: none in a new one, some after a copy that was broken off, all after one that is
/// finished. So there is no record of the progress that could be wrong, and the same call always goes on where it stood.
/// </summary>
/// <param name="from">The source. While it is copied nobody can write to it; it may be read.</param>
/// <param name="to">The target, which is made and migrated where it is new.</param>
/// <param name="progress">Told after every batch.</param>
public sealed class DatabaseCopy(StorageOptions from, StorageOptions to, Action<CopyProgress> progress)
{
    /// <summary>
    /// A table in the target until it is equal to the source: the program doesn't start on a part of a register, where it
    /// would give serial numbers away that are given already.
    /// </summary>
    internal const string Unfinished = "copyunfinished";

    // A batch is a transaction, and in memory.
    const int BatchRows = 2000;
    const int BatchCharacters = 8_000_000;

    const string Source = "The source";
    const string Target = "The target";

    readonly CopyEngine engine = CopyEngine.Of(to.Engine);
    readonly MigrationTarget target = MigrationTarget.Of(to);
    readonly IReadOnlyList<MigrationFile> files = MigrationFile.ReadAll(
        Storage.Migrator.OwnScripts,
        MigrationTarget.Of(to).Engine.Name
    );

    /// <summary>Copies, then reads both sides again and compares them.</summary>
    /// <exception cref="CopyException">
    /// Refused, nothing was changed; or it had to stop, and the same call goes on where it stood.
    /// </exception>
    public async Task<CopyOutcome> RunAsync(CancellationToken token)
    {
        DemandDifference();
        var tables = CopySchema.Of(files);
        await using var source = OpenSource(tables);
        DemandNoRowsOfOlderVersion();
        Saying(Target, Migrator().Apply);
        using var held =
            target.TryLock()
            ?? throw new CopyException(
                $"Another process migrates the target or copies to it (it holds {target.LockName}). Nothing was changed."
            );
        await using var copy = target.Open();

        try
        {
            // All of them before the first change.
            var parts = tables.Select(table => PartOf(source, copy, table, token)).ToList();
            if (parts.Any(part => part.Present < part.Total) && !copy.IsTrue(target.CountTables(Unfinished)))
                copy.Execute($"CREATE TABLE {Unfinished} (Id INT)");

            var copied = await FileCopy.RunAsync(source, from, to, token);
            foreach (var part in parts)
                CopyTable(source, copy, part, token);

            var compared = tables.Select(table => Compare(source, copy, table, token)).ToList();
            if (compared.TrueForAll(table => table.Equal) && copy.IsTrue(target.CountTables(Unfinished)))
                copy.Execute($"DROP TABLE {Unfinished}");
            return new CopyOutcome(compared, copied);
        }
        catch (DbException failure)
        {
            throw new CopyException(
                $"The copy stopped: {failure.Message.ReplaceLineEndings(" ")} What is copied stays; once that is mended, "
                    + "the same call goes on where it stood.",
                failure
            );
        }
    }

    Migrator Migrator() => new(to) { TakesUnfinishedCopy = true };

    void DemandDifference()
    {
        var same =
            from.Engine == to.Engine
            && (
                from.Engine == DatabaseEngine.Sqlite
                    ? Path.GetFullPath(from.DatabasePath) == Path.GetFullPath(to.DatabasePath)
                    : from.ConnectionString == to.ConnectionString
            );
        if (same)
            throw new CopyException("The source and the target are the same database. Nothing was changed.");
    }

    /// <summary>A connection to the source at the program's version, which keeps others from writing while it is open.</summary>
    DbConnection OpenSource(IReadOnlyList<CopyTable> tables)
    {
        var database = MigrationTarget.Of(from);
        if (!database.Exists)
            throw new CopyException($"There is no database at {from.DatabasePath}. Nothing was changed.");

        var pending = Saying(Source, new Migrator(from).Check);
        if (pending.Count > 0)
        {
            throw new CopyException(
                $"The source isn't at the program's version: {string.Join(", ", pending)} not yet applied. Nothing was "
                    + "changed. Make a backup and run 'enrollment migrate' on it first."
            );
        }

        var connection = Saying(Source, database.Open);
        try
        {
            connection.Execute(CopyEngine.Of(from.Engine).HoldStill(tables));
            return connection;
        }
        catch (DbException busy)
        {
            connection.Dispose();
            throw new CopyException(
                $"The source can't be kept from changing: {busy.Message.ReplaceLineEndings(" ")} Nothing was changed. "
                    + "Stop the program that uses it and call again.",
                busy
            );
        }
    }

    /// <summary>A migration that was broken off is gone on with, but rows of an older version aren't of this copy.</summary>
    void DemandNoRowsOfOlderVersion()
    {
        var pending = Saying(Target, Migrator().Check);
        if (pending.Count == 0 || !target.Exists)
            return;

        using var connection = Saying(Target, target.Open);
        foreach (var table in CopySchema.Of(files.Where(file => !pending.Contains(file.Name))))
        {
            if (connection.IsTrue($"SELECT COUNT(*) FROM {table.Name}"))
                throw Foreign(table);
        }
    }

    /// <summary>How many rows of the table are copied already. Throws where they aren't the source's first ones.</summary>
    static Part PartOf(DbConnection source, DbConnection copy, CopyTable table, CancellationToken token)
    {
        var total = Convert.ToInt64(source.Value($"SELECT COUNT(*) FROM {table.Name}"), CultureInfo.InvariantCulture);
        using var there = TableDigest.Of(CopyRows.All(copy, table, token));
        if (there.Rows == 0)
            return new Part(table, 0, total);

        using var first = new TableDigest();
        // To the end: to leave off in the middle would cost the connection its lock on some servers.
        foreach (var row in CopyRows.InOrder(source, table, token))
        {
            if (first.Rows < there.Rows)
                first.Add(row);
        }

        return first.Matches(there) ? new Part(table, there.Rows, total) : throw Foreign(table);
    }

    static CopyException Foreign(CopyTable table) =>
        new(
            $"The target's table {table.Name} holds rows that aren't a copy of the source's. Nothing was changed. Name an "
                + "empty database; if the source was written to since a copy that was broken off, remove the target and "
                + "start anew."
        );

    void CopyTable(DbConnection source, DbConnection copy, Part part, CancellationToken token)
    {
        var (table, done, total) = part;
        progress(new CopyProgress(CopyStep.Copying, table.Name, done, total));
        if (done == total)
            return;

        foreach (var batch in Batches(CopyRows.InOrder(source, table, token), skip: done))
        {
            engine.Write(copy, table, batch);
            done += batch.Count;
            progress(new CopyProgress(CopyStep.Copying, table.Name, done, total));
        }
    }

    static IEnumerable<IReadOnlyList<object?[]>> Batches(IEnumerable<object?[]> rows, long skip)
    {
        var batch = new List<object?[]>();
        var characters = 0L;
        foreach (var row in rows)
        {
            if (skip-- > 0)
                continue;
            batch.Add(row);
            characters += row.Sum(value => (value as string)?.Length ?? 0);
            if (batch.Count < BatchRows && characters < BatchCharacters)
                continue;
            yield return batch;
            (batch, characters) = ([], 0);
        }

        if (batch.Count > 0)
            yield return batch;
    }

    TableCompared Compare(DbConnection source, DbConnection copy, CopyTable table, CancellationToken token)
    {
        using var expected = TableDigest.Of(CopyRows.All(source, table, token));
        using var found = TableDigest.Of(CopyRows.All(copy, table, token));
        progress(new CopyProgress(CopyStep.Comparing, table.Name, found.Rows, expected.Rows));
        return new TableCompared(table.Name, expected.Rows, found.Rows, expected.Matches(found));
    }

    /// <summary>What is said of a database names the side.</summary>
    static T Saying<T>(string side, Func<T> use)
    {
        try
        {
            return use();
        }
        catch (Exception unusable) when (unusable is DatabaseSetupException or MigrationException)
        {
            throw new CopyException($"{side}: {unusable.Message}", unusable);
        }
    }

    sealed record Part(CopyTable Table, long Present, long Total);
}
