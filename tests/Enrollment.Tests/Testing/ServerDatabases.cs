using System.Collections.Concurrent;
using System.Data.Common;
using Enrollment.Storage;
using Enrollment.Storage.Copying;
using Enrollment.Storage.Migrations;

namespace Enrollment.Tests.Testing;

/// <summary>
/// Databases on a server. Migrated ones serve one test after another, since making one takes long and emptying it a few
/// milliseconds; they are dropped when the process ends.
/// </summary>
abstract class ServerDatabases
{
    readonly ConcurrentBag<string> idle = [];
    readonly ConcurrentBag<string> migratedOnes = [];
    readonly Lazy<IReadOnlyList<MigrationFile>> migrations;
    readonly Lazy<IReadOnlyList<string>> tables;

    /// <summary>The rows of each table go before those that they refer to.</summary>
    readonly Lazy<string> emptying;

    private protected ServerDatabases(Engine engine)
    {
        migrations = new(() => MigrationFile.ReadAll(Migrator.OwnScripts, engine.Name));
        tables = new(() => [.. CopySchema.Of(migrations.Value).Select(table => table.Name)]);
        emptying = new(() => string.Concat(tables.Value.Reverse().Select(name => $"DELETE FROM {name};\n")));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => DropAll();
    }

    /// <summary>Tables or none; one with tables goes back by <see cref="GiveBack"/>, one without by <see cref="Drop"/>.</summary>
    internal string Rent(bool migrated, Func<string> newName)
    {
        if (migrated && idle.TryTake(out var used))
            return used;

        var name = newName();
        Create(name, migrated);
        if (migrated)
            migratedOnes.Add(name);
        return name;
    }

    internal void GiveBack(string name)
    {
        using var connection = Open(name);
        using (var command = connection.CreateCommand())
        {
            command.CommandText = emptying.Value;
            command.ExecuteNonQuery();
        }

        // A test that left more behind than rows, such as a table or a migration, has used it up.
        if (IsAsMigrated(connection))
            idle.Add(name);
    }

    internal abstract string ConnectionString(string name);

    internal abstract void Drop(string name);

    /// <summary>An open connection to that database, or to the one that the account starts in.</summary>
    protected abstract DbConnection Open(string? name);

    protected abstract void Create(string name, bool migrated);

    /// <summary>Counts the tables and joins the names of all applied migrations by blanks, in their order.</summary>
    protected abstract string State { get; }

    protected virtual void DropAll()
    {
        foreach (var name in migratedOnes)
            Drop(name);
    }

    protected void Execute(string statement)
    {
        using var connection = Open(null);
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }

    bool IsAsMigrated(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = State;
        using var reader = command.ExecuteReader();
        reader.Read();
        return reader.GetInt32(0) == tables.Value.Count + 1
            && reader.GetString(1) == string.Join(' ', migrations.Value.Select(file => file.Name));
    }
}
