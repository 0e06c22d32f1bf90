using Enrollment.Data;
using Enrollment.Storage.PostgreSql;
using Enrollment.Storage.SqlServer;
using Enrollment.Tests.Testing;
using Microsoft.Data.SqlClient;
using Npgsql;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Storage;

/// <summary>What can be said of a server without having one.</summary>
public sealed class UnusableDatabaseTests : IDisposable
{
    const string Password = "S3cret-of-the-test";

    readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData("PostgreSql", "Hots=127.0.0.1;Password=" + Password, "hots")]
    [InlineData("PostgreSql", "Host=127.0.0.1;Port=many;Password=" + Password, "port")]
    [InlineData("PostgreSql", "just some words", "can't be read")]
    [InlineData("PostgreSql", "Database=enrollment;Password=" + Password, "names no server: Host=")]
    [InlineData("SqlServer", "Sever=127.0.0.1;Password=" + Password, "sever")]
    [InlineData("SqlServer", "Server=127.0.0.1;Encrypt=perhaps;Password=" + Password, "encrypt")]
    [InlineData("SqlServer", "Database=enrollment;Password=" + Password, "names no server: Server=")]
    [InlineData("SqlServer", "Server=127.0.0.1,1;Connect Timeout=5;User ID=x;Password=" + Password, "127.0.0.1,1")]
    public async Task A_connection_string_that_leads_nowhere_is_refused(string engine, string text, string said)
    {
        var call = await ProgramCall.RunAsync(
            "--urls=http://127.0.0.1:0",
            $"--Enrollment:DataDirectory={directory.File("data")}",
            $"--Enrollment:Database:Engine={engine}",
            $"--Enrollment:Database:ConnectionString={text}"
        );

        call.ShouldRefuse("Enrollment:Database:ConnectionString");
        call.Error.ShouldContain(said, Case.Insensitive);
        call.Error.ShouldNotContain(Password);
    }

    [Fact]
    public void PostgreSQL_is_encrypted_and_verified_unless_the_string_says_otherwise()
    {
        Built("Host=db").SslMode.ShouldBe(SslMode.VerifyFull);
        Built("Host=db;SSL Mode=Disable").SslMode.ShouldBe(SslMode.Disable);
        Built("Host=db;SslMode=Require").SslMode.ShouldBe(SslMode.Require);
        Built("Host=db;Maximum Pool Size=7").MaxPoolSize.ShouldBe(7);
        Built("Host=db").MaxPoolSize.ShouldBe(64);

        static NpgsqlConnectionStringBuilder Built(string text) => new(PostgreSqlConnections.WithDefaults(text));
    }

    [Fact]
    public void SQL_Server_is_encrypted_and_verified_unless_the_string_says_otherwise()
    {
        var built = Built("Server=db;Database=enrollment");
        built.Encrypt.ShouldBe(SqlConnectionEncryptOption.Mandatory);
        built.TrustServerCertificate.ShouldBeFalse();
        built.MaxPoolSize.ShouldBe(64);
        Built("Server=db;Encrypt=Optional").Encrypt.ShouldBe(SqlConnectionEncryptOption.Optional);
        Built("Server=db;Max Pool Size=7").MaxPoolSize.ShouldBe(7);

        static SqlConnectionStringBuilder Built(string text) => new(SqlServerConnections.WithDefaults(text));
    }

    [Theory]
    [InlineData("23505", DatabaseFault.UniqueViolation)]
    [InlineData("40001", DatabaseFault.Conflict)]
    [InlineData("40P01", DatabaseFault.Conflict)]
    [InlineData("53100", DatabaseFault.Full)]
    [InlineData("53300", DatabaseFault.Busy)]
    [InlineData("55P03", DatabaseFault.Busy)]
    [InlineData("57014", DatabaseFault.Busy)]
    [InlineData("57P01", DatabaseFault.Unreachable)]
    [InlineData("57P03", DatabaseFault.Unreachable)]
    [InlineData("25P03", DatabaseFault.Unreachable)]
    [InlineData("25006", DatabaseFault.Unreachable)]
    [InlineData("28P01", DatabaseFault.Unreachable)]
    [InlineData("08006", DatabaseFault.Unreachable)]
    [InlineData("08P01", DatabaseFault.Unreachable)]
    [InlineData("23503", DatabaseFault.ConstraintViolation)]
    [InlineData("42P01", DatabaseFault.Other)]
    public async Task PostgreSQL_errors_are_told_apart(string state, DatabaseFault fault)
    {
        await using var engine = new PostgreSqlEngine("Host=127.0.0.1");

        engine.FaultOf(new PostgresException("said", "ERROR", "ERROR", state)).ShouldBe(fault);
    }

    [Theory]
    [InlineData(typeof(IOException), DatabaseFault.Unreachable)]
    [InlineData(typeof(EndOfStreamException), DatabaseFault.Unreachable)]
    [InlineData(typeof(System.Net.Sockets.SocketException), DatabaseFault.Unreachable)]
    [InlineData(typeof(System.Security.Authentication.AuthenticationException), DatabaseFault.Unreachable)]
    [InlineData(typeof(TimeoutException), DatabaseFault.Busy)]
    public async Task PostgreSQL_connections_that_fail_are_told_apart(Type inner, DatabaseFault fault)
    {
        await using var engine = new PostgreSqlEngine("Host=127.0.0.1");
        var cause = (Exception)Activator.CreateInstance(inner)!;

        engine.FaultOf(new NpgsqlException("said", cause)).ShouldBe(fault);
    }

    [Theory]
    [InlineData(2627, 14, DatabaseFault.UniqueViolation)]
    [InlineData(2601, 14, DatabaseFault.UniqueViolation)]
    [InlineData(1205, 13, DatabaseFault.Conflict)]
    [InlineData(1105, 17, DatabaseFault.Full)]
    [InlineData(9002, 17, DatabaseFault.Full)]
    [InlineData(-2, 11, DatabaseFault.Busy)]
    [InlineData(1222, 16, DatabaseFault.Busy)]
    [InlineData(0, 20, DatabaseFault.Unreachable)]
    [InlineData(19, 20, DatabaseFault.Unreachable)]
    [InlineData(20, 20, DatabaseFault.Unreachable)]
    [InlineData(233, 20, DatabaseFault.Unreachable)]
    [InlineData(10054, 20, DatabaseFault.Unreachable)]
    [InlineData(11001, 20, DatabaseFault.Unreachable)]
    [InlineData(40613, 17, DatabaseFault.Unreachable)]
    [InlineData(18456, 14, DatabaseFault.Unreachable)]
    [InlineData(547, 16, DatabaseFault.ConstraintViolation)]
    [InlineData(0, 11, DatabaseFault.Other)]
    [InlineData(208, 16, DatabaseFault.Other)]
    public void SQL_Server_errors_are_told_apart(int number, byte severity, DatabaseFault fault) =>
        SqlServerEngine.FaultOf(number, severity).ShouldBe(fault);
}
