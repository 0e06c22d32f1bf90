using System.Text.Json;
using Enrollment.Assessments;
using Enrollment.Certificates;
using Enrollment.Cohorts;
using Enrollment.Tests.Storage;
using Enrollment.Tests.Testing;
using Enrollment.Web.CommandLine;
using Enrollment.Web.CommandLine.Demo;
using Enrollment.Web.Hosting;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.CommandLine;

public sealed class DemoTests : IDisposable
{
    readonly TemporaryDirectory directory = new();
    readonly TestDatabase database = new();

    static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        database.Dispose();
        directory.Dispose();
    }

    [Fact]
    public async Task A_demo_of_made_up_trainees_passes_every_check_and_writes_each_certificate()
    {
        var output = directory.File("out");

        var code = await RunAsync(new DemoInput(null, output, Seed: 7, Trainees: 60, Places: 8));

        using var summary = JsonDocument.Parse(
            await File.ReadAllTextAsync(Path.Combine(output, "summary.json"), Token)
        );
        var failed = summary
            .RootElement.GetProperty("checks")
            .EnumerateArray()
            .Where(check => !check.GetProperty("ok").GetBoolean())
            .Select(check => check.ToString());
        failed.ShouldBeEmpty();
        code.ShouldBe(0);
        var issued = summary.RootElement.GetProperty("counts").GetProperty("certificates").GetInt32();
        issued.ShouldBeGreaterThan(0);
        Directory.GetFiles(Path.Combine(output, "certificates"), "DEMO-*.pdf").Length.ShouldBe(issued);
    }

    [Fact]
    public async Task A_demo_of_a_data_set_issues_what_was_recorded()
    {
        using var folder = new OuladFolder();
        var output = directory.File("out");

        var code = await RunAsync(new DemoInput(folder.FullPath, output, 1, 1, Places: 2));

        code.ShouldBe(0);
        // Student 101 passed in two modules, 102 in one.
        Directory.GetFiles(Path.Combine(output, "certificates"), "OU-*.pdf").Length.ShouldBe(3);
    }

    [Fact]
    public async Task A_folder_that_holds_an_earlier_demo_is_refused()
    {
        Directory.CreateDirectory(Path.Combine(directory.FullPath, "data"));

        await Should.ThrowAsync<SettingsException>(() => RunAsync(new DemoInput(null, directory.FullPath, 1, 10, 2)));
    }

    [Fact]
    public async Task Seeding_twice_changes_nothing_and_keeps_the_tokens()
    {
        var settings = database.Settings;
        var accounts = directory.File("accounts.env");
        await SeedDemoCommand.RunAsync(accounts, settings, Token);
        var (tokens, register) = (await File.ReadAllTextAsync(accounts, Token), await Register(settings));

        await SeedDemoCommand.RunAsync(accounts, settings, Token);

        (await File.ReadAllTextAsync(accounts, Token)).ShouldBe(tokens);
        (await Register(settings)).ShouldBe(register);
        register.Certificates.ShouldBe(10);
        register.Open.ShouldBe(4);
    }

    Task<int> RunAsync(DemoInput input) => DemoCommand.RunAsync(input, database.Settings.Database, Token);

    static async Task<(int Centers, int Open, int Meetings, int Certificates)> Register(Settings settings)
    {
        await using var services = EnrollmentHost.ForCommand(settings);
        var sender = new RequestSender(services, DemoCallers.Admin, Token);
        return (
            (await sender.ListAsync(after => new ListCenters(null, after, 100))).Count,
            (await sender.ListAsync(after => new ListCohorts(null, null, null, true, after, 100))).Count,
            (await sender.ListAsync(after => new ListBoardMeetings(null, null, after, 100))).Count,
            (await sender.ListAsync(after => new ListCertificates(null, null, null, after, 100))).Count
        );
    }
}
