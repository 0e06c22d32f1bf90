using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Web;

public sealed partial class PagingTests(WebSystem web) : IClassFixture<WebSystem>
{
    const int People = 23;

    [Fact]
    public async Task Following_the_Link_header_walks_every_item_once()
    {
        var (name, made) = await RegisterAsync("Followed Link");
        var seen = new List<Guid>();
        var next = $"/api/v1/people?limit=7&name={name}";
        while (next is not null)
        {
            var page = (await web.Registrar.GetAsync(next)).Expect(200);
            page["items"]!.AsArray().Count.ShouldBeInRange(1, 7);
            seen.AddRange(page["items"]!.AsArray().Select(p => (Guid)p!["id"]!));
            next = page.Header("Link") is { } link ? NextLink().Match(link).Groups[1].Value : null;
            (next is null).ShouldBe(page["nextCursor"] is null);
            next?.ShouldContain("limit=7");
        }

        seen.ShouldBe(made);
    }

    [Fact]
    public async Task Sending_the_cursor_walks_every_item_once()
    {
        var (name, made) = await RegisterAsync("Sent Cursor");
        var seen = new List<Guid>();
        string? cursor = null;
        do
        {
            var start = cursor is null ? "" : $"&cursor={cursor}";
            var page = (await web.Registrar.GetAsync($"/api/v1/people?limit=5&name={name}{start}")).Expect(200);
            seen.AddRange(page["items"]!.AsArray().Select(p => (Guid)p!["id"]!));
            cursor = (string?)page["nextCursor"];
        } while (cursor is not null);

        seen.ShouldBe(made);
    }

    [Fact]
    public async Task A_page_that_ends_exactly_with_the_list_is_the_last()
    {
        var (name, _) = await RegisterAsync("Exact End");

        var page = (await web.Registrar.GetAsync($"/api/v1/people?limit={People}&name={name}")).Expect(200);

        page["items"]!.AsArray().Count.ShouldBe(People);
        page["nextCursor"].ShouldBeNull();
        page.Header("Link").ShouldBeNull();
    }

    [Fact]
    public async Task Filters_leave_only_what_fits()
    {
        var job = await new Journey(web).OpenCohortAsync();
        var draft = await job.ApplyAsync(web.Registrar, await job.RegisterAsync());
        var sent = await job.ApplyAsync(web.Registrar, await job.RegisterAsync());
        await Journey.MoveAsync(web.Registrar, sent, "submit");

        (await IdsAsync($"/api/v1/applications?cohortId={job.CohortId}&state=draft")).ShouldBe([draft]);
        (await IdsAsync($"/api/v1/cohorts/{job.CohortId}/applications?state=submitted")).ShouldBe([sent]);
        (await IdsAsync($"/api/v1/cohorts/{job.CohortId}/applications?state=under-review")).ShouldBeEmpty();
        (await IdsAsync($"/api/v1/cohorts?centerId={job.CenterId}&open=true")).ShouldBe([job.CohortId]);
        (await IdsAsync($"/api/v1/cohorts?centerId={job.CenterId}&open=false")).ShouldBeEmpty();
        (await IdsAsync($"/api/v1/cohorts?code=C{job.Tag}")).ShouldBe([job.CohortId]);
        (await IdsAsync($"/api/v1/centers?code=ALM{job.Tag}")).ShouldBe([job.CenterId]);
        (await IdsAsync($"/api/v1/schemes?courseVersionId={job.CourseVersionId}")).ShouldBe([job.SchemeId]);
    }

    [Fact]
    public async Task A_cohort_is_followed_through_its_lists()
    {
        var job = await new Journey(web).OpenCohortAsync();
        var enrollment = await job.PassAsync();
        var certificate = await job.IssueAsync(enrollment);
        var cohort = $"/api/v1/cohorts/{job.CohortId}";

        (await IdsAsync($"{cohort}/enrollments?state=completed")).ShouldBe([enrollment]);
        (await IdsAsync($"{cohort}/certificates?state=issued")).ShouldBe([(Guid)certificate["id"]!]);
        (await IdsAsync($"/api/v1/certificates?serial={certificate["serial"]}")).ShouldBe([(Guid)certificate["id"]!]);
        (await web.Registrar.GetAsync($"{cohort}/marks")).Expect(200)["items"]!.AsArray().ShouldHaveSingleItem();
        var results = (await web.Registrar.GetAsync($"{cohort}/results?outcome=merit")).Expect(200);
        results["items"]!.AsArray().ShouldHaveSingleItem();
        (await web.Registrar.GetAsync($"{cohort}/results?outcome=fail"))["items"]!.AsArray().ShouldBeEmpty();
        var trail = (await web.Registrar.GetAsync($"/api/v1/audit?subjectId={enrollment}")).Expect(200);
        trail["items"]!.AsArray().ShouldNotBeEmpty();
        (await web.Registrar.GetAsync("/api/v1/insight/agreement")).Expect(200);
        var meeting = (await IdsAsync($"/api/v1/board-meetings?centerId={job.CenterId}")).ShouldHaveSingleItem();
        var decisions = (await web.Registrar.GetAsync($"/api/v1/board-meetings/{meeting}/decisions")).Expect(200);
        decisions["items"]!.AsArray().ShouldHaveSingleItem();
        (await web.Registrar.PostAsync($"{cohort}/issue")).Expect(200)["rows"]!.AsArray().ShouldBeEmpty();
        var read = (await web.Registrar.GetAsync($"/api/v1/enrollments/{enrollment}")).Expect(200);
        var history = $"/api/v1/applications/{read["applicationId"]}/history";
        (await web.Registrar.GetAsync(history)).Expect(200)["items"]!.AsArray().Count.ShouldBe(5);
    }

    async Task<IReadOnlyList<Guid>> IdsAsync(string address) =>
        [.. (await web.Registrar.GetAsync(address)).Expect(200)["items"]!.AsArray().Select(i => (Guid)i!["id"]!)];

    async Task<(string Name, IReadOnlyList<Guid> Ids)> RegisterAsync(string name)
    {
        var ids = new List<Guid>();
        for (var i = 0; i < People; i++)
            ids.Add(Journey.Id(await web.Registrar.PostAsync("/api/v1/people", Journey.PersonFields(name))));
        return (Uri.EscapeDataString(name), ids);
    }

    [GeneratedRegex("^<([^>]+)>; rel=\"next\"$")]
    private static partial Regex NextLink();
}
