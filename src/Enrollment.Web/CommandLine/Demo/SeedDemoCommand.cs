using System.CommandLine;
using Enrollment.Web.Hosting;

namespace Enrollment.Web.CommandLine.Demo;

/// <summary><c>enrollment seed-demo</c>: fills the register with demo data; a second run changes nothing.</summary>
static class SeedDemoCommand
{
    internal static Command Create()
    {
        var accounts = new Option<string?>("--accounts")
        {
            Description = "Writes demo access tokens into this file of environment variables, unless it is there.",
        };
        var seed = new Command("seed-demo", "Fills the register with demo data, for trying the system.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        seed.Options.Add(accounts);
        seed.SetAction(
            (parsed, token) => RunAsync(parsed.GetValue(accounts), CommandSettings.Read(parsed.UnmatchedTokens), token)
        );
        return seed;
    }

    internal static async Task<int> RunAsync(string? accounts, Settings settings, CancellationToken token)
    {
        await using var services = EnrollmentHost.ForCommand(settings);
        var student = await new DemoSeed(new RequestSender(services, DemoCallers.Admin, token)).RunAsync();
        if (accounts is not null)
            await DemoAccounts.WriteAsync(accounts, student, token);
        return 0;
    }
}
