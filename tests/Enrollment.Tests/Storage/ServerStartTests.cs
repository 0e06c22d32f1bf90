using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dapper;
using Enrollment.Storage;
using Enrollment.Storage.PostgreSql;
using Enrollment.Tests.Testing;
using Npgsql;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Storage;

/// <summary>The program doesn't start on a server that it can't use, and says in one line why and what to do.</summary>
[Collection(nameof(PostgreSqlServer))]
[Trait("Engine", "server")]
public sealed class ServerStartTests(PostgreSqlServer server) : IDisposable
{
    const string Password = "S3cret-of-the-test";

    readonly TemporaryDirectory directory = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Nobody_at_the_port()
    {
        var call = await StartAsync($"Host=127.0.0.1;Port=1;Database=x;Username=x;Password={Password}");

        call.ShouldRefuse(
            "127.0.0.1:1",
            "Connection refused",
            "Check Host and Port",
            "Enrollment:Database:ConnectionString"
        );
    }

    [Theory]
    [InlineData(Password + "-wrong", "password authentication failed")]
    [InlineData("", "No password")]
    public async Task A_password_that_is_wrong_or_missing(string password, string said)
    {
        var database = await server.CreateDatabaseAsync();
        await MakeRoleAsync("guarded", $"LOGIN PASSWORD '{Password}'");
        var rules = Path.Combine(server.DataDirectory, "pg_hba.conf");
        var before = await File.ReadAllTextAsync(rules, Token);
        await File.WriteAllTextAsync(rules, $"host all guarded 127.0.0.1/32 scram-sha-256\n{before}", Token);
        await server.ReloadAsync();
        var guarded = PostgreSqlServer.With(database, c => (c.Username, c.Password) = ("guarded", password));
        await PostgreSqlServer.EventuallyAsync(async () => await IsRefusedAsync(guarded));

        var call = await StartAsync(guarded);

        call.ShouldRefuse(said, "Enrollment:Database:ConnectionString");
    }

    [Fact]
    public async Task A_database_that_is_not_there()
    {
        var missing = PostgreSqlServer.With(await server.CreateDatabaseAsync(), c => c.Database = "nowhere");

        (await StartAsync(missing)).ShouldRefuse("\"nowhere\" does not exist", "CREATE DATABASE");
    }

    [Theory]
    [InlineData("SQL_ASCII")]
    [InlineData("LATIN1")]
    public async Task A_database_that_can_not_hold_every_name(string encoding)
    {
        var database = await server.CreateDatabaseAsync(
            $"ENCODING '{encoding}' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'"
        );

        (await StartAsync(database)).ShouldRefuse($"encoding is {encoding}", "ENCODING 'UTF8'");
    }

    [Fact]
    public async Task A_user_who_may_not_create_tables()
    {
        var database = await server.CreateDatabaseAsync();
        await MakeRoleAsync("guest", "LOGIN");

        var call = await StartAsync(PostgreSqlServer.With(database, c => c.Username = "guest"));

        call.ShouldRefuse("guest / public", "GRANT CREATE ON SCHEMA");
    }

    [Fact]
    public async Task A_search_path_that_leads_nowhere()
    {
        var database = await server.CreateDatabaseAsync();

        var call = await StartAsync(PostgreSqlServer.With(database, c => c.SearchPath = "nowhere"));

        call.ShouldRefuse("search path", "'Search Path=...'");
    }

    [Fact]
    public async Task A_user_whose_commits_a_crash_would_lose()
    {
        var database = await server.CreateDatabaseAsync();
        await MakeRoleAsync("careless", "LOGIN SUPERUSER");
        await server.ExecuteAsync("ALTER ROLE careless SET synchronous_commit = off");

        var call = await StartAsync(PostgreSqlServer.With(database, c => c.Username = "careless"));

        call.ShouldRefuse("synchronous_commit is off", "Set it to on");
    }

    [Fact]
    public async Task Columns_that_sort_otherwise()
    {
        var database = await server.CreateDatabaseAsync();
        await server.ExecuteAsync(
            "CREATE TABLE centers (code VARCHAR(200), name VARCHAR(400) COLLATE \"C\")",
            database
        );

        (await StartAsync(database)).ShouldRefuse("centers.code", "collation");
    }

    [Fact]
    public void A_server_that_is_too_old()
    {
        var version = new PostgreSqlTarget("Host=x").Demands.Single(d => d.Query.Contains("server_version_num"));

        version.Check("150000");
        Should
            .Throw<DatabaseSetupException>(() => version.Check("140011"))
            .Message.ShouldBe(
                "The server is PostgreSQL of version number 140011; the program needs PostgreSQL 15 (150000) or newer."
            );
    }

    [Theory]
    [InlineData(
        "UPDATE changelog SET version = '9999', name = 'V9999__later.sql' WHERE version = '0001'",
        "newer than"
    )]
    [InlineData("UPDATE changelog SET checksum = 'OTHER' WHERE version = '0001'", "V0001__initial.sql was changed")]
    [InlineData(
        "UPDATE changelog SET version = '0000', name = 'V0000__lost.sql' WHERE version = '0001'",
        "V0000__lost.sql was applied to the database but is missing"
    )]
    public async Task A_database_that_another_version_migrated(string drift, string said)
    {
        var database = await server.CreateDatabaseAsync();
        new Migrator(Options(database)).Apply();
        await server.ExecuteAsync(drift, database);

        (await StartAsync(database)).ShouldRefuse(said, "Nothing was changed");
    }

    [Fact]
    public async Task A_server_that_does_not_encrypt_is_refused_unless_the_string_says_so()
    {
        await server.SetAsync("ssl", "off");
        var database = await server.CreateDatabaseAsync();
        var encrypted = PostgreSqlServer.With(database, c => c.Remove("SSL Mode"));

        (await StartAsync(encrypted)).ShouldRefuse("SSL", "'SSL Mode=Disable'");
        new Migrator(Options(database)).Apply().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_certificate_of_an_unknown_authority_is_refused_and_one_that_is_named_is_taken()
    {
        await EncryptAsync();
        var database = PostgreSqlServer.With(await server.CreateDatabaseAsync(), c => c.Remove("SSL Mode"));

        (await StartAsync(database)).ShouldRefuse("certificate", "'Root Certificate=FILE'");

        var trusting = PostgreSqlServer.With(database, c => c.RootCertificate = directory.File("root.pem"));
        new Migrator(Options(trusting)).Apply().ShouldNotBeEmpty();
        await using var engine = new PostgreSqlEngine(trusting);
        await using var connection = await engine.OpenReaderAsync(Token);
        (
            await connection.ExecuteScalarAsync<bool>("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
        ).ShouldBeTrue();

        // The certificate is for 127.0.0.1 and localhost.
        var elsewhere = PostgreSqlServer.With(trusting, c => c.Host = "127.0.0.2");
        Should
            .Throw<DatabaseSetupException>(() => new Migrator(Options(elsewhere)).Check())
            .Message.ShouldNotContain("Password");
    }

    Task<ProgramCall> StartAsync(string connectionString) =>
        ProgramCall.RunAsync(
            "--urls=http://127.0.0.1:0",
            $"--Enrollment:DataDirectory={directory.File("data")}",
            "--Enrollment:Database:Engine=PostgreSql",
            $"--Enrollment:Database:ConnectionString={connectionString}"
        );

    StorageOptions Options(string connectionString) =>
        new()
        {
            DataDirectory = directory.File("data"),
            Engine = DatabaseEngine.PostgreSql,
            ConnectionString = connectionString,
        };

    async Task MakeRoleAsync(string name, string options)
    {
        if ((await server.QueryAsync<long>($"SELECT COUNT(*) FROM pg_roles WHERE rolname = '{name}'"))[0] == 0)
            await server.ExecuteAsync($"CREATE ROLE {name} {options}");
    }

    static async Task<bool> IsRefusedAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(
            PostgreSqlServer.With(connectionString, c => c.Pooling = false)
        );
        return await Record.ExceptionAsync(() => connection.OpenAsync(Token)) is not null;
    }

    /// <summary>Gives the server a certificate of its own making, which is its own authority.</summary>
    async Task EncryptAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = DateTimeOffset.UtcNow;
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        await File.WriteAllTextAsync(directory.File("root.pem"), certificate.ExportCertificatePem(), Token);
        await GiveAsync("server.crt", certificate.ExportCertificatePem());
        await GiveAsync("server.key", key.ExportPkcs8PrivateKeyPem());
        await server.SetAsync("ssl", "on");

        // By the server's own hand: it takes no key that others may read, and runs as another user than this program may.
        Task GiveAsync(string name, string text) =>
            server.ExecuteAsync(
                $"COPY (SELECT regexp_split_to_table('{text}', '\n')) TO PROGRAM 'umask 077 && cat > {name}'"
            );
    }
}
