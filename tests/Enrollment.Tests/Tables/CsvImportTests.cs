using System.Globalization;
using System.Text;
using Enrollment.Accounts;
using Enrollment.Tests.Web;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Tables;

/// <summary>Files of applications over HTTP into a real database.</summary>
public sealed class CsvImportTests(WebSystem web) : IClassFixture<WebSystem>
{
    const string header = "Reference,Name (Latin),Birth date,E-mail,Phone,State,Statement";

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_preview_says_what_the_import_then_does_and_a_second_one_changes_nothing()
    {
        var cohort = await CohortAsync();
        const string table =
            $"{header}\r\n001,Dana Akhmetova,2001-05-17,dana@example.org,'+77011234567,draft,\"I want,\nreally\"\r\n"
            + "\r\n002,Li,,,,,\r\n";

        var preview = await web.ImportAsync(cohort, table, "?preview=true");
        (await web.ApplicationsAsync(cohort)).ShouldBeEmpty();
        var import = await web.ImportAsync(cohort, table);
        var again = await web.ImportAsync(cohort, table);

        ((bool)preview["preview"]!).ShouldBeTrue();
        preview.Counts().ShouldBe((2, 0, 0, 0));
        import.Counts().ShouldBe((2, 0, 0, 0));
        again.Counts().ShouldBe((0, 0, 2, 0));
        import["rows"]!.AsArray().Select(row => (int)row!["row"]!).ShouldBe([2, 4]);
        var applications = await web.ApplicationsAsync(cohort);
        applications.Select(a => (string?)a["state"]).ShouldBe(["draft", "submitted"]);
        ((string?)applications[0]["statement"]).ShouldBe("I want,\nreally");
        ((string?)import.Row(2)["applicationId"]).ShouldBe((string?)applications[0]["id"]);
        var person = (await web.Registrar.GetAsync($"/api/v1/people/{applications[0]["personId"]}")).Expect(200);
        ((string?)person["phone"]).ShouldBe("+77011234567");
        ((string?)person["birthDate"]).ShouldBe("2001-05-17");
    }

    [Theory]
    [InlineData(',', "utf-8")]
    [InlineData(';', "utf-8")]
    [InlineData('\t', "utf-16")]
    [InlineData(';', "utf-16BE")]
    public async Task Separators_encodings_and_the_order_of_columns_are_found_out(char separator, string encoding)
    {
        var cohort = await CohortAsync();
        string[] lines =
        [
            "birth_DATE|E-Mail|state|NAME (KAZAKH)|Дата рождения?",
            "17.05.2001|a@example.org|Draft|Әйгерім Садықова|",
        ];
        var table = string.Join('\n', lines).Replace("|Дата рождения?", "", StringComparison.Ordinal);
        table = table.TrimEnd('|').Replace('|', separator);

        var import = await web.ImportAsync(cohort, table, encoding: Encoding.GetEncoding(encoding));
        // Without its mark, too.
        var again = await web.ImportAsync(cohort, Encoding.GetEncoding(encoding).GetBytes(table));

        import.Counts().ShouldBe((1, 0, 0, 0), import.Text);
        again.Counts().ShouldBe((0, 0, 1, 0), again.Text);
        ((string?)(await web.ApplicationsAsync(cohort))[0]["personName"]).ShouldBe("Әйгерім Садықова");
    }

    [Fact]
    public async Task A_first_line_that_names_the_separator_is_followed()
    {
        var cohort = await CohortAsync();

        var import = await web.ImportAsync(cohort, "sep=;\r\nReference;Name (Latin)\r\n7;\"A, B, C, D, E\"\r\n");

        import.Counts().ShouldBe((1, 0, 0, 0), import.Text);
        ((int)import["rows"]![0]!["row"]!).ShouldBe(3);
    }

    [Fact]
    public async Task An_older_encoding_is_refused_rather_than_garbled()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var cohort = await CohortAsync();
        var table = "Reference;Name (Russian)\r\n1;Иванов Пётр\r\n";

        var answer = await web.ImportAsync(cohort, Encoding.GetEncoding(1251).GetBytes(table));

        answer.ExpectProblem(422, "encoding_not_read");
        ((string?)answer["detail"])!.ShouldContain("Windows-1251");
        (await web.ApplicationsAsync(cohort)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Unknown_missing_and_repeated_headers_are_named_at_once()
    {
        var cohort = await CohortAsync();

        var answer = await web.ImportAsync(cohort, "Emial,Phone,phone,,State\nx,,,,\n");

        answer.ExpectProblem(422, "header_not_read");
        answer.Json["problems"]!
            .AsArray()
            .Select(p => ((string?)p!["field"], (string?)p["code"]))
            .ShouldBe([
                ("Emial", "column_unknown"),
                ("phone", "column_twice"),
                ("D", "header_blank"),
                ("Name (Latin)", "column_missing"),
                ("Reference", "column_missing"),
            ]);
    }

    [Theory]
    [InlineData("", "table_empty")]
    [InlineData("\r\n\r\n", "table_empty")]
    [InlineData("Reference,Name (Latin)\n1,\"A\n2,B\n", "quote_not_closed")]
    [InlineData("Reference,Name (Latin)\n1,A\0B\n", "not_a_table")]
    public async Task A_file_that_is_no_table_is_refused_whole(string table, string code)
    {
        var cohort = await CohortAsync();

        (await web.ImportAsync(cohort, Encoding.UTF8.GetBytes(table))).ExpectProblem(422, code);

        (await web.ApplicationsAsync(cohort)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_record_without_an_end_is_refused_before_it_fills_the_memory()
    {
        var table = $"Reference,Name (Latin)\n1,\"{new string('x', 5_000_000)}";

        (await web.ImportAsync(await CohortAsync(), table)).ExpectProblem(422, "row_too_long");
    }

    [Theory]
    [InlineData("1,,,,,,", "Name (Latin)", "name_missing")]
    [InlineData(",A,2001-05-17,,,,", "Reference", "no_key")]
    [InlineData(",A,,a@example.org,,,", "Reference", "no_key")]
    [InlineData("1.23E+11,A,,,,,", "Reference", "digits_lost")]
    [InlineData("\"1,23E+11\",A,,,,,", "Reference", "digits_lost")]
    [InlineData("1,A,05/06/2001,,,,", "Birth date", "day_ambiguous")]
    [InlineData("1,A,17/05/2001,,,,", "Birth date", "day_ambiguous")]
    [InlineData("1,A,36997,,,,", "Birth date", "day_not_read")]
    [InlineData("1,A,2001-02-30,,,,", "Birth date", "day_not_read")]
    [InlineData("1,A,2999-01-01,,,,", "Birth date", "born_in_future")]
    [InlineData("1,A,,nobody,,,", "E-mail", "email")]
    [InlineData("1,A,,,8701,,", "Phone", "phone_impossible")]
    [InlineData("1,A,,,ask her brother,,", "Phone", "phone_impossible")]
    [InlineData("1,A,,,7.701E+10,,", "Phone", "digits_lost")]
    [InlineData("1,#N/A,,,,,", "Name (Latin)", "formula_failed")]
    [InlineData("1,A,,,,maybe,", "State", "state_unknown")]
    [InlineData("1,A,,,,enrolled,", "State", "state_not_importable")]
    [InlineData("1,A,,,,,x\u0007y", "Statement", "predicate")]
    [InlineData("1,A\u0007B,,,,,", "Name (Latin)", "predicate")]
    [InlineData("1,A,,,,,,surplus", "(row)", "cells_without_header")]
    [InlineData("1,A", "(row)", "cells_missing")]
    public async Task A_row_that_can_not_be_taken_names_its_column_and_leaves_the_others(
        string row,
        string column,
        string code
    )
    {
        var cohort = await CohortAsync();
        var table = $"{header}\n{row}\n900,Fine,,,,,\n";

        var preview = await web.ImportAsync(cohort, table, "?preview=true");
        var import = await web.ImportAsync(cohort, table);

        import.Counts().ShouldBe((1, 0, 0, 1), import.Text);
        import.Problems(2).ShouldBe([(column, code)], import.Text);
        preview.Problems(2).ShouldBe([(column, code)], preview.Text);
        ((string?)import.Row(2)["problems"]![0]!["message"]).ShouldNotBeNullOrWhiteSpace();
        (await web.ApplicationsAsync(cohort)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task The_same_person_twice_in_a_file_is_refused_the_second_time_across_batches()
    {
        var cohort = await CohortAsync();
        var rows = Enumerable.Range(0, 450).Select(n => $"{n},Person {n},,,,,");
        var table = $"{header}\n{string.Join('\n', rows)}\n3,Person 3 again,,,,,\n";

        var import = await web.ImportAsync(cohort, table);

        import.Counts().ShouldBe((450, 0, 0, 1));
        import.Problems(452).ShouldBe([("Reference", "duplicate_row")]);
        ((string?)import.Row(452)["problems"]![0]!["message"])!.ShouldContain("Row 5 ");
    }

    [Fact]
    public async Task Without_a_reference_a_person_is_known_by_mail_birth_date_and_name()
    {
        var cohort = await CohortAsync();
        var other = await CohortAsync();
        var tag = Guid.NewGuid().ToString("N");
        var person = new
        {
            Names = new[] { new { Script = "Cyrl", FullName = $"Дана {tag}" } },
            BirthDate = "2001-05-17",
            Email = "Dana@example.org",
        };
        var id = (Guid)(await web.Registrar.PostAsync("/api/v1/people", person)).Expect(201)["id"]!;
        var table = "Name (Kazakh);Birth date;E-mail;Phone\n" + $"Дана {tag};2001-05-17;dana@EXAMPLE.org;\n";

        (await web.ImportAsync(cohort, table)).Counts().ShouldBe((1, 0, 0, 0));
        (await web.ImportAsync(cohort, table)).Counts().ShouldBe((0, 0, 1, 0));
        (await web.ImportAsync(other, table)).Counts().ShouldBe((1, 0, 0, 0));

        ((Guid)(await web.ApplicationsAsync(cohort))[0]["personId"]!).ShouldBe(id);
        ((Guid)(await web.ApplicationsAsync(other))[0]["personId"]!).ShouldBe(id);
    }

    [Fact]
    public async Task What_the_file_leaves_blank_stays_and_what_it_says_changes()
    {
        var cohort = await CohortAsync();
        await web.ImportAsync(cohort, $"{header}\n1,Dana,2001-05-17,dana@example.org,+77011234567,draft,First\n", Own);

        var changed = await web.ImportAsync(
            cohort,
            "Reference,Name (Latin),Family name (Latin),Name (Chinese),Phone,State\n1,Dana,Akhmet,王,+77010000000,\n",
            Own
        );

        changed.Counts().ShouldBe((0, 1, 0, 0), changed.Text);
        var application = (await web.ApplicationsAsync(cohort)).ShouldHaveSingleItem();
        ((string?)application["state"]).ShouldBe("submitted");
        ((string?)application["statement"]).ShouldBe("First");
        var person = (await web.Registrar.GetAsync($"/api/v1/people/{application["personId"]}")).Expect(200);
        ((string?)person["phone"]).ShouldBe("+77010000000");
        ((string?)person["email"]).ShouldBe("dana@example.org");
        person["names"]!.AsArray().Select(n => (string?)n!["fullName"]).ShouldBe(["Dana", "王"]);
        ((string?)person["names"]![0]!["family"]).ShouldBe("Akhmet");
    }

    [Fact]
    public async Task An_application_that_has_gone_on_stays_and_its_text_can_not_change()
    {
        var cohort = await CohortAsync();
        await web.ImportAsync(cohort, $"{header}\n1,A,,,,,First\n2,B,,,,draft,\n", Own);
        var sent = (string?)(await web.ApplicationsAsync(cohort))[0]["id"];
        (await web.Registrar.PostAsync($"/api/v1/applications/{sent}/review")).Expect(200);

        var again = await web.ImportAsync(cohort, $"{header}\n1,A,,,,,First\n2,B,,,,under-review,\n", Own);
        var other = await web.ImportAsync(cohort, $"{header}\n1,A,,,,,Second\n2,B,,,,draft,Text\n", Own);
        var shown = await web.ImportAsync(cohort, $"{header}\n1,A,,,,under-review,\n", Own);

        again.Counts().ShouldBe((0, 0, 1, 1), again.Text);
        again.Problems(3).ShouldBe([("State", "state_differs")]);
        other.Counts().ShouldBe((0, 1, 0, 1), other.Text);
        other.Problems(2).ShouldBe([("Statement", "not_a_draft")]);
        shown.Counts().ShouldBe((0, 0, 1, 0));
        (await web.ApplicationsAsync(cohort))
            .Select(a => ((string?)a["state"], (string?)a["statement"]))
            .ShouldBe([("under-review", "First"), ("draft", "Text")]);
    }

    [Fact]
    public async Task A_window_that_has_closed_is_passed_only_on_purpose_and_with_a_trace()
    {
        var job = await new Journey(web).OpenCohortAsync();
        var closed = new
        {
            job.CenterId,
            job.CourseVersionId,
            Code = $"OLD{job.Tag}",
            Capacity = 5,
            OpensOn = job.HeldOn.AddDays(-60),
            ClosesOn = job.HeldOn.AddDays(-30),
            StartsOn = job.HeldOn.AddDays(-20),
            EndsOn = job.HeldOn.AddDays(20),
        };
        var cohort = (Guid)(await web.Registrar.PostAsync("/api/v1/cohorts", closed)).Expect(201)["id"]!;
        const string table = $"{header}\n1,Late,,,,,\n";

        var refused = await web.ImportAsync(cohort, table, $"{Own}&preview=true");
        var import = await web.ImportAsync(cohort, table, $"{Own}&afterClose=true");

        refused.Problems(2).ShouldBe([("State", "window_closed")]);
        import.Counts().ShouldBe((1, 0, 0, 0));
        var history = await web.Registrar.GetAsync($"/api/v1/applications/{import.Row(2)["applicationId"]}/history");
        var entries = history.Expect(200)["items"]!.AsArray();
        entries.Select(e => (string?)e!["action"]).ShouldBe(["application.imported", "application.submit"]);
        entries.ShouldAllBe(e => (bool?)e!["details"]!["afterClose"] == true);
    }

    [Fact]
    public async Task It_is_for_registrars_and_for_a_cohort_that_is_there()
    {
        var path = $"/api/v1/cohorts/{await CohortAsync()}/applications/import";
        var file = Encoding.UTF8.GetBytes($"{header}\n1,A,,,,,\n");

        (await web.Anonymous.PostAsync(path, Importing.Body(file))).ExpectProblem(401, "authentication_required");
        (await web.Student.PostAsync(path, Importing.Body(file))).ExpectProblem(403, "permission_denied");
        (await web.Instructor.PostAsync(path, Importing.Body(file))).ExpectProblem(403, "permission_denied");
        (await web.ImportAsync(Guid.NewGuid(), file)).ExpectProblem(404, "cohort_not_found");
        (await web.Registrar.PostAsync($"{path}?source=own-data", Importing.Body(file))).ExpectProblem(
            400,
            "invalid_request"
        );
        var form = new MultipartFormDataContent { { new ByteArrayContent(file), "file", "a.csv" } };
        (await web.Registrar.PostAsync(path, form)).ExpectProblem(415, "form_not_read");
    }

    [Fact]
    public async Task Limits_are_settings_and_a_file_beyond_them_leaves_nothing()
    {
        var small = new WebSystem
        {
            Arguments = ["--Enrollment:Import:MaxRows=3", "--Enrollment:Import:MaxBytes=2000"],
        };
        await small.InitializeAsync();
        await using var _ = small;
        var cohort = (await new Journey(small).OpenCohortAsync()).CohortId;

        (await small.ImportAsync(cohort, $"{header}\n1,A,,,,,\n2,A,,,,,\n3,A,,,,,\n4,A,,,,,\n")).ExpectProblem(
            422,
            "too_many_rows"
        );
        (await small.ImportAsync(cohort, $"{header}\n1,A,,,,,{new string('x', 2_000)}\n")).ExpectProblem(
            413,
            "body_too_large"
        );
        (await small.ApplicationsAsync(cohort)).ShouldBeEmpty();
        (await small.ImportAsync(cohort, $"{header}\n1,A,,,,,\n2,A,,,,,\n\n\n3,A,,,,,\n")).Counts().New.ShouldBe(3);
    }

    [Fact]
    public async Task An_import_that_is_cut_off_is_completed_by_the_same_file()
    {
        var cohort = await CohortAsync();
        var rows = Enumerable.Range(0, 2_000).Select(n => $"cut-{n},Person {n},,,,,{new string('x', 2_000)}");
        var table = Encoding.UTF8.GetBytes($"{header}\n{string.Join('\n', rows)}\n");
        using (var http = new HttpClient { BaseAddress = web.Address })
        {
            http.DefaultRequestHeaders.Authorization = new("Bearer", WebSystem.Token(Role.Registrar));
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/cohorts/{cohort}/applications/import")
            {
                Content = Importing.Body(table),
            };
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
            await using var body = await answer.Content.ReadAsStreamAsync(Token);
            await body.ReadExactlyAsync(new byte[100], Token);
        }

        var again = await web.ImportAsync(cohort, table);

        var counts = again.Counts();
        counts.Unchanged.ShouldBeGreaterThanOrEqualTo(200);
        (counts.New + counts.Unchanged).ShouldBe(2_000);
        (await web.ApplicationsAsync(cohort)).Count.ShouldBe(2_000);
    }

    [Fact]
    public async Task The_same_file_twice_at_once_makes_each_application_once()
    {
        var cohort = await CohortAsync();
        var rows = Enumerable
            .Range(0, 300)
            .Select(n => string.Create(CultureInfo.InvariantCulture, $",Both {n},2001-05-17,both-{n}@example.org,,,"));
        var table = $"{header}\n{string.Join('\n', rows)}\n";

        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => web.ImportAsync(cohort, table)));

        answers.Sum(answer => answer.Counts().New).ShouldBe(300);
        answers.Sum(answer => answer.Counts().Unchanged).ShouldBe(600);
        var applications = await web.ApplicationsAsync(cohort);
        applications.Select(a => (string?)a["personId"]).Distinct().Count().ShouldBe(300);
        applications.Count.ShouldBe(300);
    }

    /// <summary>References that no other test has.</summary>
    string Own { get; } = $"?source=s{Guid.NewGuid():N}";

    async Task<Guid> CohortAsync() => (await new Journey(web).OpenCohortAsync()).CohortId;
}
