using System.Globalization;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Web;

/// <summary>What reviewers learn of one another, and of whom they score, over HTTP.</summary>
public sealed class BlindReviewTests(WebSystem web) : IClassFixture<WebSystem>
{
    const string Name = "Ботагөз Ерланқызы";
    const string HiddenName = "Айбек Серікұлы";

    [Fact]
    public async Task Nothing_of_others_shows_before_the_own_scores_are_in_and_everything_after()
    {
        var (job, application, _) = await OpenAsync(anonymous: false, "Instructor", "Registrar");
        var scores = $"/api/v1/applications/{application}/scores";
        string[] paths =
        [
            scores,
            $"/api/v1/applications/{application}",
            $"/api/v1/applications/{application}/history",
            $"/api/v1/cohorts/{job.CohortId}/reviews",
            $"/api/v1/cohorts/{job.CohortId}/applications",
            $"/api/v1/cohorts/{job.CohortId}/reviewers",
            $"/api/v1/cohorts/{job.CohortId}/ranking",
        ];
        var before = await SnapshotsAsync(web.Registrar, paths);

        // Another reviewer's draft, submission and further attempt: not a byte differs for the one who has yet to score.
        await SaveAsync(web.Instructor, scores, "\"0\"", 7, 21);
        (await SnapshotsAsync(web.Registrar, paths)).ShouldBe(before);
        (await web.Instructor.PostAsync($"{scores}/submit")).Expect(200);
        (await SnapshotsAsync(web.Registrar, paths)).ShouldBe(before);
        (await web.Instructor.PostAsync($"{scores}/reopen", new { Reason = "Added wrong." })).Expect(200);
        (await SnapshotsAsync(web.Registrar, paths)).ShouldBe(before);
        var hidden = (await web.Registrar.GetAsync(scores)).Expect(200);
        hidden["others"].ShouldBeNull();
        (await web.Registrar.GetAsync(paths[^1])).ExpectProblem(403, "own_scores_pending");
        foreach (var preview in new[] { true, false })
        {
            var offer = await web.Registrar.PostAsync(
                $"/api/v1/cohorts/{job.CohortId}/offer-best",
                new
                {
                    Number = 1,
                    OfferExpiresOn = job.Today.AddDays(5),
                    Preview = preview,
                },
                ("If-Match", "\"2\"")
            );
            offer.ExpectProblem(403, "own_scores_pending");
        }

        var round = await web.Registrar.GetAsync(
            $"/api/v1/cohorts/{job.CohortId}/offer-rounds/{Guid.CreateVersion7()}"
        );
        round.ExpectProblem(403, "own_scores_pending");

        // A draft of one's own opens nothing yet.
        await SaveAsync(web.Registrar, scores, "\"0\"", 5, 30);
        (await web.Registrar.GetAsync(scores))["others"].ShouldBeNull();
        (await web.Registrar.GetAsync(paths[^1])).ExpectProblem(403, "own_scores_pending");

        var open = (await web.Registrar.PostAsync($"{scores}/submit")).Expect(200);
        var other = open["others"]!.AsArray().ShouldHaveSingleItem()!;
        ((string?)other["reviewerId"]).ShouldBe("Instructor");
        ((decimal)other["scores"]![0]!["value"]!).ShouldBe(7);
        var row = (await web.Registrar.GetAsync(paths[^1])).Expect(200)["rows"]![0]!;
        // (42 + 28 + 30 + 40) / 2
        ((decimal)row["total"]!).ShouldBe(70);
        ((int)row["reviews"]!).ShouldBe(2);
    }

    [Fact]
    public async Task The_trail_tells_readers_who_have_yet_to_score_neither_the_application_nor_a_score()
    {
        var (_, application, _) = await OpenAsync(anonymous: false, "Instructor", "Registrar");
        var scores = $"/api/v1/applications/{application}/scores";
        await SaveAsync(web.Instructor, scores, "\"0\"", 7.77m, 21.21m);
        (await web.Instructor.PostAsync($"{scores}/submit")).Expect(200);
        (await web.Instructor.PostAsync($"{scores}/reopen", new { Reason = "Seven was wrong." })).Expect(200);

        var entries = await AuditAsync();
        var trail = entries.Where(e => ((string)e["action"]!).StartsWith("scores.", StringComparison.Ordinal)).ToList();

        trail.Count.ShouldBeGreaterThanOrEqualTo(3);
        foreach (var entry in trail)
        {
            var text = entry.ToJsonString();
            text.ShouldNotContain(application.ToString());
            text.ShouldNotContain("7.77");
            text.ShouldNotContain("Seven");
        }
    }

    [Fact]
    public async Task A_draft_is_seen_by_nobody_but_its_author()
    {
        var (_, application, _) = await OpenAsync(anonymous: false, "Instructor", "Admin");
        var scores = $"/api/v1/applications/{application}/scores";
        await SaveAsync(web.Instructor, scores, "\"0\"", 7, 21);
        await SaveAsync(web.Admin, scores, "\"0\"", 1, 2);
        (await web.Admin.PostAsync($"{scores}/submit")).Expect(200)["others"]!.AsArray().ShouldBeEmpty();

        // Whoever decides and doesn't score sees what was submitted.
        var seen = (await web.Registrar.GetAsync(scores)).Expect(200);
        ((bool)seen["assigned"]!).ShouldBeFalse();
        seen["others"]!.AsArray().ShouldHaveSingleItem()!["reviewerId"]!.ToString().ShouldBe("Admin");
        (await web.Manager.GetAsync(scores)).ExpectProblem(403, "permission_denied");
        (await web.Student.GetAsync(scores)).ExpectProblem(403, "permission_denied");
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    public async Task The_table_of_an_anonymous_cohort_and_that_of_its_center_are_refused_to_the_reviewer(string format)
    {
        var (job, _, _) = await OpenAsync(anonymous: true, "Instructor");
        (await web.Manager.PostAsync("/api/v1/cohorts", job.CohortFields($"PLAIN-{format}"))).Expect(201);

        foreach (var owner in (string[])[$"cohorts/{job.CohortId}", $"centers/{job.CenterId}"])
        {
            var path = $"/api/v1/{owner}/applications.{format}";
            (await web.Instructor.GetAsync(path)).ExpectProblem(403, "anonymous_selection");
            (await web.Registrar.GetAsync(path)).Expect(200);
        }
    }

    [Fact]
    public async Task In_an_anonymous_selection_no_address_tells_the_reviewer_whom_they_score()
    {
        var (job, application, person) = await OpenAsync(anonymous: true, "Instructor");
        string[] hidden =
        [
            $"/api/v1/applications/{application}",
            $"/api/v1/applications?cohortId={job.CohortId}",
            "/api/v1/applications?state=submitted&limit=200",
            "/api/v1/applications?limit=200",
            $"/api/v1/cohorts/{job.CohortId}/applications",
            $"/api/v1/cohorts/{job.CohortId}/reviews",
            $"/api/v1/applications/{application}/scores",
        ];
        foreach (var path in hidden)
        {
            var answer = (await web.Instructor.GetAsync(path)).Expect(200);
            answer.Text.ShouldContain(application.ToString(), Case.Sensitive, path);
            answer.Text.ShouldNotContain(person.ToString(), Case.Sensitive, path);
            answer.Text.ShouldNotContain(HiddenName, Case.Sensitive, path);
        }

        // Who is known may not lead to the application either, by however small a page.
        foreach (var query in new[] { "", $"&cohortId={job.CohortId}", "&limit=1", "&state=submitted" })
        {
            var ofPerson = await web.Instructor.GetAsync($"/api/v1/applications?personId={person}{query}");
            ofPerson.Expect(200)["items"]!.AsArray().ShouldBeEmpty();
            ofPerson.Text.ShouldNotContain(application.ToString());
        }

        foreach (var list in new[] { "waiting-list", "applications.csv", "applications.xlsx" })
        {
            var answer = await web.Instructor.GetAsync($"/api/v1/cohorts/{job.CohortId}/{list}");
            answer.ExpectProblem(403, "anonymous_selection");
        }

        foreach (var refused in new[] { "history", "eligibility" })
        {
            var answer = await web.Instructor.GetAsync($"/api/v1/applications/{application}/{refused}");
            answer.ExpectProblem(403, "anonymous_selection");
        }

        var review = (await web.Instructor.GetAsync($"/api/v1/cohorts/{job.CohortId}/reviews"))["items"]![0]!;
        var scores = (await web.Instructor.GetAsync($"/api/v1/applications/{application}/scores")).Json;
        ((string?)review["pseudonym"])!.ShouldMatch(@"^\d{3}-\d{3}-\d{3}$");
        ((string?)scores["pseudonym"]).ShouldBe((string?)review["pseudonym"]);
        var shown = (await web.Instructor.GetAsync(hidden[0])).Json;
        ((string?)shown["personName"]).ShouldBe((string?)review["pseudonym"]);

        // Those who decide know whom they decide on.
        (await web.Registrar.GetAsync(hidden[0])).Text.ShouldContain(HiddenName);
    }

    [Fact]
    public async Task Criteria_that_contradict_themselves_are_refused_with_the_field_at_fault()
    {
        var job = await new Journey(web).OpenCohortAsync();
        var path = $"/api/v1/cohorts/{job.CohortId}/selection";
        (await web.Anonymous.GetAsync(path)).ExpectProblem(404, "selection_not_found");
        (await PostAsync(Criteria(60, 39.99m))).ShouldBe(["criteria"]);
        (await PostAsync(Criteria(60, 40, minimum: 31))).ShouldBe(["criteria[1].minimum"]);
        var lost = new { Kind = "criterion", Criterion = "NONE" };
        (await PostAsync(Criteria(60, 40, tieBreaks: [lost]))).ShouldBe(["tieBreaks[0]"]);
        object[] early = [new { Kind = "lottery" }, new { Kind = "earlier-submission" }];
        (await PostAsync(Criteria(60, 40, tieBreaks: early))).ShouldBe(["tieBreaks"]);
        (await web.Instructor.PostAsync(path, Criteria(60, 40))).ExpectProblem(403, "permission_denied");
        var made = (await web.Registrar.PostAsync(path, Criteria(60, 40))).Expect(201);
        (await web.Registrar.PutAsync(path, Criteria(50, 50))).ExpectProblem(428, "if_match_missing");
        var changed = await web.Registrar.PutAsync(path, Criteria(50, 50), ("If-Match", made.ETag!));
        ((decimal)changed.Expect(200)["criteria"]![0]!["weight"]!).ShouldBe(50);

        async Task<IReadOnlyList<string>> PostAsync(object body) =>
            (await web.Registrar.PostAsync(path, body)).ExpectProblem(400, "invalid_request").Fields;
    }

    static object Criteria(
        decimal first,
        decimal second,
        bool anonymous = false,
        decimal? minimum = null,
        object[]? tieBreaks = null
    ) =>
        new
        {
            Anonymous = anonymous,
            Criteria = new object[]
            {
                new
                {
                    Code = "TEST",
                    Name = "Entrance test",
                    Weight = first,
                    Maximum = 10,
                },
                new
                {
                    Code = "TALK",
                    Name = "Interview",
                    Weight = second,
                    Maximum = 30,
                    Minimum = minimum,
                },
            },
            TieBreaks = tieBreaks ?? [],
        };

    /// <summary>A cohort with criteria, reviewers and one submitted application.</summary>
    async Task<(Journey Job, Guid Application, Guid Person)> OpenAsync(bool anonymous, params string[] reviewers)
    {
        var job = await new Journey(web).OpenCohortAsync();
        var cohort = $"/api/v1/cohorts/{job.CohortId}";
        (await web.Manager.PostAsync($"{cohort}/selection", Criteria(60, 40, anonymous))).Expect(201);
        foreach (var reviewer in reviewers)
            (await web.Manager.PostAsync($"{cohort}/reviewers/assign", new { ReviewerId = reviewer })).Expect(200);
        var person = await job.RegisterAsync(anonymous ? HiddenName : Name);
        var application = await job.ApplyAsync(web.Registrar, person);
        await Journey.MoveAsync(web.Registrar, application, "submit");
        return (job, application, person);
    }

    static async Task SaveAsync(ApiClient reviewer, string path, string etag, decimal test, decimal talk)
    {
        var body = new
        {
            Scores = new object[]
            {
                new { Criterion = "TEST", Value = test },
                new
                {
                    Criterion = "TALK",
                    Value = talk,
                    Comment = "Спокоен",
                },
            },
        };
        (await reviewer.PutAsync(path, body, ("If-Match", etag))).Expect(200);
    }

    /// <summary>Status, tag and every byte of each answer, but for the number by which the log finds a problem.</summary>
    static async Task<IReadOnlyList<string>> SnapshotsAsync(ApiClient caller, IEnumerable<string> paths)
    {
        var snapshots = new List<string>();
        foreach (var path in paths)
        {
            var answer = await caller.GetAsync(path);
            var body = answer.Json;
            (body as JsonObject)?.Remove("traceId");
            snapshots.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{path} {answer.Status} {answer.ETag} {body.ToJsonString()}"
                )
            );
        }

        return snapshots;
    }

    async Task<IReadOnlyList<JsonNode>> AuditAsync()
    {
        var entries = new List<JsonNode>();
        string? cursor = null;
        do
        {
            var query = cursor is null ? "" : $"&cursor={cursor}";
            var page = (await web.Registrar.GetAsync($"/api/v1/audit?limit=200{query}")).Expect(200);
            entries.AddRange(page["items"]!.AsArray().Select(e => e!));
            cursor = (string?)page["nextCursor"];
        } while (cursor is not null);

        return entries;
    }
}
