using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using Enrollment.Storage.Migrations;
using Enrollment.Storage.Servers;
using EvolveDb.Dialect;
using Npgsql;

namespace Enrollment.Storage.PostgreSql;

/// <summary>A schema of a PostgreSQL database: the first one of the connection's search path.</summary>
sealed class PostgreSqlTarget(string connectionString) : ServerTarget
{
    const int OldestVersion = 150000;

    internal override Engine Engine => Engines.PostgreSql;

    internal override DBMS Dialect => DBMS.PostgreSQL;

    internal override string CountTables(string name) =>
        $"SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = '{name}'";

    internal override string LockName => "an advisory lock of the database";

    // One number for the program and one for the schema: installations in other schemas go on.
    private protected override string TakeLock =>
        "SELECT pg_try_advisory_lock(1162757708, hashtext(current_schema()))::int";

    internal override IReadOnlyList<Demand> Demands { get; } =
    [
        new(
            "SELECT current_setting('server_version_num')",
            version => int.Parse(version, CultureInfo.InvariantCulture) >= OldestVersion,
            "The server is PostgreSQL of version number {0}; the program needs PostgreSQL 15 (150000) or newer."
        ),
        new(
            "SELECT current_setting('server_encoding')",
            encoding => encoding == "UTF8",
            "The database's encoding is {0}, which can't hold every name. Create it anew with ENCODING 'UTF8'."
        ),
        new(
            "SELECT coalesce(current_schema(), '')",
            schema => schema.Length > 0,
            "None of the schemas in the connection's search path exists or may be used. Create it, or name another "
                + "one with 'Search Path=...' in Enrollment:Database:ConnectionString."
        ),
        new(
            "SELECT current_setting('TimeZone')",
            zone => zone == "UTC",
            "The session's time zone is {0} though UTC was asked for. Let the connection's settings pass unchanged."
        ),
        new(
            "SELECT current_setting('synchronous_commit')",
            commit => commit != "off",
            "synchronous_commit is {0}: a crash would lose what was answered. Set it to on for this user or database."
        ),
        new(
            """
            SELECT CASE WHEN has_schema_privilege(current_schema(), 'CREATE')
                     OR EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'changelog')
                   THEN '' ELSE current_user || ' / ' || current_schema() END
            """,
            lacking => lacking.Length == 0,
            "The user may not create tables in the schema (user / schema: {0}). "
                + "Run GRANT CREATE ON SCHEMA, or apply the script of 'enrollment migrate --script' as another user."
        ),
        new(
            """
            SELECT coalesce(string_agg(c.relname || '.' || a.attname, ', '), '')
            FROM pg_attribute a
            JOIN pg_class c ON c.oid = a.attrelid
            JOIN pg_collation o ON o.oid = a.attcollation
            WHERE c.relnamespace = current_schema()::regnamespace AND c.relname = 'centers'
              AND a.attname IN ('code', 'name') AND o.collname <> 'C'
            """,
            other => other.Length == 0,
            "These columns have another collation than \"C\", so codes would sort otherwise than the program expects: "
                + "{0}. Make the database with 'enrollment migrate', or correct them."
        ),
    ];

    private protected override string WayOut(Exception failure) =>
        failure switch
        {
            PostgresException { SqlState: PostgresErrorCodes.InvalidPassword } =>
                "Correct Username and Password in Enrollment:Database:ConnectionString.",
            PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } =>
                "Run CREATE DATABASE on the server, or correct Database in Enrollment:Database:ConnectionString.",
            PostgresException => "Correct Enrollment:Database:ConnectionString, or let this user in on the server.",
            { InnerException: AuthenticationException } => "Name the certificate of the server's authority with "
                + "'Root Certificate=FILE' in Enrollment:Database:ConnectionString, and the server as its certificate does.",
            { InnerException: SocketException or TimeoutException } =>
                "Check Host and Port in Enrollment:Database:ConnectionString and that the server runs.",
            _ when failure.Message.Contains("SSL", StringComparison.Ordinal) =>
                "Connections are encrypted by default: set "
                    + "ssl = on on the server, or, in a network that nobody else reads, add 'SSL Mode=Disable' to "
                    + "Enrollment:Database:ConnectionString.",
            _ => "Check Enrollment:Database:ConnectionString and that the server runs.",
        };

    private protected override DbConnection Connection() =>
        new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(PostgreSqlConnections.WithDefaults(connectionString))
            {
                Pooling = false,
                MaxAutoPrepare = 0,
            }.ConnectionString
        );
}
