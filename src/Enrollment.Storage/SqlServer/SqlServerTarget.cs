using System.Data.Common;
using Enrollment.Storage.Migrations;
using Enrollment.Storage.Servers;
using EvolveDb.Dialect;
using Microsoft.Data.SqlClient;

namespace Enrollment.Storage.SqlServer;

/// <summary>
/// A SQL Server database, in the user's default schema. What the program needs is asked for by using it: servers that
/// speak the protocol without being SQL Server tell versions of their own.
/// </summary>
sealed class SqlServerTarget(string connectionString) : ServerTarget
{
    internal override Engine Engine => Engines.SqlServer;

    internal override DBMS Dialect => DBMS.SQLServer;

    internal override string CountTables(string name) =>
        $"SELECT COUNT(*) FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = SCHEMA_NAME() AND TABLE_NAME = '{name}'";

    internal override string LockName => "an application lock of the database";

    private protected override string TakeLock =>
        """
            DECLARE @answer INT, @name NVARCHAR(255);
            SET @name = CONCAT('enrollment.migrate.', DB_NAME());
            EXEC @answer = sp_getapplock @Resource = @name, @LockMode = 'Exclusive',
                @LockOwner = 'Session', @LockTimeout = 0;
            SELECT CASE WHEN @answer >= 0 THEN 1 ELSE 0 END;
            """;

    internal override IReadOnlyList<Demand> Demands { get; } =
    [
        new(
            "SELECT CASE WHEN N'a' COLLATE Latin1_General_100_BIN2 = N'A' THEN 'equal' ELSE 'different' END",
            answer => answer == "different",
            "The collation Latin1_General_100_BIN2 takes 'a' for 'A' here; the program needs SQL Server 2019 or newer."
        ),
        new(
            "SELECT COALESCE(SCHEMA_NAME(), '')",
            schema => schema.Length > 0,
            "The user has no default schema. Set one with ALTER USER ... WITH DEFAULT_SCHEMA."
        ),
        new(
            """
            SELECT CASE WHEN HAS_PERMS_BY_NAME(DB_NAME(), 'DATABASE', 'CREATE TABLE') = 1
                     OR EXISTS (SELECT 1 FROM INFORMATION_SCHEMA.TABLES
                                WHERE TABLE_SCHEMA = SCHEMA_NAME() AND TABLE_NAME = 'changelog')
                   THEN '' ELSE USER_NAME() END
            """,
            lacking => lacking.Length == 0,
            "The user '{0}' may not create tables. Run GRANT CREATE TABLE, or apply the script of "
                + "'enrollment migrate --script' as another user."
        ),
        new(
            """
            SELECT COUNT(*) FROM INFORMATION_SCHEMA.COLUMNS
            WHERE TABLE_SCHEMA = SCHEMA_NAME() AND TABLE_NAME = 'Centers' AND COLUMN_NAME IN ('Code', 'Name')
              AND LOWER(COLLATION_NAME) NOT LIKE '%bin2'
            """,
            others => others == "0",
            "Columns of the table Centers have a collation that isn't binary, so that different codes would count as "
                + "the same. Make the database with 'enrollment migrate', or correct them."
        ),
    ];

    private protected override string WayOut(Exception failure) =>
        failure is SqlException { Number: 18456 or 18452 }
            ? "Correct User ID and Password in Enrollment:Database:ConnectionString."
        : failure is SqlException { Number: 4060 }
            ? "Run CREATE DATABASE on the server, or correct Database in Enrollment:Database:ConnectionString."
        : "Check Server in Enrollment:Database:ConnectionString, that the server runs, and that this machine trusts its "
            + "certificate: connections are encrypted and verified unless the string says 'Encrypt=Optional' or "
            + "'TrustServerCertificate=True'.";

    private protected override DbConnection Connection() =>
        new SqlConnection(
            new SqlConnectionStringBuilder(SqlServerConnections.WithDefaults(connectionString))
            {
                Pooling = false,
            }.ConnectionString
        );
}
