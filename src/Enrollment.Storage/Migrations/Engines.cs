namespace Enrollment.Storage.Migrations;

/// <summary>An engine that migrations are written for: its folder's name and what the placeholders stand for.</summary>
sealed record Engine(string Name, IReadOnlyDictionary<string, string> Types)
{
    /// <summary>The scripts' text with every placeholder filled in. Throws where one is left.</summary>
    internal string Fill(MigrationFile file)
    {
        var sql = file.Text();
        foreach (var (placeholder, type) in Types)
            sql = sql.Replace(placeholder, type, StringComparison.Ordinal);

        var left = sql.IndexOf("${", StringComparison.Ordinal);
        return left < 0
            ? sql
            : throw new MigrationException(
                $"The migration {file.Name} has a placeholder that isn't known: {sql[left..].Split('}')[0]}}}"
            );
    }
}

/// <summary>
/// What each type of a migration is on each engine. Lengths: the longest code is an idempotency key (200), the longest
/// name an email address (254). On SQL Server a key holds 900 bytes where it orders the table and 1,700 elsewhere; the
/// largest are two codes (800) and one name (800).
/// </summary>
static class Engines
{
    internal static Engine Sqlite { get; } =
        Of(
            "sqlite",
            guid: "TEXT",
            instant: "TEXT",
            date: "TEXT",
            code: "TEXT",
            name: "TEXT",
            text: "TEXT",
            int32: "INTEGER",
            int64: "INTEGER",
            // A value of the wrong type is refused, as the servers do.
            options: " STRICT"
        );

    /// <summary>Texts order by code point, as on SQLite, and no index depends on the operating system's collations.</summary>
    internal static Engine PostgreSql { get; } =
        Of(
            "postgresql",
            guid: "UUID",
            instant: "TIMESTAMPTZ",
            date: "DATE",
            code: "VARCHAR(200) COLLATE \"C\"",
            name: "VARCHAR(400) COLLATE \"C\"",
            text: "TEXT",
            int32: "INTEGER",
            int64: "BIGINT",
            options: ""
        );

    const string Binary = "COLLATE Latin1_General_100_BIN2";

    /// <summary>
    /// Ids are 36 lower-case characters: a UNIQUEIDENTIFIER orders by its last six bytes, the random end of a version-7
    /// id, so that a page after a key would skip rows and inserts would scatter; as text ids order by time. Ids must come
    /// as text parameters, too: beside a UNIQUEIDENTIFIER the server converts the column, and no index helps. The default
    /// collation takes "a" for "A" and some letters of other scripts for one another; codes and names must be exact.
    /// </summary>
    internal static Engine SqlServer { get; } =
        Of(
            "sqlserver",
            guid: $"CHAR(36) {Binary}",
            instant: "DATETIMEOFFSET(7)",
            date: "DATE",
            code: $"NVARCHAR(200) {Binary}",
            name: $"NVARCHAR(400) {Binary}",
            text: $"NVARCHAR(MAX) {Binary}",
            int32: "INT",
            int64: "BIGINT",
            options: ""
        );

    internal static IReadOnlyList<Engine> All { get; } = [Sqlite, PostgreSql, SqlServer];

    static Engine Of(
        string engine,
        string guid,
        string instant,
        string date,
        string code,
        string name,
        string text,
        string int32,
        string int64,
        string options
    ) =>
        new(
            engine,
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["${guid}"] = guid,
                ["${instant}"] = instant,
                ["${date}"] = date,
                ["${code}"] = code,
                ["${name}"] = name,
                ["${text}"] = text,
                ["${int}"] = int32,
                ["${long}"] = int64,
                ["${options}"] = options,
            }
        );
}
