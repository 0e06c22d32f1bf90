using System.Data.Common;
using Dapper;
using Enrollment.Storage;
using Enrollment.Storage.Data;
using Enrollment.Storage.Migrations;

namespace Enrollment.Tests.Testing;

static class DatabaseSchema
{
    /// <summary>
    /// All that migrations make, in words that two databases of one engine can be compared by: tables, keys, indexes, and
    /// what is recorded as applied. Nothing where there is no database or no table in it.
    /// </summary>
    internal static IReadOnlyList<string> Schema(this TestDatabase database)
    {
        var target = MigrationTarget.Of(database.Options);
        if (!target.Exists)
            return [];

        using var connection = target.Open();
        var lines = Queries(database.Options.Engine).SelectMany(sql => Rows(connection, sql));
        if (connection.IsTrue(target.CountTables("changelog")))
        {
            const string Applied = "SELECT version, name, checksum, success FROM changelog WHERE type = 0";
            lines = lines.Concat(Rows(connection, Applied));
        }

        return [.. lines.Order(StringComparer.Ordinal)];
    }

    static IEnumerable<string> Rows(DbConnection connection, string sql) =>
        connection.Query(sql).Select(row => string.Join(' ', ((IDictionary<string, object?>)row).Values));

    static string[] Queries(DatabaseEngine engine) =>
        engine switch
        {
            DatabaseEngine.Sqlite =>
            [
                // Whether Evolve or a script makes the table in which migrations are recorded, it isn't the same text.
                "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name NOT IN ('changelog', 'sqlite_sequence')",
                "SELECT name, type FROM pragma_table_info('changelog')",
            ],
            DatabaseEngine.PostgreSql =>
            [
                """
                    SELECT table_name, column_name, data_type, character_maximum_length, collation_name, is_nullable,
                        column_default
                    FROM information_schema.columns WHERE table_schema = current_schema()
                    """,
                """
                    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
                    FROM pg_constraint WHERE connamespace = current_schema()::regnamespace
                    """,
                "SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema()",
            ],
            // The names of constraints that have none in the migrations are random.
            _ =>
            [
                """
                    SELECT c.TABLE_NAME, c.COLUMN_NAME, c.DATA_TYPE, c.CHARACTER_MAXIMUM_LENGTH, c.COLLATION_NAME,
                        c.IS_NULLABLE
                    FROM INFORMATION_SCHEMA.COLUMNS c
                    JOIN INFORMATION_SCHEMA.TABLES t ON t.TABLE_NAME = c.TABLE_NAME AND t.TABLE_TYPE = 'BASE TABLE'
                    """,
                """
                    SELECT k.TABLE_NAME, c.CONSTRAINT_TYPE, k.COLUMN_NAME, k.ORDINAL_POSITION
                    FROM INFORMATION_SCHEMA.KEY_COLUMN_USAGE k
                    JOIN INFORMATION_SCHEMA.TABLE_CONSTRAINTS c ON c.CONSTRAINT_NAME = k.CONSTRAINT_NAME
                    """,
            ],
        };
}
