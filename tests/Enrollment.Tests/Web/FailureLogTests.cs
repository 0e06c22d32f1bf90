using Enrollment.Certificates;
using Enrollment.Tests.Web.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Web;

public sealed class FailureLogTests
{
    [Fact]
    public async Task A_failure_of_the_program_is_answered_without_its_inside_and_logged_with_it()
    {
        var log = new LogLines();
        await using var web = new WebSystem
        {
            Services = services =>
            {
                services.AddSingleton<ILoggerProvider>(log);
                services.AddSingleton<IAwardBookRenderer, Broken>();
            },
        };
        await web.InitializeAsync();
        var journey = new Journey(web);
        await journey.OpenCohortAsync();

        var answer = await web.Registrar.GetAsync($"/api/v1/centers/{journey.CenterId}/awards.pdf");

        answer.ExpectProblem(500, "internal_error").Text.ShouldNotContain("plumbing");
        var line = log.From(LogLevel.Error).ShouldHaveSingleItem().Text;
        line.ShouldContain("awards.pdf");
        line.ShouldNotContain($"{journey.CenterId}");
    }

    sealed class Broken : IAwardBookRenderer
    {
        public IAwardBookWords WordsIn(string? language) => throw new InvalidOperationException("The plumbing leaks.");

        public byte[] Render(AwardBook book) => throw new InvalidOperationException("The plumbing leaks.");
    }
}
