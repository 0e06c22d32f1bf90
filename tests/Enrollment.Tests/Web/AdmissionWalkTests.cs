using System.Globalization;
using System.Text.Json.Nodes;
using Enrollment.Tests.Tables;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Web;

/// <summary>A walk through admissions over HTTP.</summary>
public sealed class AdmissionWalkTests(WebSystem web) : IClassFixture<WebSystem>
{
    const string HiddenName = "Ерсұлтан Бейсеноғлы";

    /// <summary>Not the lists of people, which tell of nobody's application.</summary>
    static readonly string[] ofPeople = ["/api/v1/people", "/api/v1/people/{id}"];

    [Fact]
    public async Task No_address_tells_the_reviewer_of_an_anonymous_selection_who_applied()
    {
        var job = await new Journey(web).OpenCohortAsync();
        var cohort = $"/api/v1/cohorts/{job.CohortId}";
        (await web.Manager.PostAsync($"{cohort}/selection", Criteria())).Expect(201);
        (await web.Manager.PostAsync($"{cohort}/reviewers/assign", new { ReviewerId = "Instructor" })).Expect(200);
        var person = await job.RegisterAsync(HiddenName);
        var application = await job.ApplyAsync(web.Registrar, person);
        await Journey.MoveAsync(web.Registrar, application, "submit");
        await Journey.MoveAsync(web.Registrar, application, "interview");
        var slot = (Guid)(await OfferAsync(job.CohortId, Slot(1))).Expect(201)["items"]![0]!["id"]!;
        var booking = new { ApplicationId = application };
        (await web.Registrar.PostAsync($"/api/v1/interview-slots/{slot}/book", booking)).Expect(200);

        var seen = 0;
        foreach (var path in await ReadsAsync())
        {
            foreach (var id in new[] { job.CohortId, application, slot, person })
            {
                var answer = await web.Instructor.GetAsync(path.Replace("{}", id.ToString(), StringComparison.Ordinal));
                answer.Text.ShouldNotContain(HiddenName, Case.Sensitive, path);
                if (answer.Status == 200 && answer.Text.Contains(application.ToString(), StringComparison.Ordinal))
                {
                    answer.Text.ShouldNotContain(person.ToString(), Case.Sensitive, path);
                    seen++;
                }
            }
        }

        seen.ShouldBeGreaterThan(5);
        var interviews = $"/api/v1/interview-slots/{slot}/interviews";
        (await web.Instructor.GetAsync(interviews)).Text.ShouldContain(application.ToString());
        (await web.Registrar.GetAsync(interviews)).Text.ShouldContain(HiddenName);
    }

    [Fact]
    public async Task A_cohort_is_changed_with_all_its_fields_so_that_none_is_cleared_by_being_forgotten()
    {
        var job = await new Journey(web).OpenCohortAsync();
        var path = $"/api/v1/cohorts/{job.CohortId}";
        var read = (await web.Manager.GetAsync(path)).Expect(200);
        var whole = new JsonObject();
        string[] names =
        [
            "code",
            "schemeId",
            "capacity",
            "overbooking",
            "opensOn",
            "closesOn",
            "startsOn",
            "endsOn",
            "timeZone",
            "roundId",
            "offerDays",
            "appealDays",
        ];
        foreach (var name in names)
            whole[name] = read[name]?.DeepClone();
        var part = whole.DeepClone().AsObject();
        foreach (var name in new[] { "schemeId", "roundId", "overbooking" })
            part.Remove(name);

        var refused = await web.Manager.PutAsync(path, part.ToJsonString(), ("If-Match", read.ETag!));
        refused
            .ExpectProblem(400, "malformed_json")
            .Fields.ShouldBe(["schemeId", "overbooking", "roundId"], ignoreOrder: true);
        var same = await web.Manager.PutAsync(path, whole.ToJsonString(), ("If-Match", read.ETag!));
        ((Guid)same.Expect(200)["schemeId"]!).ShouldBe(job.SchemeId);
        whole["schemeId"] = null;
        var without = await web.Manager.PutAsync(path, whole.ToJsonString(), ("If-Match", same.ETag!));
        without.Expect(200)["schemeId"].ShouldBeNull();
    }

    [Fact]
    public async Task A_time_that_is_sent_twice_is_offered_once_and_again_after_it_was_cancelled()
    {
        var job = await new Journey(web).OpenCohortAsync();
        var slot = (Guid)(await OfferAsync(job.CohortId, Slot(2))).Expect(201)["items"]![0]!["id"]!;

        var twice = await OfferAsync(job.CohortId, Slot(3), Slot(2));

        twice.ExpectProblem(409, "time_taken").Fields.ShouldBe(["slots[1].startsAt"]);
        var list = await web.Registrar.GetAsync($"/api/v1/cohorts/{job.CohortId}/interview-slots");
        list.Expect(200)["items"]!.AsArray().Count.ShouldBe(1);
        (await OfferAsync(job.CohortId, Slot(4), Slot(4))).ExpectProblem(409, "time_taken");
        var reason = new { Reason = "Ill." };
        (await web.Registrar.PostAsync($"/api/v1/interview-slots/{slot}/cancel", reason)).Expect(200);
        (await OfferAsync(job.CohortId, Slot(2))).Expect(201);
    }

    [Fact]
    public async Task All_faults_of_an_imported_row_are_named_at_once()
    {
        var job = await new Journey(web).OpenCohortAsync();
        const string Table = "Reference,Name (Latin),Birth date,E-mail,Phone,State\n1,Dana,,bad-mail,123,foo\n";

        foreach (var query in new[] { "?preview=true", "" })
        {
            var report = await web.ImportAsync(job.CohortId, Table, query);

            report.Counts().ShouldBe((0, 0, 0, 1));
            report
                .Problems(2)
                .ShouldBe(
                    [("State", "state_unknown"), ("E-mail", "email"), ("Phone", "phone_impossible")],
                    ignoreOrder: true
                );
        }
    }

    [Theory]
    [InlineData("""{"endedOn":"10.03.2026"}""", "endedOn", "yyyy-MM-dd")]
    [InlineData("""{"endedOn":"2026-13-01"}""", "endedOn", "yyyy-MM-dd")]
    [InlineData("""{"reason":7}""", "reason", "text in quotes")]
    public async Task A_value_of_another_form_names_the_field_and_the_form(string body, string field, string form)
    {
        var answer = await web.Registrar.PostAsync($"/api/v1/enrollments/{Guid.NewGuid()}/withdraw", body);

        answer.ExpectProblem(400, "malformed_json").Fields.ShouldBe([field]);
        ((string?)answer["problems"]![0]!["message"])!.ShouldContain(form);
    }

    [Fact]
    public async Task An_unknown_member_of_an_enumeration_is_answered_with_the_known_ones()
    {
        var mark = await web.Instructor.PutAsync(
            $"/api/v1/enrollments/{Guid.NewGuid()}/marks/{Guid.NewGuid()}",
            """{"state":"MARKED!","version":0}"""
        );
        var list = await web.Registrar.GetAsync("/api/v1/applications?state=UnderReview");

        ((string?)mark.ExpectProblem(400, "malformed_json")["problems"]![0]!["message"])!.ShouldBe(
            "Give one of marked, exempt, absent-with-cause, withheld."
        );
        ((string?)list.ExpectProblem(400, "unreadable_parameter")["detail"])!.ShouldStartWith(
            "The parameter 'state' can't be read. Give one of draft, submitted, under-review,"
        );
    }

    [Fact]
    public async Task Messages_name_fields_and_states_as_they_are_sent()
    {
        var job = await new Journey(web).OpenCohortAsync();
        var enrollment = await job.EnrollAsync(web.Registrar, await job.RegisterAsync());
        var draft = await job.ApplyAsync(web.Registrar, await job.RegisterAsync("Other Person"));

        var end = (await web.Registrar.PostAsync($"/api/v1/enrollments/{enrollment}/withdraw")).Expect(400);
        var review = await web.Registrar.PostAsync($"/api/v1/applications/{draft}/meet-conditions");

        end.Fields.Order(StringComparer.Ordinal).ShouldBe(["endedOn", "reason", "requestedBy"]);
        end.Text.ShouldContain("'endedOn' must not be empty");
        end.Text.ShouldNotContain("control character");
        ((string?)review.ExpectProblem(409, "transition_not_allowed")["detail"])!.ShouldStartWith(
            "'meet-conditions' isn't possible while the application is 'draft'."
        );
    }

    [Fact]
    public async Task Several_applications_are_rejected_in_one_request_each_with_its_answer()
    {
        var job = await new Journey(web).OpenCohortAsync();
        var sent = await job.ApplyAsync(web.Registrar, await job.RegisterAsync());
        var draft = await job.ApplyAsync(web.Registrar, await job.RegisterAsync("Other Person"));
        await Journey.MoveAsync(web.Registrar, sent, "submit");
        var body = new
        {
            Applications = new[] { new { Id = sent }, new { Id = draft } },
            Fields = new { Reason = "The places are taken." },
        };
        var path = $"/api/v1/cohorts/{job.CohortId}/applications/reject";

        (await web.Student.PostAsync(path, body)).ExpectProblem(403, "permission_denied");
        var answer = (await web.Registrar.PostAsync(path, body)).Expect(200);

        ((int)answer["changed"]!, (int)answer["refused"]!).ShouldBe((1, 1));
        ((string?)answer["rows"]![0]!["state"]).ShouldBe("rejected");
        ((string?)answer["rows"]![1]!["problem"]!["code"]).ShouldBe("transition_not_allowed");
    }

    static object Criteria() =>
        new
        {
            Anonymous = true,
            Criteria = new[]
            {
                new
                {
                    Code = "TALK",
                    Name = "Interview",
                    Weight = 100,
                    Maximum = 10,
                },
            },
            TieBreaks = Array.Empty<object>(),
        };

    static object Slot(int hour)
    {
        var day = DateTimeOffset.UtcNow.Date.AddDays(10).AddHours(hour);
        string At(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return new
        {
            StartsAt = At(day),
            EndsAt = At(day.AddMinutes(30)),
            Place = "Room 12",
            Interviewer = "Gulnara Abenova",
        };
    }

    Task<Answer> OfferAsync(Guid cohort, params object[] slots) =>
        web.Registrar.PostAsync($"/api/v1/cohorts/{cohort}/interview-slots", new { slots });

    /// <summary>The addresses that can be read, with {} where an id stands.</summary>
    async Task<IReadOnlyList<string>> ReadsAsync()
    {
        var document = (await web.Anonymous.GetAsync("/openapi/v1.json")).Json;
        return
        [
            .. document["paths"]!
                .AsObject()
                .Where(path => path.Key.StartsWith("/api/", StringComparison.Ordinal))
                .Where(path => path.Value!["get"] is not null && !ofPeople.Contains(path.Key))
                .Select(path => System.Text.RegularExpressions.Regex.Replace(path.Key, @"\{\w+\}", "{}")),
        ];
    }
}
