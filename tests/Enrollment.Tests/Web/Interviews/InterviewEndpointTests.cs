using System.Globalization;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Web.Interviews;

/// <summary>Interviews over HTTP.</summary>
public sealed class InterviewEndpointTests(WebSystem web) : IClassFixture<WebSystem>
{
    [Fact]
    public async Task An_applicant_books_moves_and_cancels_and_the_calendar_follows()
    {
        var (job, application) = await InterviewingAsync();
        var slots = (await OfferAsync(job.CohortId, 2))["items"]!.AsArray();
        var (first, second) = ((Guid)slots[0]!["id"]!, (Guid)slots[1]!["id"]!);
        var calendar = $"/api/v1/applications/{application}/interview.ics";
        (await web.Student.GetAsync(calendar)).ExpectProblem(404, "interview_not_found");

        var booked = (await BookAsync(first, application)).Expect(200);
        var file = (await web.Student.GetAsync(calendar)).Expect(200);
        (await BookAsync(second, application)).Expect(200);
        var moved = (await web.Student.GetAsync(calendar)).Expect(200);
        var end = await web.Student.PostAsync($"/api/v1/applications/{application}/interview/cancel");
        var cancelled = (await web.Student.GetAsync(calendar)).Expect(200);

        ((string?)booked["state"], (string?)booked["link"]).ShouldBe(("booked", "https://meet.example.org/1"));
        ((string?)end.Expect(200)["state"]).ShouldBe("cancelled");
        file.Type.ShouldBe("text/calendar");
        file.Header("Content-Disposition")!.ShouldContain("interview.ics");
        (file.Text, moved.Text, cancelled.Text).ShouldSatisfyAllConditions(
            t => t.Item1.ShouldContain("SEQUENCE:0\r\n"),
            t => t.Item2.ShouldContain("SEQUENCE:1\r\n"),
            t => t.Item3.ShouldContain("METHOD:CANCEL\r\n"),
            t => t.Item1.ShouldContain("BEGIN:VTIMEZONE\r\nTZID:Asia/Almaty\r\n")
        );
    }

    [Fact]
    public async Task A_student_sees_the_times_without_their_links_and_staff_see_who_comes()
    {
        var (job, application) = await InterviewingAsync();
        var slot = (Guid)(await OfferAsync(job.CohortId, 1))["items"]![0]!["id"]!;
        await BookAsync(slot, application);

        var seen = (await web.Student.GetAsync($"/api/v1/cohorts/{job.CohortId}/interview-slots")).Expect(200);
        var who = (await web.Registrar.GetAsync($"/api/v1/interview-slots/{slot}/interviews")).Expect(200);

        ((string?)seen["items"]![0]!["link"]).ShouldBeNull();
        ((int?)seen["items"]![0]!["booked"]).ShouldBe(1);
        ((Guid)who["items"]![0]!["applicationId"]!).ShouldBe(application);
        var list = await web.Student.GetAsync($"/api/v1/interview-slots/{slot}/interviews");
        list.ExpectProblem(403, "permission_denied");
    }

    [Fact]
    public async Task A_registrar_cancels_a_time_with_a_reason_that_the_applicant_reads()
    {
        var (job, application) = await InterviewingAsync();
        var slot = (Guid)(await OfferAsync(job.CohortId, 1))["items"]![0]!["id"]!;
        await BookAsync(slot, application);
        var path = $"/api/v1/interview-slots/{slot}";
        var read = (await web.Registrar.GetAsync(path)).Expect(200);

        (await web.Student.PostAsync($"{path}/cancel", new { Reason = "No." })).ExpectProblem(403, "permission_denied");
        (await web.Registrar.PostAsync($"{path}/cancel", new { Reason = " " })).Expect(400);
        var reason = new { Reason = "The interviewer is ill." };
        (await web.Registrar.PostAsync($"{path}/cancel", reason, ("If-Match", read.ETag!))).Expect(200);

        var interview = (await web.Student.GetAsync($"/api/v1/applications/{application}/interview")).Expect(200);
        ((string?)interview["state"], (string?)interview["reason"]).ShouldBe(("freed", reason.Reason));
        (await BookAsync(slot, application)).ExpectProblem(409, "slot_cancelled");
    }

    Task<Answer> BookAsync(Guid slot, Guid application) =>
        web.Student.PostAsync($"/api/v1/interview-slots/{slot}/book", new { ApplicationId = application });

    async Task<Answer> OfferAsync(Guid cohort, int count)
    {
        var day = DateTimeOffset.UtcNow.AddDays(10);
        var slots = Enumerable
            .Range(1, count)
            .Select(n => new
            {
                StartsAt = day.AddHours(n).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                EndsAt = day.AddHours(n)
                    .AddMinutes(30)
                    .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                Link = $"https://meet.example.org/{n}",
                Interviewer = "Gulnara Abenova",
            });
        return (await web.Registrar.PostAsync($"/api/v1/cohorts/{cohort}/interview-slots", new { slots })).Expect(201);
    }

    async Task<(Journey Job, Guid Application)> InterviewingAsync()
    {
        var job = await new Journey(web).OpenCohortAsync();
        var application = await job.ApplyAsync(web.Student, web.StudentPersonId);
        await Journey.MoveAsync(web.Student, application, "submit");
        await Journey.MoveAsync(web.Registrar, application, "interview");
        return (job, application);
    }
}
