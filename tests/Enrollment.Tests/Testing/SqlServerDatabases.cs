using System.Data.Common;
using Enrollment.Storage.Migrations;
using Microsoft.Data.SqlClient;

namespace Enrollment.Tests.Testing;

/// <summary>On SQL Server, where making a database takes a second.</summary>
sealed class SqlServerDatabases(string server) : ServerDatabases(Engines.SqlServer)
{
    /// <summary>Not every server makes and drops several at once.</summary>
    readonly Lock gate = new();

    protected override string State =>
        """
            SELECT (SELECT COUNT(*) FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_TYPE = 'BASE TABLE'),
                (SELECT STRING_AGG(name, ' ') WITHIN GROUP (ORDER BY version) FROM changelog WHERE type = 0)
            """;

    internal override string ConnectionString(string name) =>
        new SqlConnectionStringBuilder(server) { InitialCatalog = name }.ConnectionString;

    protected override DbConnection Open(string? name)
    {
        var connection = new SqlConnection(name is null ? server : ConnectionString(name));
        connection.Open();
        return connection;
    }

    protected override void Create(string name, bool migrated)
    {
        lock (gate)
            Execute($"CREATE DATABASE {name}");
    }

    /// <summary>A connection that was just closed counts as open for a moment.</summary>
    internal override void Drop(string name)
    {
        const int InUse = 3702;
        using (var pooled = new SqlConnection(ConnectionString(name)))
            SqlConnection.ClearPool(pooled);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                lock (gate)
                    Execute($"DROP DATABASE {name}");
                return;
            }
            catch (SqlException inUse)
                when (attempt < 100
                    && (
                        inUse.Number == InUse
                        || inUse.Message.Contains("currently in use", StringComparison.OrdinalIgnoreCase)
                    )
                )
            {
                Thread.Sleep(50);
            }
        }
    }

    protected override void DropAll()
    {
        SqlConnection.ClearAllPools();
        base.DropAll();
    }
}
