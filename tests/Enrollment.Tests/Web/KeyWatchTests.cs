using Enrollment.Documents.Signatures;
using Enrollment.Tests.Testing;
using Enrollment.Tests.Web.Jobs;
using Enrollment.Web.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Web;

public sealed class KeyWatchTests
{
    [Fact]
    public async Task A_program_that_runs_for_years_says_before_its_signing_key_ends_and_when_it_did()
    {
        var (log, clock) = (new LogLines(), new FakeTimeProvider(TestSystem.Start));
        await using var web = new WebSystem
        {
            Time = clock,
            // The clock's jumps would have the job run by itself as well, at some moment or other.
            Arguments = ["--Enrollment:Jobs:watch-keys=00:00:00"],
            Services = services => services.AddSingleton<ILoggerProvider>(log),
        };
        await web.InitializeAsync();
        var end = web.Provider.GetRequiredService<SigningKeySet>().Certificates[0].NotAfter;

        await LookAsync();
        Told().ShouldBeEmpty();

        clock.SetUtcNow(end.AddDays(-59));
        await LookAsync();
        Told().ShouldHaveSingleItem().ShouldContain("expires on");

        clock.SetUtcNow(end.AddDays(1));
        await LookAsync();
        await LookAsync();
        Told().Count(line => line.Contains("expired on", StringComparison.Ordinal)).ShouldBe(2);

        List<string> Told() =>
            [
                .. log.From(LogLevel.Warning)
                    .Select(line => line.Text)
                    .Where(text => text.Contains("The certificate of", StringComparison.Ordinal)),
            ];

        Task<int> LookAsync() =>
            web
                .Provider.GetRequiredService<JobRunner>()
                .RunAsync(
                    web.Provider.GetRequiredService<JobPlan>()["watch-keys"],
                    TestContext.Current.CancellationToken
                );
    }
}
