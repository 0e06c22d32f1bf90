using System.IO.Compression;
using System.Text;
using Enrollment.Pipeline;
using Enrollment.Tests.Documents;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Web;

/// <summary>What a center keeps and hands out of its certificates as a whole.</summary>
public sealed class RegisterTests(WebSystem web) : IClassFixture<WebSystem>
{
    [Fact]
    public async Task The_certificates_of_a_cohort_come_in_one_file_with_a_name_of_its_own_for_each_namesake()
    {
        var journey = new Journey(web);
        await journey.OpenCohortAsync();
        foreach (var enrollment in await PassAsync(journey, "Nurlan Akhmetov", "Nurlan Akhmetov", "Æ/\\ ..Zhang"))
            await journey.IssueAsync(enrollment);

        var answer = (await web.Registrar.GetAsync($"/api/v1/cohorts/{journey.CohortId}/certificates.zip")).Expect(200);

        answer.Type.ShouldBe("application/zip");
        using var archive = new ZipArchive(new MemoryStream(answer.Bytes));
        archive.Entries.Count.ShouldBe(3);
        archive.Entries.Select(entry => entry.FullName).ShouldBeUnique();
        archive.Entries.ShouldAllBe(entry =>
            entry.Name == entry.FullName && entry.Name.EndsWith(".pdf", StringComparison.Ordinal)
        );
        archive
            .Entries.Count(entry => entry.Name.EndsWith("Nurlan Akhmetov.pdf", StringComparison.Ordinal))
            .ShouldBe(2);
        archive.Entries.ShouldContain(entry => entry.Name.EndsWith(" Æ Zhang.pdf", StringComparison.Ordinal));
        using var first = new StreamReader(archive.Entries[0].Open());
        (await first.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldBe("%PDF-1.7");
    }

    [Theory]
    [InlineData("Nurlan  Akhmetov/", "Nurlan Akhmetov")]
    [InlineData("欧阳明慧", "欧阳明慧")]
    [InlineData("a\\b:c*d", "a b c d")]
    public void A_file_is_named_as_every_system_takes_it(string name, string plain) =>
        Enrollment.Web.Api.CertificateArchive.Plain(name).ShouldBe(plain);

    [Fact]
    public void A_long_name_is_cut_to_what_a_file_system_takes_in_any_script() =>
        Encoding
            .UTF8.GetByteCount(Enrollment.Web.Api.CertificateArchive.Plain(new string('慧', 120)))
            .ShouldBeInRange(140, 150);

    [Fact]
    public async Task The_book_of_awards_has_every_number_in_its_order_and_what_became_of_it()
    {
        var journey = new Journey(web) { FurtherTitles = [new TextIn("ru", "Промышленная сварка")] };
        await journey.OpenCohortAsync();
        var passed = await PassAsync(journey, "=Nurlan Akhmetov", "Dana Akhmetova");
        var first = await journey.IssueAsync(passed[0]);
        var second = await journey.IssueAsync(passed[1]);
        await web.Registrar.PostAsync(
            $"/api/v1/certificates/{first["id"]}/revoke",
            new { Reason = "Issued in error." }
        );
        var third = await web.Registrar.PostAsync(
            $"/api/v1/certificates/{second["id"]}/replace",
            new { Reason = "Lost." }
        );

        var answer = (await web.Registrar.GetAsync($"/api/v1/centers/{journey.CenterId}/awards.csv")).Expect(200);

        var lines = Encoding.UTF8.GetString(answer.Bytes).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(4);
        lines[1].ShouldContain("revoked");
        lines[1].ShouldContain("Issued in error.");
        // A spreadsheet must not take a name for a formula.
        lines[1].ShouldContain("'=Nurlan");
        lines[2].ShouldContain("replaced");
        lines[3].ShouldContain($"{third["serial"]}");
        lines[3].ShouldContain($"{second["serial"]}");
        (await web.Registrar.GetAsync($"/api/v1/centers/{journey.CenterId}/awards.csv?from=2100"))
            .Expect(200)
            .Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
            .Length.ShouldBe(1);

        await SpeaksAsync(journey, lines[0]);

        var book = (await web.Registrar.GetAsync($"/api/v1/centers/{journey.CenterId}/awards.pdf")).Expect(200);
        book.Header("Content-Type").ShouldBe("application/pdf");
        (await web.Registrar.GetAsync($"/api/v1/cohorts/{journey.CohortId}/certificates.pdf"))
            .Expect(200)
            .Header("Content-Type")
            .ShouldBe("application/pdf");

        var series = (await web.Registrar.GetAsync($"/api/v1/centers/{journey.CenterId}/series")).Expect(200);
        var year = series.Json[0]!;
        ((int?)year["lastNumber"], (int?)year["issued"], (int?)year["revoked"], (int?)year["replaced"]).ShouldBe(
            (3, 1, 1, 1)
        );
        (await web.Anonymous.GetAsync($"/api/v1/centers/{journey.CenterId}/awards.csv")).Expect(401);
    }

    /// <summary>A book in a language has its own headings and states; without one those that programs know.</summary>
    async Task SpeaksAsync(Journey journey, string header)
    {
        header
            .TrimStart('\uFEFF')
            .ShouldBe(
                "Serial,State,Name,Other names,Course,Title,Award,Mark,Hours,Minutes,Awarded on,Issued on,Expires on,Replaces,Ended on,Reason"
            );
        var path = $"/api/v1/centers/{journey.CenterId}/awards";
        var lines = (await web.Registrar.GetAsync($"{path}.csv?language=ru")).Expect(200).Text.Split("\r\n");
        lines[0].ShouldContain("Регистрационный номер,Состояние,Имя");
        lines[1].ShouldContain(",аннулирован,");
        lines[3].ShouldContain(",действителен,");
        lines[3].ShouldContain(",Хорошо,");
        lines[3].ShouldContain(",Промышленная сварка,");
        var book = (await web.Registrar.GetAsync($"{path}.pdf?language=kk")).Expect(200);
        Encoding.Latin1.GetString(book.Bytes).ShouldContain("/Lang(kk)");
    }

    [Fact]
    public async Task A_book_of_a_period_has_its_days_in_its_name_and_refuses_those_that_cannot_be()
    {
        var journey = new Journey(web);
        await journey.OpenCohortAsync();
        await journey.IssueAsync(await journey.PassAsync());
        var path = $"/api/v1/centers/{journey.CenterId}/awards";
        var day = DateTime.UtcNow.AddHours(5).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

        (await LinesAsync($"from={day}&to={day}")).ShouldBe(2);
        (await LinesAsync($"from={day[..4]}&to={day}")).ShouldBe(2);
        (await LinesAsync("to=2000-12-31")).ShouldBe(1);
        var named = (await web.Registrar.GetAsync($"{path}.csv?from={day[..4]}")).Expect(200);
        named.Header("Content-Disposition")!.ShouldContain($"-from-{day[..4]}-01-01.csv");
        (await web.Registrar.GetAsync($"{path}.pdf?from=2026&to=2026-03-31"))
            .Expect(200)
            .Header("Content-Disposition")!
            .ShouldContain("-2026-01-01-to-2026-03-31.pdf");
        foreach (var file in (string[])["csv", "pdf"])
        {
            var backwards = await web.Registrar.GetAsync($"{path}.{file}?from=2027&to=2024");
            backwards.ExpectProblem(400, "invalid_request").Fields.ShouldBe(["to"]);
            backwards.Text.ShouldContain("lies before");
            var early = await web.Registrar.GetAsync($"{path}.{file}?from=0001");
            early.ExpectProblem(400, "invalid_request").Fields.ShouldBe(["from"]);
            foreach (var odd in (string[])["1", "2026-02-30", "26-01-01", "today"])
                (await web.Registrar.GetAsync($"{path}.{file}?to={odd}"))
                    .Expect(400)
                    .Text.ShouldContain("Give a year such as");
        }

        async Task<int> LinesAsync(string query) =>
            (await web.Registrar.GetAsync($"{path}.csv?{query}"))
                .Expect(200)
                .Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
                .Length;
    }

    [Fact]
    public async Task A_design_is_drafted_looked_at_as_a_picture_published_and_used()
    {
        var journey = new Journey(web);
        await journey.OpenCohortAsync();
        var fields = new
        {
            name = "Trilingual",
            design = new
            {
                style = "portrait",
                languages = new[] { "kk", "ru", "en" },
                logo = DesignSamples.Logo,
                signatures = new[] { new { signatory = "Gulnara Abenova", image = DesignSamples.Signature() } },
            },
        };
        var designs = $"/api/v1/centers/{journey.CenterId}/designs";
        (await web.Registrar.PostAsync(designs, fields)).ExpectProblem(403, "permission_denied");
        var made = (await web.Admin.PostAsync(designs, fields)).Expect(201);

        var picture = (await web.Registrar.GetAsync($"{made.Location}/preview.png")).Expect(200);
        picture.Header("Content-Type").ShouldBe("image/png");
        (await web.Admin.PostAsync($"{made.Location}/use")).ExpectProblem(409, "design_not_published");
        (await web.Admin.PostAsync($"{made.Location}/publish")).Expect(200);
        var used = (await web.Admin.PostAsync($"{made.Location}/use")).Expect(200);

        ((bool?)used["inUse"], (int?)used["number"]).ShouldBe((true, 1));
        ((string?)used["design"]!["style"]).ShouldBe("portrait");
        (await web.Admin.CallAsync(HttpMethod.Delete, $"/api/v1/centers/{journey.CenterId}/design")).Expect(200);
        ((bool?)(await web.Registrar.GetAsync(designs)).Expect(200).Json[0]!["inUse"]).ShouldBe(false);
    }

    [Fact]
    public async Task A_batch_issues_a_cohort_in_the_background()
    {
        var journey = new Journey(web);
        await journey.OpenCohortAsync();
        await journey.PassAsync();
        var made = (await web.Registrar.PostAsync("/api/v1/batches", new { journey.CohortId })).Expect(201);

        // The job looks for work every two seconds; a test may ask it to be done by whoever issues next.
        var batch = made;
        for (var i = 0; i < 200 && (string?)batch["state"] != "done"; i++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
            batch = (await web.Registrar.GetAsync(made.Location!)).Expect(200);
        }

        ((string?)batch["state"], (int?)batch["issued"], (int?)batch["total"]).ShouldBe(("done", 1, 1));
        var rows = (await web.Registrar.GetAsync($"{made.Location}/rows?state=issued")).Expect(200);
        ((string?)rows.Json[0]!["serial"]).ShouldNotBeNullOrEmpty();
        (await web.Registrar.PostAsync($"{made.Location}/pause")).ExpectProblem(409, "transition_not_allowed");
    }

    /// <summary>Trainees of one cohort whom one meeting passed.</summary>
    async Task<Guid[]> PassAsync(Journey journey, params string[] names)
    {
        var enrollments = new List<Guid>();
        foreach (var name in names)
        {
            var enrollment = await journey.EnrollAsync(web.Registrar, await journey.RegisterAsync(name));
            await journey.MarkAsync(enrollment, 82.5m);
            enrollments.Add(enrollment);
        }

        await journey.ComputeAsync();
        await journey.DecideAsync([.. enrollments]);
        return [.. enrollments];
    }
}
