using System.Data.Common;
using System.Diagnostics;
using Enrollment.Data;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Web;

public sealed class ServerTests
{
    [Fact]
    public async Task A_server_whose_database_answers_is_live_and_ready()
    {
        await using var web = new WebSystem();
        await web.InitializeAsync();

        (await web.Anonymous.GetAsync("/healthz/live")).Expect(200).Text.ShouldBe("live");
        (await web.Anonymous.GetAsync("/healthz/ready")).Expect(200).Text.ShouldBe("ready");
    }

    [Fact]
    public async Task A_server_whose_database_is_gone_is_live_and_not_ready()
    {
        await using var web = new WebSystem
        {
            Services = services => services.AddSingleton<IDatabaseEngine, MissingDatabase>(),
        };
        await web.InitializeAsync();

        (await web.Anonymous.GetAsync("/healthz/live")).Expect(200);
        var answer = await web.Anonymous.GetAsync("/healthz/ready");
        answer.ExpectProblem(503, "database_unreachable");
        answer.Header("Retry-After").ShouldBe("1");
    }

    [Fact]
    public async Task A_bug_tells_nothing_of_the_inside()
    {
        await using var web = new WebSystem
        {
            Services = services => services.AddSingleton<IUnitOfWork, BrokenUnitOfWork>(),
        };
        await web.InitializeAsync();

        var answer = await web.Registrar.PostAsync("/api/v1/people", Journey.PersonFields());

        answer.ExpectProblem(500, "internal_error");
        answer.Text.ShouldNotContain("Secret");
        answer.Text.ShouldNotContain("Exception");
        answer.Header("X-Content-Type-Options").ShouldBe("nosniff");
    }

    [Fact]
    public async Task A_full_queue_asks_to_try_again()
    {
        await using var web = new WebSystem
        {
            Services = services => services.AddSingleton<IUnitOfWork, BusyUnitOfWork>(),
        };
        await web.InitializeAsync();

        var answer = await web.Registrar.PostAsync("/api/v1/people", Journey.PersonFields());

        answer.ExpectProblem(503, "busy").Header("Retry-After").ShouldBe("1");
    }

    [Fact]
    public async Task Behind_a_proxy_that_is_trusted_each_visitor_counts_alone()
    {
        await using var web = new WebSystem
        {
            VerificationsPerMinute = 2,
            Arguments = ["--Enrollment:TrustedProxies:0=127.0.0.1"],
        };
        await web.InitializeAsync();
        foreach (var visitor in (string[])["203.0.113.7", "2001:db8:1:2::1", "198.51.100.4"])
        {
            for (var i = 0; i < 2; i++)
                (await AskAsync(visitor)).Expect(404);
            (await AskAsync(visitor)).Expect(429);
        }

        // The same subscriber: of IPv6 the first 64 bits count.
        (await AskAsync("2001:db8:1:2:ffff::2")).Expect(429);
        (await AskAsync("2001:db8:1:3::1")).Expect(404);

        Task<Answer> AskAsync(string visitor) => web.Anonymous.GetAsync("/verify/1", ("X-Forwarded-For", visitor));
    }

    [Fact]
    public async Task Without_a_trusted_proxy_nobody_names_another_address()
    {
        await using var web = new WebSystem { VerificationsPerMinute = 1 };
        await web.InitializeAsync();
        (await web.Anonymous.GetAsync("/verify/1", ("X-Forwarded-For", "203.0.113.7"))).Expect(404);
        (await web.Anonymous.GetAsync("/verify/1", ("X-Forwarded-For", "203.0.113.8"))).Expect(429);
    }

    [Fact]
    public async Task Looking_up_more_codes_than_allowed_is_refused_for_a_minute()
    {
        await using var web = new WebSystem { VerificationsPerMinute = 3 };
        await web.InitializeAsync();
        for (var i = 0; i < 3; i++)
            (await web.Anonymous.GetAsync($"/verify/{i}")).Expect(404);

        var refused = await web.Anonymous.GetAsync("/verify/4");
        refused.ExpectProblem(429, "too_many_verifications").Header("Retry-After").ShouldBe("60");
        var page = (await web.Anonymous.GetAsync("/verify/5", ("Accept", "text/html"))).Expect(429);
        page.Type.ShouldBe("text/html");
        page.Header("Retry-After").ShouldBe("60");
        (await web.Anonymous.GetAsync("/api/v1/centers")).Expect(200);
    }

    [Theory]
    [OnlyOn(DatabaseEngine.Sqlite)]
    [InlineData("PublicAddress", "--Enrollment:PublicAddress=ftp://example.org")]
    [InlineData("PublicAddress", "--Enrollment:PublicAddress=not an address")]
    [InlineData("PublicAddress", "--Enrollment:PublicAddress=http://")]
    [InlineData("TrustedProxies", "--Enrollment:TrustedProxies:0=proxy.example")]
    [InlineData("VerificationsPerMinute", "--Enrollment:VerificationsPerMinute=0")]
    [InlineData("VerificationsPerMinute", "--Enrollment:VerificationsPerMinute=many")]
    [InlineData("WalletOfferHours", "--Enrollment:WalletOfferHours=0")]
    [InlineData("WalletOfferHours", "--Enrollment:WalletOfferHours=721")]
    [InlineData("DataDirectory", "--Enrollment:DataDirectory= ")]
    [InlineData("Mail:From", "--Enrollment:Mail:Host=mail.example.org")]
    [InlineData("Mail:From", "--Enrollment:Mail:From=office at example.org")]
    [InlineData("Mail:Host", "--Enrollment:Mail:User=office")]
    [InlineData("Mail:Port", "--Enrollment:Mail:Host=m", "--Enrollment:Mail:From=a@b", "--Enrollment:Mail:Port=0")]
    [InlineData(
        "Mail:TimeoutSeconds",
        "--Enrollment:Mail:Host=m",
        "--Enrollment:Mail:From=a@b",
        "--Enrollment:Mail:TimeoutSeconds=600"
    )]
    [InlineData(
        "Mail:Password",
        "--Enrollment:Mail:Host=m",
        "--Enrollment:Mail:From=a@b",
        "--Enrollment:Mail:User=office"
    )]
    [InlineData(
        "Mail:StartTls",
        "--Enrollment:Mail:Host=m",
        "--Enrollment:Mail:From=a@b",
        "--Enrollment:Mail:StartTls=false",
        "--Enrollment:Mail:User=office",
        "--Enrollment:Mail:Password=secret"
    )]
    [InlineData(
        "TimeStamp:Room",
        "--Enrollment:Issuer:TimeStamp:Address=https://t.example",
        "--Enrollment:Issuer:TimeStamp:Room=999"
    )]
    [InlineData("Jobs:tidy-up", "--Enrollment:Jobs:tidy-up=00:01:00")]
    [InlineData("Jobs:finish-certificates", "--Enrollment:Jobs:finish-certificates=00:00:00.5")]
    [InlineData("Jobs:finish-certificates", "--Enrollment:Jobs:finish-certificates=often")]
    [InlineData("Token", "--Enrollment:Tokens:0:Token=short", "--Enrollment:Tokens:0:Role=Admin")]
    [InlineData("DataDirektory", "--Enrollment:DataDirektory=data")]
    [InlineData("Role", "--Enrollment:Tokens:0:Token=long-enough")]
    [InlineData("Role", "--Enrollment:Tokens:0:Token=long-enough", "--Enrollment:Tokens:0:Role=King")]
    [InlineData("PersonId", "--Enrollment:Tokens:0:Token=long-enough", "--Enrollment:Tokens:0:Role=Student")]
    [InlineData(
        "same",
        "--Enrollment:Tokens:0:Token=long-enough",
        "--Enrollment:Tokens:0:Role=Admin",
        "--Enrollment:Tokens:1:Token=long-enough",
        "--Enrollment:Tokens:1:Role=Registrar"
    )]
    public async Task A_wrong_setting_is_named_and_ends_the_program(string named, params string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "enrollment");
        var start = new ProcessStartInfo(program, ["--urls=http://127.0.0.1:0", .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        using var process = Process.Start(start)!;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        using var end = patience.Token.Register(process.Kill);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = await process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);

        process.ExitCode.ShouldBe(1, error);
        error.ShouldContain(named);
        error.ShouldNotContain("   at ");
        error.Trim().Split('\n').ShouldHaveSingleItem();
        (await output).ShouldBeEmpty();
    }

    sealed class MissingDatabase : IDatabaseEngine
    {
        public string RowLimit => "";

        public ValueTask<DbConnection> OpenReaderAsync(CancellationToken token) =>
            throw new SqliteException("Secret: the file is gone.", 14);

        public string UnlessPresent => "";

        public bool FailureEndsTransaction => false;

        public IRow RowOf(DbDataReader reader) => throw new InvalidOperationException("There is no database.");

        public DatabaseFault FaultOf(DbException exception) => DatabaseFault.Other;
    }

    sealed class BrokenUnitOfWork : IUnitOfWork
    {
        public Task<T> RunAsync<T>(
            Func<DbConnection, DbTransaction?, Task<T>> body,
            Func<T, bool> keep,
            CancellationToken token
        ) => throw new InvalidOperationException("Secret of the inside");
    }

    sealed class BusyUnitOfWork : IUnitOfWork
    {
        public Task<T> RunAsync<T>(
            Func<DbConnection, DbTransaction?, Task<T>> body,
            Func<T, bool> keep,
            CancellationToken token
        ) => throw new DatabaseUnavailableException();
    }
}
