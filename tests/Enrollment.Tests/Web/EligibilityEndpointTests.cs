using System.Globalization;
using System.Text.Json.Nodes;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Web;

public sealed class EligibilityEndpointTests(WebSystem web) : IClassFixture<WebSystem>
{
    static readonly DateOnly today = DateOnly.FromDateTime(DateTime.UtcNow);

    [Fact]
    public async Task A_submission_is_refused_with_every_reason_and_passes_once_the_facts_are_there()
    {
        var course = await CourseAsync(Demands());
        var application = await DraftAsync(web.Student, course.Cohort, web.StudentPersonId);

        var refused = (await web.Student.PostAsync($"/api/v1/applications/{application}/submit")).ExpectProblem(
            422,
            "not_eligible"
        );
        Codes(refused["problems"]).ShouldBe(["birth_date_missing", "qualification_missing", "language_missing"]);
        ((string?)refused["problems"]![0]!["message"])!.ShouldContain("at least 18 years old on");
        var judged = (await web.Student.GetAsync($"/api/v1/applications/{application}/eligibility")).Expect(200);
        ((bool)judged["eligible"]!).ShouldBeFalse();
        Codes(judged["reasons"]).ShouldBe(["birth_date_missing", "qualification_missing", "language_missing"]);
        ((string?)judged["reasons"]![1]!["demanded"]).ShouldBe("a qualification of level 4 or above");
        ((string?)judged["reasons"]![1]!["found"]).ShouldBe("no qualification");

        await DeclareAsync(web.Student, web.StudentPersonId, Background());
        await SetBirthDateAsync(web.StudentPersonId, "2001-04-09");
        var submitted = await Journey.MoveAsync(web.Student, application, "submit");
        ((string?)submitted["state"]).ShouldBe("submitted");
        judged = (await web.Student.GetAsync($"/api/v1/applications/{application}/eligibility")).Expect(200);
        ((bool)judged["eligible"]!).ShouldBeTrue();
    }

    [Fact]
    public async Task An_offer_is_judged_anew_and_a_waiver_overrides_with_a_reason_in_the_trail()
    {
        var course = await CourseAsync(Demands());
        var person = await RegisterAsync();
        await DeclareAsync(web.Registrar, person, Background());
        var application = await DraftAsync(web.Registrar, course.Cohort, person);
        await Journey.MoveAsync(web.Registrar, application, "submit");
        await DeclareAsync(web.Registrar, person, Background(level: 3));
        var path = $"/api/v1/applications/{application}/offer";

        var refused = await web.Registrar.PostAsync(path, new { OfferExpiresOn = today.AddDays(7) });
        Codes(refused.ExpectProblem(422, "not_eligible")["problems"]).ShouldBe(["qualification_too_low"]);
        refused["detail"]!.ToString().ShouldContain("eligibilityWaiver");

        var body = new { OfferExpiresOn = today.AddDays(7), EligibilityWaiver = "Ten years at the lathe." };
        ((string?)(await web.Registrar.PostAsync(path, body)).Expect(200)["state"]).ShouldBe("offered");
        var history = (await web.Registrar.GetAsync($"/api/v1/applications/{application}/history")).Expect(200);
        var offer = history["items"]!.AsArray().Single(e => (string?)e!["action"] == "application.offer");
        ((string?)offer!["details"]!["eligibilityWaiver"]).ShouldBe("Ten years at the lathe.");
    }

    [Fact]
    public async Task A_registrar_sends_an_application_with_a_waiver_and_an_applicant_does_not()
    {
        var course = await CourseAsync(Demands());
        var application = await DraftAsync(web.Student, course.Cohort, web.StudentPersonId);
        var path = $"/api/v1/applications/{application}/submit";
        var waiver = new { EligibilityWaiver = "Ten years at the lathe." };

        var refused = await web.Student.PostAsync(path, waiver);
        var sent = await web.Registrar.PostAsync(path, waiver);

        refused.ExpectProblem(400, "invalid_request").Fields.ShouldBe(["eligibilityWaiver"]);
        ((string?)sent.Expect(200)["eligibilityWaiver"]).ShouldBe("Ten years at the lathe.");
    }

    [Fact]
    public async Task A_prerequisite_counts_while_its_certificate_does_and_follows_its_replacement()
    {
        var job = await new Journey(web).OpenCohortAsync();
        var certificate = await job.IssueAsync(await job.PassAsync());
        var id = (Guid)certificate["id"]!;
        var trainee = (Guid)
            (await web.Registrar.GetAsync($"/api/v1/cohorts/{job.CohortId}/enrollments"))["items"]![0]!["personId"]!;
        var code = (string)(await web.Registrar.GetAsync($"/api/v1/courses/{job.CourseId}")).Json["code"]!;
        var course = await CourseAsync(new { Prerequisites = new[] { code } });
        var application = await DraftAsync(web.Registrar, course.Cohort, trainee);
        (await JudgeAsync(application)).ShouldBeEmpty();

        var replaced = await web.Registrar.PostAsync($"/api/v1/certificates/{id}/replace", new { Reason = "Lost." });
        var newer = (Guid)replaced.Expect(201)["id"]!;
        (await JudgeAsync(application)).ShouldBeEmpty();

        var revoked = await web.Registrar.PostAsync($"/api/v1/certificates/{newer}/revoke", new { Reason = "Fraud." });
        revoked.Expect(200);
        (await JudgeAsync(application)).ShouldBe(["prerequisite_not_valid"]);
        var other = await DraftAsync(web.Registrar, course.Cohort, await RegisterAsync());
        (await JudgeAsync(other)).ShouldBe(["prerequisite_missing"]);
    }

    [Fact]
    public async Task Requirements_change_until_a_cohort_has_opened_and_a_new_version_takes_them_over()
    {
        var job = new Journey(web);
        var (id, version) = await BareCourseAsync();
        var path = $"/api/v1/courses/{id}/versions/{version}/requirements";
        var empty = (await web.Anonymous.GetAsync(path)).Expect(200);
        ((int)empty["version"]!).ShouldBe(0);
        var first = (await web.Manager.PutAsync(path, Demands(), ("If-Match", empty.ETag!))).Expect(200);
        var stale = await web.Manager.PutAsync(path, Demands(), ("If-Match", empty.ETag!));
        stale.ExpectProblem(412, "stale_version");
        (await web.Manager.PutAsync(path, Demands())).ExpectProblem(428, "if_match_missing");
        var second = new { MinimumAge = 21, Languages = new[] { new { Language = "zh", Level = "a2" } } };
        var changed = (await web.Manager.PutAsync(path, second, ("If-Match", first.ETag!))).Expect(200);
        ((int)changed["minimumAge"]!).ShouldBe(21);
        changed["qualificationLevel"].ShouldBeNull();

        await CohortAsync(version);
        var frozen = await web.Manager.PutAsync(path, Demands(), ("If-Match", changed.ETag!));
        frozen.ExpectProblem(409, "requirements_in_force");
        ((bool)(await web.Anonymous.GetAsync(path))["inForce"]!).ShouldBeTrue();

        var added = await web.Manager.PostAsync(
            $"/api/v1/courses/{id}/versions",
            Fields(),
            ("If-Match", (await web.Manager.GetAsync($"/api/v1/courses/{id}")).ETag!)
        );
        var next = (Guid)added.Expect(201)["versionId"]!;
        var carried = (await web.Anonymous.GetAsync($"/api/v1/courses/{id}/versions/{next}/requirements")).Expect(200);
        ((int)carried["minimumAge"]!).ShouldBe(21);
        ((string?)carried["languages"]![0]!["level"]).ShouldBe("a2");
        ((bool)carried["inForce"]!).ShouldBeFalse();
    }

    [Fact]
    public async Task Requirements_that_nobody_could_meet_or_read_are_refused()
    {
        var (id, version) = await BareCourseAsync();
        var path = $"/api/v1/courses/{id}/versions/{version}/requirements";
        var own = (string)(await web.Anonymous.GetAsync($"/api/v1/courses/{id}")).Json["code"]!;
        async Task<Answer> PutAsync(object body) => await web.Manager.PutAsync(path, body, ("If-Match", "\"0\""));

        (await PutAsync(new { Prerequisites = new[] { "NONE-SUCH" } }))
            .ExpectProblem(422, "prerequisite_unknown")
            .Fields.ShouldBe(["prerequisites[0]"]);
        (await PutAsync(new { Prerequisites = new[] { own } })).ExpectProblem(422, "prerequisite_of_itself");
        var invalid = await PutAsync(
            new
            {
                MinimumAge = 0,
                QualificationLevel = 9,
                Languages = new[] { new { Language = "English", Level = "b1" } },
            }
        );
        invalid
            .ExpectProblem(400, "invalid_request")
            .Fields.ShouldBe(["minimumAge", "qualificationLevel", "languages[0].language"]);
        (await web.Registrar.PutAsync(path, Demands(), ("If-Match", "\"0\""))).ExpectProblem(403, "permission_denied");
        var elsewhere = $"/api/v1/courses/{Guid.CreateVersion7()}/versions/{version}/requirements";
        (await web.Anonymous.GetAsync(elsewhere)).ExpectProblem(404, "course_version_not_found");
    }

    [Fact]
    public async Task A_background_is_declared_by_its_owner_or_the_registrar_and_by_nobody_else()
    {
        var person = await RegisterAsync();
        var path = $"/api/v1/people/{person}/background";
        var empty = (await web.Registrar.GetAsync(path)).Expect(200);

        (await web.Student.GetAsync(path)).ExpectProblem(403, "not_your_record");
        var match = ("If-Match", empty.ETag!);
        (await web.Student.PutAsync(path, Background(), match)).ExpectProblem(403, "not_your_record");
        (await web.Instructor.PutAsync(path, Background(), match)).ExpectProblem(403, "permission_denied");
        var declared = (await web.Registrar.PutAsync(path, Background(), match)).Expect(200);
        ((string?)declared["qualifications"]![0]!["institution"]).ShouldBe("Алматы колледжі");
        ((string?)declared["languages"]![0]!["evidence"]).ShouldBe("IELTS 6.0");
        (await web.Registrar.PutAsync(path, Background(), match)).ExpectProblem(412, "stale_version");
        var future = Background(year: today.Year + 1);
        (await web.Registrar.PutAsync(path, future, ("If-Match", declared.ETag!)))
            .ExpectProblem(422, "awarded_in_future")
            .Fields.ShouldBe(["qualifications[0].year"]);
        (await web.Registrar.GetAsync($"/api/v1/people/{Guid.CreateVersion7()}/background")).ExpectProblem(
            404,
            "person_not_found"
        );
    }

    [Fact]
    public async Task Two_first_declarations_at_once_keep_one()
    {
        var person = await RegisterAsync();
        var path = $"/api/v1/people/{person}/background";

        var answers = await Task.WhenAll(
            Enumerable
                .Range(1, 8)
                .Select(level => web.Registrar.PutAsync(path, Background(level), ("If-Match", "\"0\"")))
        );

        answers.Count(a => a.Status == 200).ShouldBe(1);
        answers.Where(a => a.Status != 200).ShouldAllBe(a => a.Status == 412);
        var kept = (await web.Registrar.GetAsync(path)).Expect(200);
        kept["qualifications"]!.AsArray().ShouldHaveSingleItem();
        kept.Json.ToJsonString().ShouldBe(answers.Single(a => a.Status == 200).Json.ToJsonString());
    }

    static object Demands() =>
        new
        {
            MinimumAge = 18,
            QualificationLevel = 4,
            Languages = new[] { new { Language = "en", Level = "b1" } },
        };

    static object Background(int level = 5, int year = 2020) =>
        new
        {
            Qualifications = new[]
            {
                new
                {
                    Level = level,
                    Title = "Техник",
                    Institution = "Алматы колледжі",
                    Country = "KZ",
                    Year = year,
                },
            },
            Languages = new[]
            {
                new
                {
                    Language = "en",
                    Level = "b2",
                    Evidence = "IELTS 6.0",
                },
            },
        };

    static object Fields() => new { Title = "Turning", Hours = 240 };

    static IReadOnlyList<string?> Codes(JsonNode? reasons) =>
        [.. reasons!.AsArray().Select(reason => (string?)reason!["code"])];

    async Task<IReadOnlyList<string?>> JudgeAsync(Guid application) =>
        Codes((await web.Registrar.GetAsync($"/api/v1/applications/{application}/eligibility")).Expect(200)["reasons"]);

    async Task<Guid> RegisterAsync() =>
        Journey.Id(await web.Registrar.PostAsync("/api/v1/people", Journey.PersonFields()));

    async Task<(Guid Id, Guid VersionId)> BareCourseAsync()
    {
        var number = TestSystem.NextNumber().ToString(CultureInfo.InvariantCulture);
        var fields = new
        {
            Code = $"TURN{number}",
            Title = "Turning",
            Hours = 240,
        };
        var course = (await web.Manager.PostAsync("/api/v1/courses", fields)).Expect(201);
        return ((Guid)course["id"]!, (Guid)course["versionId"]!);
    }

    /// <summary>A course that demands something, with a cohort that takes applications.</summary>
    async Task<(Guid Id, Guid Cohort)> CourseAsync(object demands)
    {
        var (id, version) = await BareCourseAsync();
        var path = $"/api/v1/courses/{id}/versions/{version}/requirements";
        (await web.Manager.PutAsync(path, demands, ("If-Match", "\"0\""))).Expect(200);
        return (id, await CohortAsync(version));
    }

    async Task<Guid> CohortAsync(Guid courseVersionId)
    {
        var number = TestSystem.NextNumber().ToString(CultureInfo.InvariantCulture);
        var job = new Journey(web);
        var center = Journey.Id(await web.Manager.PostAsync("/api/v1/centers", job.CenterFields($"E{number}")));
        var cohort = new
        {
            CenterId = center,
            CourseVersionId = courseVersionId,
            Code = $"E{number}",
            Capacity = 10,
            OpensOn = today.AddDays(-10),
            ClosesOn = today.AddDays(10),
            StartsOn = today.AddDays(20),
            EndsOn = today.AddDays(200),
        };
        return Journey.Id(await web.Manager.PostAsync("/api/v1/cohorts", cohort));
    }

    static async Task<Guid> DraftAsync(ApiClient caller, Guid cohortId, Guid personId) =>
        Journey.Id(await caller.PostAsync("/api/v1/applications", new { PersonId = personId, CohortId = cohortId }));

    static async Task DeclareAsync(ApiClient caller, Guid personId, object background)
    {
        var path = $"/api/v1/people/{personId}/background";
        var etag = (await caller.GetAsync(path)).Expect(200).ETag!;
        (await caller.PutAsync(path, background, ("If-Match", etag))).Expect(200);
    }

    async Task SetBirthDateAsync(Guid personId, string birthDate)
    {
        var path = $"/api/v1/people/{personId}";
        var person = (await web.Registrar.GetAsync(path)).Expect(200);
        var fields = new { Names = person["names"], BirthDate = birthDate };
        (await web.Registrar.PutAsync(path, fields, ("If-Match", person.ETag!))).Expect(200);
    }
}
