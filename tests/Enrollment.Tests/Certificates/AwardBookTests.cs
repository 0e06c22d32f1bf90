using Enrollment.Certificates;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Certificates;

/// <summary>Which numbers the book of awards has of a period.</summary>
public sealed class AwardBookTests
{
    [Fact]
    public async Task A_book_of_days_has_the_numbers_that_were_given_on_them_at_the_center_and_no_others()
    {
        await using var system = new TestSystem();
        // Days end at 19:00 UTC in Almaty.
        var center = await IssueAsync(
            system,
            "2026-08-31T18:59:00Z",
            "2026-08-31T19:00:00Z",
            "2026-10-10T08:00:00Z",
            "2026-12-31T18:59:00Z",
            "2026-12-31T19:00:00Z"
        );

        (await ReadAsync(system, center, "2026-09-01", "2026-12-31")).ShouldBe([
            "2026-000002",
            "2026-000003",
            "2026-000004",
        ]);
        (await ReadAsync(system, center, "2026-09-01", null)).ShouldBe([
            "2026-000002",
            "2026-000003",
            "2026-000004",
            "2027-000001",
        ]);
        (await ReadAsync(system, center, null, "2026-08-31")).ShouldBe(["2026-000001"]);
        (await ReadAsync(system, center, "2026-08-31", "2026-08-31")).ShouldBe(["2026-000001"]);
        (await ReadAsync(system, center, "2026-11-01", "2026-11-30")).ShouldBeEmpty();
        (await ReadAsync(system, center, "2026-01-01", "2026-12-31")).Count.ShouldBe(4);
        (await ReadAsync(system, center, "2027-01-01", null)).ShouldBe(["2027-000001"]);
        (await ReadAsync(system, center, null, null)).Count.ShouldBe(5);
    }

    [Theory]
    [InlineData("2026-12-31", "2026-09-01", "to")]
    [InlineData("0001-01-01", null, "from")]
    [InlineData(null, "3000-01-01", "to")]
    public async Task A_period_that_cannot_be_is_refused_with_its_field(string? from, string? to, string field)
    {
        await using var system = new TestSystem();

        var refusal = await system.RefusedAsync(new FindBookYears(Guid.NewGuid(), Day(from), Day(to)));

        refusal.Problems.ShouldHaveSingleItem().Field.ShouldBe(field);
    }

    [Fact]
    public async Task A_number_that_was_given_up_stands_in_the_book_of_its_day()
    {
        await using var system = new TestSystem();
        var trainee = await IssueTests.PassedAsync(system);
        var id = (await system.DoAsync(new PrepareCertificates([trainee]))).Rows[0].CertificateId!.Value;
        var certificate = await system.DoAsync(new GetCertificate(id));
        await system.DoAsync(new ChangeCertificate(id, CertificateVerb.Void, certificate.Version, "Spoiled."));
        var center = (await system.CohortAsync(certificate.CohortId)).CenterId;

        (await ReadAsync(system, center, "2026-03-10", "2026-03-10")).ShouldBe(["2026-000001"]);
        (await ReadAsync(system, center, "2026-03-11", null)).ShouldBeEmpty();
    }

    /// <summary>A certificate at each of the instants, of one center in Almaty.</summary>
    static async Task<Guid> IssueAsync(TestSystem system, params string[] instants)
    {
        var cohort = await system.AddCohortAsync();
        foreach (var instant in instants)
        {
            var trainee = await system.AddTraineeAsync(cohort.Id);
            await system.DecideAsync(cohort.CenterId, [trainee]);
            var now = system.Clock.GetUtcNow();
            system.Clock.AdjustTime(DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture));
            (await system.IssueAsync([trainee])).ShouldHaveSingleItem().Problem.ShouldBeNull();
            system.Clock.AdjustTime(now);
        }

        return cohort.CenterId;
    }

    /// <summary>The numbers without the center's code.</summary>
    static async Task<List<string>> ReadAsync(TestSystem system, Guid center, string? from, string? to)
    {
        var read = new List<string>();
        foreach (var year in await system.DoAsync(new FindBookYears(center, Day(from), Day(to))))
        {
            var part = new GetAwardBook(year.SeriesId, year.FirstNumber, year.LastNumber, year.From, year.To);
            read.AddRange((await system.DoAsync(part)).Select(entry => entry.Serial[^11..]));
        }

        return read;
    }

    static DateOnly? Day(string? text) =>
        text is null ? null : DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
