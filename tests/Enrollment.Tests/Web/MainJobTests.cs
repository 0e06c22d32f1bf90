using System.Security.Cryptography;
using Enrollment.Tests.Testing;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Web;

public sealed class MainJobTests(WebSystem web) : IClassFixture<WebSystem>
{
    [Fact]
    public async Task A_student_goes_from_the_application_to_a_certificate_that_verifies()
    {
        var job = await new Journey(web).OpenCohortAsync();
        var enrollment = await job.EnrollAsync(web.Student, web.StudentPersonId);
        await job.MarkAsync(enrollment, 82.5m);
        var computed = await job.ComputeAsync();
        ((int?)computed["computed"]).ShouldBe(1);
        ((int?)computed["byOutcome"]!["merit"]).ShouldBe(1, computed.Text);

        var hidden = (await web.Student.GetAsync($"/api/v1/enrollments/{enrollment}/result")).Expect(200);
        hidden["marks"]!.AsArray().ShouldBeEmpty();
        hidden["result"].ShouldBeNull();

        await job.DecideAsync(enrollment);
        var certificate = await job.IssueAsync(enrollment);
        ((string?)certificate["state"]).ShouldBe("issued");
        ((string?)(await web.Student.GetAsync($"/api/v1/enrollments/{enrollment}")).Expect(200)["state"]).ShouldBe(
            "active",
            "The state would tell the decision before the release."
        );

        var pdf = (await web.Student.GetAsync($"/api/v1/certificates/{certificate["id"]}/pdf")).Expect(200);
        pdf.Type.ShouldBe("application/pdf");
        pdf.Text.ShouldStartWith("%PDF-");
        var hash = Convert.ToHexStringLower(SHA256.HashData(pdf.Bytes));
        hash.ShouldBe((string?)certificate["fileHash"]);
        pdf.ETag.ShouldBe($"\"{hash}\"");
        pdf.Header("Content-Disposition")!.ShouldContain($"{certificate["serial"]}.pdf");
        var again = await web.Student.GetAsync(
            $"/api/v1/certificates/{certificate["id"]}/pdf",
            ("If-None-Match", pdf.ETag!)
        );
        again.Expect(304).Bytes.ShouldBeEmpty();

        (await web.Registrar.PostAsync($"/api/v1/cohorts/{job.CohortId}/release")).Expect(200);
        var shown = (await web.Student.GetAsync($"/api/v1/enrollments/{enrollment}/result")).Expect(200);
        ((decimal?)shown["marks"]![0]!["value"]).ShouldBe(82.5m);
        ((string?)shown["result"]!["decision"]).ShouldBe("merit");

        var verified = (await web.Anonymous.GetAsync($"/verify/{certificate["verificationCode"]}")).Expect(200);
        ((string?)verified["answer"]).ShouldBe("valid");
        ((string?)verified["serial"]).ShouldBe((string?)certificate["serial"]);
        ((string?)verified["fileHash"]).ShouldBe(hash);
        ((decimal?)verified["mark"]).ShouldBe(83m);
    }

    [Fact]
    public async Task A_revoked_certificate_verifies_as_revoked_and_after_its_reinstatement_as_valid()
    {
        var certificate = await Journey.CertifyAsync(web);
        var path = $"/api/v1/certificates/{certificate["id"]}";
        (await web.Registrar.PostAsync($"{path}/revoke", new { Reason = "Wrong person" })).Expect(200);

        var revoked = await web.Anonymous.GetAsync($"/verify/{certificate["verificationCode"]}");
        ((string?)revoked.Expect(200)["answer"]).ShouldBe("revoked");
        revoked["endedAt"].ShouldNotBeNull();
        (await PageAsync(certificate["verificationCode"])).ShouldContain("This certificate was revoked");

        (await web.Registrar.PostAsync($"{path}/reinstate", new { Reason = "It was the right person" })).Expect(200);
        var valid = await web.Anonymous.GetAsync($"/verify/{certificate["verificationCode"]}");
        ((string?)valid.Expect(200)["answer"]).ShouldBe("valid");
    }

    [Fact]
    public async Task A_replaced_certificate_verifies_as_replaced_and_leads_to_the_new_one()
    {
        var old = await Journey.CertifyAsync(web);
        var made = await web.Registrar.PostAsync(
            $"/api/v1/certificates/{old["id"]}/replace",
            new { Reason = "The name changed" }
        );
        var replacement = made.Expect(201).Json;
        made.Location.ShouldBe($"/api/v1/certificates/{replacement["id"]}");
        ((string?)replacement["replacesId"]).ShouldBe((string?)old["id"]);

        var replaced = (await web.Anonymous.GetAsync($"/verify/{old["verificationCode"]}")).Expect(200);
        ((string?)replaced["answer"]).ShouldBe("replaced");
        var next = (string)replaced["replacedBy"]!;
        next.ShouldBe($"/verify/{replacement["verificationCode"]}");
        ((string?)(await web.Anonymous.GetAsync(next)).Expect(200)["answer"]).ShouldBe("valid");
        (await PageAsync(old["verificationCode"])).ShouldContain($"href=\"{next}?lang=en\"");
    }

    [Fact]
    public async Task A_certificate_past_its_last_day_verifies_as_expired()
    {
        var clock = new ShiftedClock();
        await using var later = new WebSystem { Time = clock };
        await later.InitializeAsync();
        var path = $"/verify/{(await Journey.ExpireAsync(later, clock))["verificationCode"]}";

        var expired = (await later.Anonymous.GetAsync(path)).Expect(200);

        ((string?)expired["answer"]).ShouldBe("expired");
        var page = (await later.Anonymous.GetAsync(path, ("Accept", "text/html"))).Expect(200);
        page.Text.ShouldContain("This certificate has expired");
    }

    [Theory]
    [InlineData("000000-000000-000000-000000")]
    [InlineData("nonsense")]
    [InlineData("%3Cscript%3E")]
    public async Task A_code_that_was_never_issued_is_unknown(string code)
    {
        ((string?)(await web.Anonymous.GetAsync($"/verify/{code}")).Expect(404)["answer"]).ShouldBe("unknown");
        var page = await web.Anonymous.GetAsync($"/verify/{code}", ("Accept", "text/html"));
        page.Expect(404).Text.ShouldContain("No certificate is known by this");
        page.Text.ShouldNotContain("<script>");
    }

    [Fact]
    public async Task A_certificate_issued_and_revoked_on_one_evening_ends_on_the_day_of_its_issue()
    {
        // In Almaty it is already the next day.
        await using var evening = new WebSystem
        {
            Time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 20, 30, 0, TimeSpan.Zero)),
        };
        await evening.InitializeAsync();
        var job = new Journey(evening) { Today = new(2026, 11, 25), HeldOn = new(2026, 11, 24) };
        await job.OpenCohortAsync();
        var certificate = await job.IssueAsync(await job.PassAsync());
        var reason = new { Reason = "Wrong person" };
        (await evening.Registrar.PostAsync($"/api/v1/certificates/{certificate["id"]}/revoke", reason)).Expect(200);

        var revoked = (await evening.Anonymous.GetAsync($"/verify/{certificate["verificationCode"]}")).Expect(200);

        ((string?)revoked["issuedOn"]).ShouldBe("2026-11-25");
        ((string?)revoked["endedOn"]).ShouldBe("2026-11-25");
        ((string?)revoked["endedAt"]).ShouldBe("2026-11-24T20:30:00Z");
    }

    [Fact]
    public async Task A_code_typed_in_lower_case_without_hyphens_is_read()
    {
        var certificate = await Journey.CertifyAsync(web);
        var typed = ((string)certificate["verificationCode"]!).Replace("-", "", StringComparison.Ordinal);

        var page = await web.Anonymous.GetAsync($"/verify?code=%20{typed.ToLowerInvariant()}%20");

        page.Expect(302);
        ((string?)(await web.Anonymous.GetAsync(page.Location!)).Expect(200)["answer"]).ShouldBe("valid");
    }

    [Fact]
    public async Task The_page_shows_what_is_printed_on_the_genuine_document()
    {
        var certificate = await Journey.CertifyAsync(web);

        var page = await PageAsync(certificate["verificationCode"]);

        page.ShouldContain("This certificate is valid");
        page.ShouldContain("Nurlan Akhmetov");
        page.ShouldContain("Merit");
        page.ShouldContain((string)certificate["serial"]!);
        page.ShouldContain((string)certificate["fileHash"]!);
    }

    async Task<string> PageAsync(object? code)
    {
        var page = (await web.Anonymous.GetAsync($"/verify/{code}", ("Accept", "text/html"))).Expect(200);
        page.Type.ShouldBe("text/html");
        return System.Net.WebUtility.HtmlDecode(page.Text);
    }
}
