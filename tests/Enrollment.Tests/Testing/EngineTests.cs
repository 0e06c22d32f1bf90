using Enrollment.Storage;
using Microsoft.Data.SqlClient;
using Npgsql;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Testing;

/// <summary>That a pass runs on the engine that it is named after.</summary>
public sealed class EngineTests
{
    [Fact]
    [OnlyOn(DatabaseEngine.PostgreSql)]
    public void The_tests_run_on_PostgreSQL()
    {
        using var database = new TestDatabase();
        using var connection = database.Open();
        connection.ShouldBeOfType<NpgsqlConnection>();
    }

    [Fact]
    [OnlyOn(DatabaseEngine.SqlServer)]
    public void The_tests_run_on_SQL_Server()
    {
        Assert.SkipUnless(TestDatabase.Engine == DatabaseEngine.SqlServer, "ENROLLMENT_TEST_SQLSERVER isn't set");
        using var database = new TestDatabase();
        using var connection = database.Open();
        connection.ShouldBeOfType<SqlConnection>();
    }
}
