using System.Text;
using Enrollment.Accounts;
using Enrollment.Admissions.Documents;
using Enrollment.Pipeline;
using Enrollment.Storage.Scanning;
using Enrollment.Tests.Admissions.Documents;
using Enrollment.Tests.Storage.Scanning;
using Enrollment.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Web.Documents;

/// <summary>The server with the real daemon of ClamAV behind it.</summary>
public sealed class QuarantineTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    static byte[] Infected => [.. SampleFiles.Pdf(), (byte)'\n', .. Encoding.ASCII.GetBytes(RealDaemon.Eicar)];

    [Fact]
    public async Task The_EICAR_file_is_refused_with_its_signature_and_a_clean_one_is_handed_out()
    {
        using var daemon = await RealDaemon.StartAsync();
        await using var web = await StartAsync(daemon.Setting);
        var application = await web.DraftAsync();

        var infected = await web.Student.UploadAsync(application, Infected);
        var clean = (await web.Student.UploadAsync(application)).Expect(201);

        ((string?)infected.ExpectProblem(422, "document_infected")["detail"])!.ShouldContain("Eicar-Test-Signature");
        ((string?)clean["scan"]).ShouldBe("clean");
        (await web.Student.GetAsync($"{clean.Location}/file")).Expect(200);
        web.Files().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_came_while_the_daemon_was_away_is_found_by_the_next_batch()
    {
        using var daemon = await RealDaemon.StartAsync();
        string[] paths;
        await using var web = new WebSystem
        {
            Arguments = ["--Enrollment:Documents:ClamAv=127.0.0.1:1"],
            Services = services =>
                services
                    .AddSingleton<SwitchedScanner>()
                    .AddSingleton<IDocumentScanner>(provider => provider.GetRequiredService<SwitchedScanner>()),
        };
        await web.InitializeAsync();
        var application = await web.DraftAsync();
        var clean = (await web.Student.UploadAsync(application)).Expect(201);
        var infected = (await web.Student.UploadAsync(application, Infected)).Expect(201);
        paths = [$"{clean.Location}/file", $"{infected.Location}/file"];
        foreach (var path in paths)
            (await web.Student.GetAsync(path)).ExpectProblem(409, "document_in_quarantine");

        web.Provider.GetRequiredService<SwitchedScanner>().Address = daemon.Address;
        await using (var scope = web.Provider.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<RequestContext>().Caller = Caller.System;
            var scanned = await scope.ServiceProvider.GetRequiredService<DocumentScanning>().ScanAsync(Token);
            scanned.Value.ShouldBe(2);
        }

        (await web.Student.GetAsync(paths[0])).Expect(200);
        (await web.Registrar.GetAsync(paths[1])).ExpectProblem(409, "document_infected");
        ((string?)(await web.Student.GetAsync(infected.Location!))["signature"]).ShouldStartWith(
            "Eicar-Test-Signature"
        );
    }

    [Fact]
    public async Task A_content_above_the_daemons_limit_stays_in_quarantine()
    {
        using var daemon = await RealDaemon.StartAsync("StreamMaxLength 100K");
        var scanner = new ClamAvScanner(daemon.Address);

        var verdict = await scanner.ScanAsync(new MemoryStream(SampleFiles.Pdf(5_000_000)), Token);

        verdict.Outcome.ShouldBe(ScanOutcome.Declined);
    }

    [Fact]
    public void An_address_that_is_none_ends_the_program_and_names_the_setting()
    {
        var settings = new Settings { Documents = new DocumentSettings { ClamAv = "nonsense" } };

        Should.Throw<SettingsException>(settings.Check).Message.ShouldContain("Enrollment:Documents:ClamAv");
    }

    static async Task<WebSystem> StartAsync(string clamAv)
    {
        var web = new WebSystem { Arguments = [$"--Enrollment:Documents:ClamAv={clamAv}"] };
        await web.InitializeAsync();
        return web;
    }

    /// <summary>Away until it has an address.</summary>
    sealed class SwitchedScanner : IDocumentScanner
    {
        internal ClamAvAddress Address { get; set; } = ClamAvAddress.Parse("127.0.0.1:1")!;

        public bool IsConfigured => true;

        public Task<ScanVerdict> ScanAsync(Stream content, CancellationToken token) =>
            new ClamAvScanner(Address).ScanAsync(content, token);
    }
}
