using System.Text;
using Enrollment.Tests.Web;
using Shouldly;
using SpreadCheetah;
using Xunit;

namespace Enrollment.Tests.Tables;

/// <summary>Marks as files, over HTTP into a real database.</summary>
public sealed class MarkSheetTests(WebSystem web) : IClassFixture<WebSystem>
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    public async Task A_sheet_that_is_downloaded_and_sent_back_changes_nothing(string extension)
    {
        var journey = await ClassAsync("Ainur", "=Bolat", "王小明");
        await SendAsync(journey, "Trainee number,WORK\r\n1,61.5\r\n2,exempt\r\n3,0\r\n");

        var sheet = (await web.Instructor.GetAsync($"{Cohort(journey)}/mark-sheet.{extension}")).Expect(200);
        var report = await SendAsync(journey, sheet.Bytes);

        Counts(report).ShouldBe((0, 0, 3, 0, 0), report.Text);
    }

    [Fact]
    public async Task Marks_go_by_the_trainees_number_whatever_the_order_of_rows_and_columns()
    {
        var journey = await ClassAsync("Ainur", "Bolat", "Dana");

        var preview = await SendAsync(
            journey,
            "work;name;trainee number\r\n70;Dana;3\r\n;Bolat;2\r\n50;;1\r\n",
            "preview=true"
        );
        Counts(preview).ShouldBe((2, 0, 0, 0, 0), preview.Text);
        (await MarksAsync(journey)).ShouldBe([null, null, null]);
        var report = await SendAsync(journey, "work;name;trainee number\r\n70;Dana;3\r\n;Bolat;2\r\n50;;1\r\n");

        Counts(report).ShouldBe((2, 0, 0, 0, 0), report.Text);
        (await MarksAsync(journey)).ShouldBe([50m, null, 70m]);
    }

    [Fact]
    public async Task A_decimal_comma_is_read_where_it_is_declared_and_refused_where_it_is_not()
    {
        var journey = await ClassAsync("Ainur", "Bolat");
        const string Table = "Trainee number;WORK\r\n1;7,5\r\n2;1,234\r\n";

        var refused = await SendAsync(journey, Table);
        Counts(refused).ShouldBe((0, 0, 0, 0, 2), refused.Text);
        Cells(refused).ShouldBe([(2, "WORK", "mark_not_read"), (3, "WORK", "mark_not_read")]);
        (await MarksAsync(journey)).ShouldBe([null, null]);

        var read = await SendAsync(journey, Table, "decimal=comma");
        Cells(read).ShouldBe([(3, "WORK", "mark_out_of_range")]);
        (await MarksAsync(journey)).ShouldBe([7.5m, null]);
        Cells(await SendAsync(journey, "Trainee number;WORK\r\n2;7.5\r\n", "decimal=comma"))
            .ShouldBe([(2, "WORK", "mark_not_read")]);
    }

    [Fact]
    public async Task Each_cell_that_does_not_fit_is_named_and_the_rest_is_written()
    {
        var journey = await ClassAsync("Ainur", "Bolat", "Dana", "Erlan", "Farida");

        var report = await SendAsync(
            journey,
            "Trainee number,Name,WORK,WORK/2\r\n1,Ainur,101,\r\n2,Ainur,50,\r\n3,,absent,60\r\n3,,50,\r\n9,,50,\r\n"
                + "4,,pass,\r\n5,Farida,-1,\r\n"
        );

        Cells(report)
            .ShouldBe(
                [
                    (2, "WORK", "mark_out_of_range"),
                    (3, "Name", "name_of_another"),
                    (5, "Trainee number", "trainee_twice"),
                    (6, "Trainee number", "trainee_unknown"),
                    (7, "WORK", "mark_not_read"),
                    (8, "WORK", "mark_not_read"),
                ],
                report.Text
            );
        // The attempt that was missed with cause takes none away.
        Counts(report).ShouldBe((2, 0, 0, 0, 6));
    }

    [Fact]
    public async Task A_mark_that_is_there_changes_only_with_a_reason_and_by_whoever_saw_it()
    {
        var journey = await ClassAsync("Ainur");
        await SendAsync(journey, "Trainee number,WORK\r\n1,50\r\n");

        Cells(await SendAsync(journey, "Trainee number,WORK\r\n1,60\r\n", "reason=Recount"))
            .ShouldBe([(2, "WORK", "as_of_missing")]);
        Cells(
                await SendAsync(
                    journey,
                    "Trainee number,WORK,As of (UTC)\r\n1,60,2020-01-01T00:00:00Z\r\n",
                    "reason=Recount"
                )
            )
            .ShouldBe([(2, "WORK", "mark_changed_since")]);
        var seen = $"Trainee number,WORK,As of (UTC)\r\n1,60,{DateTime.UtcNow.AddMinutes(1):yyyy-MM-dd HH:mm:ss}\r\n";
        Cells(await SendAsync(journey, seen)).ShouldBe([(2, "WORK", "reason_missing")]);
        Counts(await SendAsync(journey, seen, "reason=Recount")).ShouldBe((0, 1, 0, 0, 0));
        (await MarksAsync(journey)).ShouldBe([60m]);
    }

    [Fact]
    public async Task Of_two_files_at_once_each_mark_is_written_once_and_the_other_is_told()
    {
        var journey = await ClassAsync([.. Enumerable.Range(1, 40).Select(i => $"Trainee {i}")]);
        string Table(int mark) =>
            "Trainee number,WORK\r\n" + string.Concat(Enumerable.Range(1, 40).Select(i => $"{i},{mark}\r\n"));

        var reports = await Task.WhenAll(SendAsync(journey, Table(50)), SendAsync(journey, Table(60)));

        var counts = reports.Select(Counts).ToList();
        counts.Sum(c => c.Created).ShouldBe(40);
        counts.Sum(c => c.Conflict + c.Refused).ShouldBe(40);
        (await MarksAsync(journey)).Distinct().Count().ShouldBe(1, "a file is written as a whole before the other");
    }

    [Fact]
    public async Task A_workbooks_numbers_are_the_marks_that_were_entered()
    {
        var journey = await ClassAsync("Ainur", "Bolat", "Dana", "Erlan");
        var file = await WorkbookAsync([
            [new("Trainee number"), new("WORK")],
            [new(1), new(7.1)],
            [new("2"), new("33.33")],
            [new(3), new(true)],
            [new(4), new(0.1 + 0.2)],
        ]);

        var report = await SendAsync(journey, file);

        Cells(report).ShouldBe([(4, "WORK", "mark_not_read"), (5, "WORK", "mark_out_of_range")], report.Text);
        (await MarksAsync(journey)).ShouldBe([7.1m, 33.33m, null, null]);
    }

    [Fact]
    public async Task A_file_without_the_columns_it_needs_is_refused_with_their_names()
    {
        var journey = await ClassAsync("Ainur");
        var refusal = await SendAsync(journey, "Name,WORK,EXAM,WORK,WORK/x\r\nAinur,50,60,70,80\r\n");

        refusal.ExpectProblem(422, "header_not_read");
        refusal.Fields.ShouldBe(["EXAM", "WORK", "WORK/x", "Trainee number"]);
        (await web.Student.PostAsync($"{Cohort(journey)}/mark-sheet", null)).ExpectProblem(403, "permission_denied");
    }

    async Task<Journey> ClassAsync(params string[] names)
    {
        var journey = await new Journey(web).OpenCohortAsync();
        foreach (var name in names)
            await journey.EnrollAsync(web.Registrar, await journey.RegisterAsync(name));
        return journey;
    }

    static string Cohort(Journey journey) => $"/api/v1/cohorts/{journey.CohortId}";

    Task<Answer> SendAsync(Journey journey, string table, string query = "") =>
        SendAsync(journey, Encoding.UTF8.GetBytes(table), query);

    Task<Answer> SendAsync(Journey journey, byte[] file, string query = "") =>
        web.Instructor.PostAsync($"{Cohort(journey)}/mark-sheet?{query}", Importing.Body(file));

    async Task<IReadOnlyList<decimal?>> MarksAsync(Journey journey)
    {
        var page = (await web.Instructor.GetAsync($"{Cohort(journey)}/marks?limit=200")).Expect(200);
        return
        [
            .. page["items"]!
                .AsArray()
                .OrderBy(t => (int)t!["traineeNumber"]!)
                .Select(t => t!["marks"]!.AsArray() is [var mark, ..] ? (decimal?)mark!["value"] : null),
        ];
    }

    static (int Created, int Changed, int Unchanged, int Conflict, int Refused) Counts(Answer answer)
    {
        var c = answer.Expect(200)["counts"]!;
        return ((int)c["created"]!, (int)c["changed"]!, (int)c["unchanged"]!, (int)c["conflict"]!, (int)c["refused"]!);
    }

    static IReadOnlyList<(int, string, string)> Cells(Answer answer) =>
        [
            .. answer.Expect(200)["cells"]!
                .AsArray()
                .Select(c => ((int)c!["row"]!, (string)c["column"]!, (string)c["code"]!)),
        ];

    static async Task<byte[]> WorkbookAsync(IReadOnlyList<Cell[]> rows)
    {
        using var stream = new MemoryStream();
        await using (var book = await Spreadsheet.CreateNewAsync(stream, null, Token))
        {
            await book.StartWorksheetAsync("Marks", null, Token);
            foreach (var row in rows)
                await book.AddRowAsync(row, Token);
            await book.FinishAsync(Token);
        }

        return stream.ToArray();
    }
}
