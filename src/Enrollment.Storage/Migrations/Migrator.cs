using System.Data.Common;
using System.Diagnostics;
using Enrollment.Storage.Data;
using Enrollment.Storage.Migrations;
using EvolveDb;
using EvolveDb.Configuration;

namespace Enrollment.Storage;

/// <summary>
/// Brings the database to the program's version before the program serves. Several processes may start at once: a lock
/// lets one work while the others wait, and each script is applied once.
/// </summary>
public sealed class Migrator
{
    static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(30);
    static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(25);

    /// <summary>The scripts that come with the program.</summary>
    internal static readonly string OwnScripts = Path.Combine(AppContext.BaseDirectory, "migrations");

    readonly StorageOptions options;
    readonly MigrationTarget target;
    readonly string directory;
    readonly TimeSpan patience;

    /// <param name="options">Where the database is.</param>
    /// <param name="directory">The scripts; null: those that come with the program.</param>
    /// <param name="patience">How long to wait for another process that migrates; null: 30 s.</param>
    internal Migrator(StorageOptions options, string? directory = null, TimeSpan? patience = null)
    {
        this.options = options;
        target = MigrationTarget.Of(options);
        this.directory = directory ?? OwnScripts;
        this.patience = patience ?? DefaultPatience;
    }

    /// <summary>For the copy itself, which goes on with such a database; whoever serves must not.</summary>
    internal bool TakesUnfinishedCopy { get; init; }

    /// <summary>
    /// Creates the data directory and, with the embedded engine, the database where they are missing and applies the
    /// migrations that are. Answers their names; none when the database is up to date.
    /// </summary>
    /// <exception cref="DatabaseSetupException">The database can't be used as it is set up: nothing was changed.</exception>
    /// <exception cref="MigrationException">
    /// A past migration was changed or is missing, the database is newer than the program or an unfinished copy, or another
    /// process has been migrating for too long: nothing was changed. Or a script failed: what it did was rolled back, and those before it
    /// stay.
    /// </exception>
    public IReadOnlyList<string> Apply() => Named(ApplyPending);

    IReadOnlyList<string> ApplyPending()
    {
        var files = MigrationFile.ReadAll(directory, target.Engine.Name);
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
    /// <exception cref="DatabaseSetupException">The database can't be used as it is set up.</exception>
    /// <exception cref="MigrationException">
    /// A past migration was changed or is missing, or the database is newer than the program or an unfinished copy.
    /// </exception>
    public IReadOnlyList<string> Check() =>
        Named<IReadOnlyList<string>>(() =>
            [.. Pending(MigrationFile.ReadAll(directory, target.Engine.Name)).Select(file => file.Name)]
        );

    /// <summary>Whatever the database or the disk has against it is for whoever runs the program, not for its makers.</summary>
    T Named<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or IOException)
        {
            throw new DatabaseSetupException(
                $"The data directory '{Path.GetFullPath(options.DataDirectory)}' can't be used: "
                    + $"{failure.Message.ReplaceLineEndings(" ")} Let this user write there, or name another one with "
                    + "Enrollment:DataDirectory.",
                failure
            );
        }
        catch (DbException failure)
        {
            throw new DatabaseSetupException(
                $"The database failed before the program served: {failure.Message.ReplaceLineEndings(" ")} "
                    + "Mend that and start again; what was applied so far stays.",
                failure
            );
        }
    }

    IReadOnlyList<MigrationFile> Pending(IReadOnlyList<MigrationFile> files)
    {
        if (!target.Exists)
            return files;

        using var connection = target.Open();
        if (!TakesUnfinishedCopy && connection.IsTrue(target.CountTables(DatabaseCopy.Unfinished)))
        {
            throw new MigrationException(
                "The database is the target of an 'enrollment copy' that isn't finished: it holds a part of the register. "
                    + "Nothing was changed. Call the same copy again until everything is equal."
            );
        }

        return MigrationLedger.Pending(files, MigrationLedger.Read(connection, target));
    }

    void Run(IReadOnlyList<MigrationFile> files)
    {
        target.Create();
        using var connection = target.Open();

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

    void Run(DbConnection connection, string scripts)
    {
        var evolve = new Evolve(connection, logDelegate: null, target.Dialect)
        {
            Locations = [scripts],
            Placeholders = new Dictionary<string, string>(target.Engine.Types),
            TransactionMode = TransactionKind.CommitEach,
            IsEraseDisabled = true,
        };
        try
        {
            evolve.Migrate();
        }
        catch (EvolveException failure)
        {
            ForgetAttempt();
            var cause = failure.GetBaseException();
            throw new MigrationException(
                $"A migration failed and was rolled back. {failure.Message} {cause.Message}",
                failure
            );
        }
    }

    /// <summary>Evolve records an attempt that failed; a migration either is in the database or isn't.</summary>
    void ForgetAttempt()
    {
        using var connection = target.Open();
        if (connection.IsTrue(target.CountTables("changelog")))
            connection.Execute("DELETE FROM changelog WHERE success = '0'");
    }

    IDisposable WaitForLock()
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            if (target.TryLock() is { } held)
                return held;

            if (Stopwatch.GetElapsedTime(began) >= patience)
            {
                throw new MigrationException(
                    $"Another process has been migrating the database for more than {patience.TotalSeconds:0} s "
                        + $"(it holds {target.LockName}). Nothing was changed. Wait for it to end and start again."
                );
            }

            Thread.Sleep(RetryAfter);
        }
    }
}
