using System.Globalization;
using System.Text;
using Enrollment.Storage.Migrations;

namespace Enrollment.Storage;

/// <summary>
/// All migrations as one script for an administrator who reads or applies them by hand. It also records them where the
/// migrator looks, so that a database made by it counts as up to date and takes later migrations from the program.
/// </summary>
public static class MigrationScript
{
    /// <summary>The engines that there is a script for.</summary>
    public static IReadOnlyList<string> EngineNames { get; } = [.. Engines.All.Select(engine => engine.Name)];

    /// <summary>The script for a new, empty database. Each migration is a transaction.</summary>
    public static string For(string engine) => For(engine, Migrator.OwnScripts);

    internal static string For(string engineName, string directory)
    {
        var engine = Engines.All.Single(known => known.Name == engineName);
        var script = new StringBuilder();
        script.AppendLine(
            CultureInfo.InvariantCulture,
            $"-- Enrollment: all migrations for {engine.Name}, for an empty database. Stop at the first error ({Stop(engine)})."
        );
        script.AppendLine("-- The table changelog is how the program knows what is applied.");
        script.AppendLine().AppendLine(Begin(engine)).AppendLine(Changelog(engine)).AppendLine(End(engine));
        foreach (var file in MigrationFile.ReadAll(directory, engine.Name))
        {
            script.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"-- {file.Name}");
            script.AppendLine(Begin(engine));
            script.AppendLine(engine.Fill(file).TrimEnd());
            script.AppendLine().AppendLine(Record(file));
            script.AppendLine(End(engine));
        }

        return script.ToString().ReplaceLineEndings("\n");
    }

    static string Stop(Engine engine) =>
        engine == Engines.Sqlite ? "sqlite3 -bail"
        : engine == Engines.PostgreSql ? "psql -v ON_ERROR_STOP=1"
        : "sqlcmd -b";

    static string Begin(Engine engine) =>
        // Without XACT_ABORT SQL Server goes on behind most errors.
        engine == Engines.SqlServer
            ? "SET XACT_ABORT ON;\nBEGIN TRANSACTION;"
            : "BEGIN;";

    static string End(Engine engine) => engine == Engines.SqlServer ? "COMMIT TRANSACTION;\nGO" : "COMMIT;";

    /// <summary>The table as Evolve makes it on each engine.</summary>
    static string Changelog(Engine engine)
    {
        var (id, type, installedOn, success) = engine switch
        {
            _ when engine == Engines.Sqlite => (
                "INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL",
                "INTEGER",
                "TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f','now'))",
                "BOOLEAN"
            ),
            _ when engine == Engines.PostgreSql => (
                "SERIAL PRIMARY KEY NOT NULL",
                "SMALLINT",
                "TIMESTAMP NOT NULL DEFAULT now()",
                "BOOLEAN"
            ),
            _ => ("INT NOT NULL IDENTITY(1,1) PRIMARY KEY", "TINYINT", "DATETIME NOT NULL DEFAULT GETDATE()", "BIT"),
        };
        return $"""
            CREATE TABLE changelog (
                id {id},
                type {type},
                version VARCHAR(50),
                description VARCHAR(200) NOT NULL,
                name VARCHAR(300) NOT NULL,
                checksum VARCHAR(32),
                installed_by VARCHAR(100) NOT NULL,
                installed_on {installedOn},
                success {success} NOT NULL
            );
            """;
    }

    static string Record(MigrationFile file) =>
            // '1' is the one literal of truth for all: a BOOLEAN of PostgreSQL and a BIT take it, and SQLite's column makes
            // it a number.
            $"""
            INSERT INTO changelog (type, version, description, name, checksum, installed_by, success)
            VALUES (0, '{file.Version}', '{file.Description}', '{file.Name}', '{file.Checksum()}', 'script', '1');
            """;
}
