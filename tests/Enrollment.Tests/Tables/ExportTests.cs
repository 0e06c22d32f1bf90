using System.Globalization;
using System.Text;
using Enrollment.Accounts;
using Enrollment.Admissions;
using Enrollment.Data;
using Enrollment.Pipeline;
using Enrollment.Tests.Web;
using Enrollment.Web.Tables;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Tables;

/// <summary>The files over HTTP.</summary>
public sealed class ExportTests(WebSystem web) : IClassFixture<WebSystem>
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_workbook_holds_texts_as_texts_and_days_as_dates()
    {
        var (cohort, application) = await ApplyAsync("I want to learn.\r\nReally: _x000D_");

        var answer = (await web.Registrar.GetAsync($"/api/v1/cohorts/{cohort}/applications.xlsx")).Expect(200);

        answer.Type.ShouldBe("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        answer
            .Header("Content-Disposition")!
            .ShouldMatch("^attachment; filename=\"?applications-[A-Za-z0-9.-]+\\.xlsx\"?$");
        answer.Header("Cache-Control").ShouldBe("no-store");
        var sheet = Sheet.Of(answer.Bytes).ShouldHaveSingleItem();
        sheet["Name (Latin)", 2].ShouldBe("=Dana \"D\" Akhmetova");
        sheet["Name (Kazakh)", 2].ShouldBe("Дана Ахметқызы");
        sheet["Birth date", 2].ShouldBe(new DateTime(2001, 4, 9));
        sheet["Phone", 2].ShouldBe("+77011234567");
        sheet["State", 2].ShouldBe("draft");
        sheet["Statement", 2].ShouldBe("I want to learn.\r\nReally: _x000D_");
        sheet["Application id", 2].ShouldBe(application.ToString());
        sheet.Rows.Count.ShouldBe(2);
    }

    [Fact]
    public async Task CSV_is_guarded_quoted_and_marked_as_UTF_8()
    {
        var (cohort, _) = await ApplyAsync("one, two\n\"three\"");

        var answer = (await web.Registrar.GetAsync($"/api/v1/cohorts/{cohort}/applications.csv")).Expect(200);

        answer.Type.ShouldBe("text/csv");
        answer.Bytes.AsSpan(0, 3).ToArray().ShouldBe(Encoding.UTF8.GetPreamble());
        var text = Encoding.UTF8.GetString(answer.Bytes.AsSpan(3));
        text.ShouldStartWith("Reference,Name (Latin),");
        text.ShouldContain("\"'=Dana \"\"D\"\" Akhmetova\"");
        text.ShouldContain(",2001-04-09,dana@example.org,'+77011234567,draft,\"one, two\n\"\"three\"\"\"");
        text.ShouldEndWith("\r\n");
    }

    [Fact]
    public async Task A_filter_leaves_out_what_is_in_another_state()
    {
        var (cohort, application) = await ApplyAsync("x");
        var path = $"/api/v1/cohorts/{cohort}/applications.xlsx?state=submitted";

        Sheet.Of((await web.Registrar.GetAsync(path)).Expect(200).Bytes)[0].Rows.Count.ShouldBe(1);
        (await web.Registrar.PostAsync($"/api/v1/applications/{application}/submit")).Expect(200);
        Sheet.Of((await web.Registrar.GetAsync(path)).Expect(200).Bytes)[0]["State", 2].ShouldBe("submitted");
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    public async Task It_is_for_staff_and_for_a_cohort_that_is_there(string format)
    {
        var (cohort, _) = await ApplyAsync("x");
        var path = $"/api/v1/cohorts/{cohort}/applications.{format}";

        (await web.Anonymous.GetAsync(path)).ExpectProblem(401, "authentication_required");
        (await web.Student.GetAsync(path)).ExpectProblem(403, "permission_denied");
        (await web.Instructor.GetAsync(path)).Expect(200);
        (await web.Registrar.GetAsync($"/api/v1/cohorts/{Guid.NewGuid()}/applications.{format}")).ExpectProblem(
            404,
            "cohort_not_found"
        );
        (await web.Registrar.GetAsync($"{path}?source=no%20blanks")).ExpectProblem(400, "invalid_request");
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    public async Task A_center_has_the_applications_of_all_its_cohorts_and_no_others(string format)
    {
        var (_, elsewhere) = await ApplyAsync("elsewhere");
        var job = await new Journey(web).OpenCohortAsync();
        var first = await ApplyAsync("first", job.CohortId);
        var other = (await web.Manager.PostAsync("/api/v1/cohorts", job.CohortFields("LATER-1"))).Expect(201);
        var second = await ApplyAsync("second", (Guid)other["id"]!);
        var path = $"/api/v1/centers/{job.CenterId}/applications.{format}";

        var answer = (await web.Registrar.GetAsync(path)).Expect(200);

        answer
            .Header("Content-Disposition")!
            .ShouldMatch($"^attachment; filename=\"?applications-[A-Za-z0-9.-]+\\.{format}\"?$");
        var text =
            format == "csv" ? answer.Text : string.Join('\n', Sheet.Of(answer.Bytes)[0].Rows.SelectMany(row => row));
        text.ShouldContain(first.ToString());
        text.ShouldContain(second.ToString());
        text.ShouldContain("LATER-1");
        text.ShouldNotContain(elsewhere.ToString());
        (await web.Student.GetAsync(path)).ExpectProblem(403, "permission_denied");
        (await web.Student.GetAsync($"/api/v1/centers/{Guid.NewGuid()}/applications.{format}")).ExpectProblem(
            403,
            "permission_denied"
        );
        (await web.Registrar.GetAsync($"/api/v1/centers/{Guid.NewGuid()}/applications.{format}")).ExpectProblem(
            404,
            "center_not_found"
        );
    }

    [Fact]
    public async Task The_template_explains_every_column_and_keeps_leading_zeros()
    {
        var answer = (await web.Registrar.GetAsync("/api/v1/applications/import-template.xlsx")).Expect(200);
        var csv = (await web.Registrar.GetAsync("/api/v1/applications/import-template.csv")).Expect(200);

        var sheets = Sheet.Of(answer.Bytes);
        sheets.Select(sheet => sheet.Name).ShouldBe(["Applications", "Columns"]);
        var headers = ApplicationColumns.Imported.Select(facts => facts.Header).ToList();
        sheets[0].Rows.ShouldHaveSingleItem().ShouldBe(headers);
        sheets[1].Rows.Skip(1).Select(row => row[0]).ShouldBe(headers);
        sheets[1].Rows.ShouldAllBe(row => row[1] is string && row[2] is string);
        csv.Text.TrimStart('\uFEFF').TrimEnd().ShouldBe(string.Join(',', headers.Select(Quoted)));
        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(answer.Bytes));
        using var xml = new StreamReader(zip.GetEntry("xl/worksheets/sheet1.xml")!.Open());
        var sheet = await xml.ReadToEndAsync(Token);
        sheet.ShouldContain("draft,submitted");
        sheet.ShouldContain("<dataValidation ");

        static string Quoted(string header) => header.Contains(',') ? $"\"{header}\"" : header;
    }

    [Fact]
    public async Task A_client_that_goes_away_ends_the_reading()
    {
        var endless = new EndlessList();
        var server = new WebSystem
        {
            Services = services =>
                services.AddSingleton<IRequestHandler<ListApplicationRecords, Result<Page<ApplicationRecord>>>>(
                    endless
                ),
        };
        await server.InitializeAsync();
        await using var _ = server;
        var job = await new Journey(server).OpenCohortAsync();
        using (var http = new HttpClient { BaseAddress = server.Address })
        {
            http.DefaultRequestHeaders.Authorization = new("Bearer", WebSystem.Token(Role.Registrar));
            var address = new Uri($"/api/v1/cohorts/{job.CohortId}/applications.csv", UriKind.Relative);
            using var answer = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, Token);
            await using var body = await answer.Content.ReadAsStreamAsync(Token);
            await body.ReadExactlyAsync(new byte[3_000_000], Token);
        }

        var pages = -1;
        // A read that began before the client left may still end.
        while (pages != endless.Pages)
        {
            pages = endless.Pages;
            await Task.Delay(500, Token);
        }

        pages.ShouldBeInRange(10, 1_000);
    }

    async Task<(Guid Cohort, Guid Application)> ApplyAsync(string statement)
    {
        var job = await new Journey(web).OpenCohortAsync();
        return (job.CohortId, await ApplyAsync(statement, job.CohortId));
    }

    async Task<Guid> ApplyAsync(string statement, Guid cohortId)
    {
        var person = new
        {
            Names = new[]
            {
                new { Script = "Latn", FullName = "=Dana \"D\" Akhmetova" },
                new { Script = "Cyrl", FullName = "Дана Ахметқызы" },
            },
            BirthDate = "2001-04-09",
            Email = "dana@example.org",
            Phone = "+77011234567",
        };
        var made = (await web.Registrar.PostAsync("/api/v1/people", person)).Expect(201);
        var application = new
        {
            PersonId = (Guid)made["id"]!,
            CohortId = cohortId,
            Statement = statement,
        };
        var applied = (await web.Registrar.PostAsync("/api/v1/applications", application)).Expect(201);
        return (Guid)applied["id"]!;
    }

    /// <summary>Answers page after page until the one who asks is gone.</summary>
    sealed class EndlessList : IRequestHandler<ListApplicationRecords, Result<Page<ApplicationRecord>>>
    {
        internal int Pages;

        public Task<Result<Page<ApplicationRecord>>> Handle(
            ListApplicationRecords request,
            CancellationToken cancellationToken
        )
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = Interlocked.Increment(ref Pages);
            var rows = Enumerable
                .Range(0, request.Size)
                .Select(n => new ApplicationRecord
                {
                    Id = Guid.NewGuid(),
                    Email = string.Create(CultureInfo.InvariantCulture, $"applicant-{page}-{n}@example.org"),
                });
            return Task.FromResult<Result<Page<ApplicationRecord>>>(
                new Page<ApplicationRecord>([.. rows], Guid.NewGuid())
            );
        }
    }
}
