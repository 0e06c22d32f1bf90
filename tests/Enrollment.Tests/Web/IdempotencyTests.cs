using Shouldly;
using Xunit;

namespace Enrollment.Tests.Web;

public sealed class IdempotencyTests(WebSystem web) : IClassFixture<WebSystem>
{
    static (string, string) Key(string key) => ("Idempotency-Key", key);

    [Fact]
    public async Task A_repeated_request_answers_as_the_first_time()
    {
        var fields = new Journey(web).CenterFields();

        var first = (await web.Manager.PostAsync("/api/v1/centers", fields, Key("repeat"))).Expect(201);
        var second = (await web.Manager.PostAsync("/api/v1/centers", fields, Key("repeat"))).Expect(201);

        second.Bytes.ShouldBe(first.Bytes);
        second.Location.ShouldBe(first.Location);
        second.ETag.ShouldBe(first.ETag);
    }

    [Fact]
    public async Task A_key_used_for_another_request_is_refused()
    {
        (await web.Registrar.PostAsync("/api/v1/people", Journey.PersonFields("Asel"), Key("other"))).Expect(201);

        var answer = await web.Registrar.PostAsync("/api/v1/people", Journey.PersonFields("Dana"), Key("other"));

        answer.ExpectProblem(422, "idempotency_key_reused");
    }

    [Fact]
    public async Task The_same_key_of_another_caller_is_another_key()
    {
        var fields = Journey.PersonFields("Saule");
        var first = (await web.Registrar.PostAsync("/api/v1/people", fields, Key("mine"))).Expect(201);

        var second = (await web.Admin.PostAsync("/api/v1/people", fields, Key("mine"))).Expect(201);

        second.Location.ShouldNotBe(first.Location);
    }

    [Fact]
    public async Task Fifty_at_once_create_one()
    {
        const string name = "Fifty at Once";
        var fields = Journey.PersonFields(name);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => web.Registrar.PostAsync("/api/v1/people", fields, Key("fifty")))
        );

        answers.ShouldAllBe(answer => answer.Status == 201 || answer.Status == 409);
        answers.Where(a => a.Status == 201).Select(a => a.Location).Distinct().ShouldHaveSingleItem();
        var found = await web.Registrar.GetAsync($"/api/v1/people?name={Uri.EscapeDataString(name)}");
        found["items"]!.AsArray().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_refused_request_leaves_its_key_free_for_the_corrected_one()
    {
        var invalid = await web.Registrar.PostAsync("/api/v1/people", Journey.PersonFields(""), Key("corrected"));
        invalid.Expect(400);
        var unreadable = await web.Registrar.PostAsync("/api/v1/people", "{", Key("corrected"));
        unreadable.Expect(400);

        var corrected = await web.Registrar.PostAsync("/api/v1/people", Journey.PersonFields(), Key("corrected"));

        corrected.Expect(201);
    }

    [Fact]
    public async Task A_certificate_asked_for_twice_with_one_key_is_issued_once()
    {
        var job = await new Journey(web).OpenCohortAsync();
        var body = new { EnrollmentId = await job.PassAsync() };

        var first = (await web.Registrar.PostAsync("/api/v1/certificates", body, Key("issue"))).Expect(201);
        var second = (await web.Registrar.PostAsync("/api/v1/certificates", body, Key("issue"))).Expect(201);

        second.Bytes.ShouldBe(first.Bytes);
        second.Location.ShouldBe(first.Location);
        (await web.Registrar.PostAsync("/api/v1/certificates", body)).ExpectProblem(422, "issued_already");
    }

    [Fact]
    public async Task A_certificate_refused_at_first_is_issued_with_the_same_key_once_it_may_be()
    {
        var job = await new Journey(web).OpenCohortAsync();
        var enrollment = await job.EnrollAsync(web.Registrar, await job.RegisterAsync());
        await job.MarkAsync(enrollment, 60);
        await job.ComputeAsync();
        var body = new { EnrollmentId = enrollment };
        var early = await web.Registrar.PostAsync("/api/v1/certificates", body, Key("early"));
        early.ExpectProblem(422, "no_board_decision").Fields.ShouldBe(["enrollmentId"]);
        await job.DecideAsync(enrollment);

        (await web.Registrar.PostAsync("/api/v1/certificates", body, Key("early"))).Expect(201);
    }

    [Fact]
    public async Task A_replacement_asked_for_twice_with_one_key_is_made_once()
    {
        var certificate = await Journey.CertifyAsync(web);
        var path = $"/api/v1/certificates/{certificate["id"]}/replace";
        var body = new { Reason = "Lost" };

        var first = (await web.Registrar.PostAsync(path, body, Key("replace"))).Expect(201);
        var second = (await web.Registrar.PostAsync(path, body, Key("replace"))).Expect(201);

        second.Bytes.ShouldBe(first.Bytes);
        (await web.Registrar.PostAsync(path, body)).ExpectProblem(409, "certificate_not_issued");
    }

    [Theory]
    [InlineData(201)]
    [InlineData(5000)]
    public async Task A_key_that_is_too_long_is_refused(int length)
    {
        var answer = await web.Registrar.PostAsync(
            "/api/v1/people",
            Journey.PersonFields(),
            Key(new string('k', length))
        );

        answer.ExpectProblem(400, "idempotency_key_unreadable");
    }

    [Fact]
    public async Task A_key_of_200_characters_is_taken() =>
        (await web.Registrar.PostAsync("/api/v1/people", Journey.PersonFields(), Key(new string('k', 200)))).Expect(
            201
        );
}
