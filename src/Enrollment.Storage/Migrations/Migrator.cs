using System.Diagnostics;
using Enrollment.Storage.Migrations;
using Enrollment.Storage.Sqlite;
using EvolveDb;
using EvolveDb.Configuration;
using EvolveDb.Dialect;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Enrollment.Storage;

/// <summary>
/// Brings the database to the program's version before the program serves. Several processes may start at once: a lock
/// file lets one work while the others wait, and each script is applied once.
/// </summary>
public sealed class Migrator
{
    static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(30);
    static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(25);

    /// <summary>The scripts that come with the program.</summary>
    internal static readonly string OwnScripts = Path.Combine(AppContext.BaseDirectory, "migrations");

    readonly StorageOptions options;
    readonly string directory;
    readonly TimeSpan patience;

    /// <param name="options">Where the database is.</param>
    /// <param name="directory">The scripts; null: those that come with the program.</param>
    /// <param name="patience">How long to wait for another process that migrates; null: 30 s.</param>
    internal Migrator(StorageOptions options, string? directory = null, TimeSpan? patience = null)
    {
        this.options = options;
        this.directory = directory ?? OwnScripts;
        this.patience = patience ?? DefaultPatience;
    }

    /// <summary>
    /// Creates the data directory and the database where they are missing and applies the migrations that are. Answers
    /// their names; none when the database is up to date.
    /// </summary>
    /// <exception cref="MigrationException">
    /// A past migration was changed or is missing, the database is newer than the program, or another process has been
    /// migrating for too long: nothing was changed. Or a script failed: what it did was rolled back, and those before it
    /// stay.
    /// </exception>
    public IReadOnlyList<string> Apply()
    {
        var files = MigrationFile.ReadAll(directory, Engines.Sqlite.Name);
        Directory.CreateDirectory(options.DataDirectory);

        // Nearly every start finds nothing to do and needs neither the lock nor Evolve.
        if (Pending(files).Count == 0)
            return [];

        using var held = WaitForLock();
        var pending = Pending(files);
        if (pending.Count > 0)
            Run(files);
        return [.. pending.Select(file => file.Name)];
    }

    /// <summary>The names of the migrations that <see cref="Apply"/> would apply. Creates and changes nothing.</summary>
    /// <exception cref="MigrationException">
    /// A past migration was changed or is missing, the database is newer than the program, or the file is no database.
    /// </exception>
    public IReadOnlyList<string> Check() =>
        [.. Pending(MigrationFile.ReadAll(directory, Engines.Sqlite.Name)).Select(file => file.Name)];

    IReadOnlyList<MigrationFile> Pending(IReadOnlyList<MigrationFile> files)
    {
        if (!File.Exists(options.DatabasePath))
            return files;

        try
        {
            using var connection = Open(SqliteOpenMode.ReadWrite);
            return MigrationLedger.Pending(files, MigrationLedger.Read(connection));
        }
        catch (SqliteException damaged) when (damaged.SqliteErrorCode is raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT)
        {
            throw new MigrationException(
                $"{options.DatabasePath} is no database or is damaged. Nothing was changed. Restore it from a backup.",
                damaged
            );
        }
    }

    void Run(IReadOnlyList<MigrationFile> files)
    {
        using var connection = Open(SqliteOpenMode.ReadWriteCreate);
        connection.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");

        // Evolve reads folders with all that is below them, other engines' scripts included: it gets a folder of its own.
        var staged = Directory.CreateTempSubdirectory("enrollment-migrations-");
        try
        {
            foreach (var file in files)
                File.Copy(file.Path, Path.Combine(staged.FullName, file.Name));
            Run(connection, staged.FullName);
        }
        finally
        {
            staged.Delete(recursive: true);
        }
    }

    static void Run(SqliteConnection connection, string scripts)
    {
        var evolve = new Evolve(connection, logDelegate: null, DBMS.SQLite)
        {
            Locations = [scripts],
            Placeholders = new Dictionary<string, string>(Engines.Sqlite.Types),
            TransactionMode = TransactionKind.CommitEach,
            IsEraseDisabled = true,
        };
        try
        {
            evolve.Migrate();
        }
        catch (EvolveException failure)
        {
            // Evolve records the attempt; a migration either is in the database or isn't.
            connection.Execute("DELETE FROM changelog WHERE success = 0");
            var cause = failure.GetBaseException();
            throw new MigrationException(
                $"A migration failed and was rolled back. {failure.Message} {cause.Message}",
                failure
            );
        }
    }

    FileStream WaitForLock()
    {
        var path = Path.Combine(options.DataDirectory, "migrate.lock");
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException held) when (held is not (DirectoryNotFoundException or FileNotFoundException))
            {
                if (Stopwatch.GetElapsedTime(began) >= patience)
                {
                    throw new MigrationException(
                        $"Another process has been migrating the database for more than {patience.TotalSeconds:0} s "
                            + $"(it holds {path}). Nothing was changed. Wait for it to end and start again.",
                        held
                    );
                }

                Thread.Sleep(RetryAfter);
            }
        }
    }

    SqliteConnection Open(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(SqliteConnections.String(options.DatabasePath, mode, pooling: false));
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
