using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Web;

/// <summary>The whole way over HTTP: a change, the job that runs by itself, what became of the message.</summary>
public sealed class MessageEndpointTests(WebSystem web) : IClassFixture<WebSystem>
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_applicant_is_written_to_by_itself_and_staff_see_what_became_of_it()
    {
        var (person, application) = await SubmitAsync("dana@example.org");

        var message = await EventuallyAsync($"?personId={person}", "sent");

        ((string?)message["kind"]).ShouldBe("submitted");
        ((string?)message["applicationId"]).ShouldBe(application);
        ((string?)message["recipient"]).ShouldBe("dana@example.org");
        ((string?)message["language"]).ShouldBe("zh");
        ((int?)message["attempts"]).ShouldBe(1);
        ((string?)message["subject"])!.ShouldStartWith("已收到您的申请");
        var byApplication = await ListAsync($"?applicationId={application}&status=sent");
        byApplication.ShouldHaveSingleItem()!["id"]!.ToString().ShouldBe(message["id"]!.ToString());
        (await ListAsync($"?applicationId={application}&status=failed")).ShouldBeEmpty();
        (await ListAsync("?status=sent&limit=200")).ShouldContain(m =>
            m!["id"]!.ToString() == message["id"]!.ToString()
        );
        var again = await web.Registrar.PostAsync($"/api/v1/messages/{message["id"]}/requeue");
        again.ExpectProblem(409, "message_not_requeueable");
    }

    [Fact]
    public async Task A_registrar_sends_a_message_again_once_there_is_an_address()
    {
        var (person, _) = await SubmitAsync(null);
        var lost = await EventuallyAsync($"?personId={person}", "undeliverable");
        ((string?)lost["lastError"]).ShouldBe("The person has no e-mail address.");
        var record = (await web.Registrar.GetAsync($"/api/v1/people/{person}")).Expect(200);
        var fields = Fields("found@example.org");
        (await web.Registrar.PutAsync($"/api/v1/people/{person}", fields, ("If-Match", record.ETag!))).Expect(200);
        var path = $"/api/v1/messages/{lost["id"]}";
        var read = (await web.Manager.GetAsync(path)).Expect(200);

        (await web.Registrar.PostAsync($"{path}/requeue", null, ("If-Match", "\"1\""))).ExpectProblem(
            412,
            "stale_version"
        );
        var queued = (await web.Registrar.PostAsync($"{path}/requeue", null, ("If-Match", read.ETag!))).Expect(200);

        ((string?)queued["status"]).ShouldBe("waiting");
        var sent = await EventuallyAsync($"?personId={person}", "sent");
        ((string?)sent["recipient"]).ShouldBe("found@example.org");
    }

    [Fact]
    public async Task Messages_are_for_the_staff_that_decides()
    {
        var path = $"/api/v1/messages/{Guid.CreateVersion7()}";
        (await web.Anonymous.GetAsync("/api/v1/messages")).ExpectProblem(401, "authentication_required");
        (await web.Student.GetAsync("/api/v1/messages")).ExpectProblem(403, "permission_denied");
        (await web.Instructor.GetAsync(path)).ExpectProblem(403, "permission_denied");
        (await web.Manager.PostAsync($"{path}/requeue")).ExpectProblem(403, "permission_denied");
        (await web.Manager.GetAsync(path)).ExpectProblem(404, "message_not_found");
        (await web.Registrar.PostAsync($"{path}/requeue")).ExpectProblem(404, "message_not_found");
        (await web.Registrar.GetAsync("/api/v1/messages?status=lost")).Expect(400);
    }

    async Task<(string Person, string Application)> SubmitAsync(string? email)
    {
        var journey = await new Journey(web).OpenCohortAsync();
        var person = (await web.Registrar.PostAsync("/api/v1/people", Fields(email))).Expect(201);
        var id = (string)person["id"]!;
        var draft = (
            await web.Registrar.PostAsync("/api/v1/applications", new { personId = id, cohortId = journey.CohortId })
        ).Expect(201);
        var application = (string)draft["id"]!;
        (await web.Registrar.PostAsync($"/api/v1/applications/{application}/submit")).Expect(200);
        return (id, application);
    }

    static object Fields(string? email) =>
        new
        {
            names = new[] { new { script = "Hans", fullName = "王小丽" } },
            email,
            language = "zh",
        };

    async Task<JsonArray> ListAsync(string query) =>
        (await web.Registrar.GetAsync($"/api/v1/messages{query}")).Expect(200)["items"]!.AsArray();

    async Task<JsonNode> EventuallyAsync(string query, string status)
    {
        for (var i = 0; i < 300; i++)
        {
            if ((await ListAsync(query)).FirstOrDefault(m => (string?)m!["status"] == status) is { } found)
                return found;

            await Task.Delay(100, Token);
        }

        throw new InvalidOperationException($"No message {query} became '{status}'.");
    }
}
