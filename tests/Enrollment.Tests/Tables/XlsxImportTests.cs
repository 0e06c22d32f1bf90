using System.IO.Compression;
using System.Text;
using CsCheck;
using Enrollment.Tests.Web;
using Shouldly;
using SpreadCheetah;
using SpreadCheetah.Styling;
using Xunit;

namespace Enrollment.Tests.Tables;

/// <summary>Workbooks of applications over HTTP into a real database.</summary>
public sealed class XlsxImportTests(WebSystem web) : IClassFixture<WebSystem>
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dates_texts_and_numbers_are_read_as_what_they_are_and_other_sheets_are_not()
    {
        var cohort = await CohortAsync();
        var file = await BookAsync(
            (book, day) =>
                [
                    [new("Reference"), new("Name (Chinese)"), new("Birth date"), new("Phone")],
                    [new("007"), new("王小明"), new(new DateTime(2001, 5, 17), day), new("+77011234567")],
                    [],
                    [new(1234), new("李"), new("17.05.2001"), default],
                    [new(1.23e15), new("张"), default, default],
                    [new("8"), new("赵"), new(36997), new(77011234567L)],
                    [new("9"), new(true), new(new DateTime(2001, 5, 17, 13, 0, 0), day), new("+77011234567")],
                    [new("10"), new(new Formula("\"周\""), "周"), default, default],
                ]
        );

        var preview = await web.ImportAsync(cohort, file, $"{Own}&preview=true");
        var import = await web.ImportAsync(cohort, file, Own);

        import.Counts().ShouldBe((3, 0, 0, 3), import.Text);
        preview.Counts().ShouldBe((3, 0, 0, 3), preview.Text);
        import.Problems(4).ShouldBe([]);
        ((string?)import.Row(4)["warnings"]![0]!["code"]).ShouldBe("number_read_as_text");
        import.Problems(5).ShouldBe([("Reference", "digits_lost")]);
        import.Problems(6).ShouldBe([("Birth date", "number_for_day"), ("Phone", "number_for_text")]);
        import.Problems(7).ShouldBe([("Name (Chinese)", "logical_for_text"), ("Birth date", "time_for_day")]);
        var people = (await web.ApplicationsAsync(cohort)).Select(a => (string?)a["personName"]);
        people.ShouldBe(["王小明", "李", "周"]);
        (await web.ImportAsync(cohort, file, Own)).Counts().ShouldBe((0, 0, 3, 3));
    }

    [Fact]
    public async Task Dates_of_the_system_that_counts_from_1904_are_the_same_days()
    {
        var cohort = await CohortAsync();
        var file = await BookAsync(
            (_, day) =>
                [
                    [new("Reference"), new("Name (Latin)"), new("Birth date")],
                    [new("1904"), new("A"), new(new DateTime(2001, 5, 17).AddDays(-1_462), day)],
                ]
        );
        file = Change(file, "xl/workbook.xml", xml => xml.Replace("<sheets>", "<workbookPr date1904=\"1\"/><sheets>"));

        (await web.ImportAsync(cohort, file, Own)).Counts().ShouldBe((1, 0, 0, 0));

        var person = (await web.ApplicationsAsync(cohort))[0]["personId"];
        ((string?)(await web.Registrar.GetAsync($"/api/v1/people/{person}"))["birthDate"]).ShouldBe("2001-05-17");
    }

    [Fact]
    public async Task A_merged_cell_refuses_the_rows_that_it_reaches_into()
    {
        var file = await BookAsync(
            (book, _) =>
            {
                book.MergeCells("B3:B4");
                return
                [
                    [new("Reference"), new("Name (Latin)")],
                    [new("1"), new("A")],
                    [new("2"), new("B")],
                    [new("3"), default],
                ];
            }
        );

        var answer = await web.ImportAsync(await CohortAsync(), file, $"{Own}&preview=true");

        answer.Counts().ShouldBe((1, 0, 0, 2));
        answer.Problems(3).ShouldBe([("(row)", "merged_cells")]);
        answer.Problems(4).ShouldBe([("(row)", "merged_cells")]);
    }

    [Fact]
    public async Task The_template_filled_in_is_taken()
    {
        var cohort = await CohortAsync();
        var template = (await web.Registrar.GetAsync("/api/v1/applications/import-template.xlsx")).Bytes;

        (await web.ImportAsync(cohort, template)).Counts().ShouldBe((0, 0, 0, 0));
    }

    [Fact]
    public async Task A_small_file_that_unpacks_to_much_is_refused()
    {
        var file = await BookAsync(
            (_, _) =>
                [
                    [new("Reference"), new("Name (Latin)")],
                    [new("1"), new("A")],
                ]
        );
        var bomb = Change(file, "xl/worksheets/sheet1.xml", xml => xml.Replace("</sheetData>", Blanks(150_000_000)));
        var text = Change(
            file,
            "xl/worksheets/sheet1.xml",
            xml => xml.Replace(">A<", $">{new string('A', 1_000_000)}<")
        );
        var small = new WebSystem { Arguments = ["--Enrollment:Import:MaxBytes=4000000"] };
        await small.InitializeAsync();
        await using var _ = small;
        var cohort = (await new Journey(small).OpenCohortAsync()).CohortId;

        bomb.Length.ShouldBeLessThan(1_000_000);
        (await small.ImportAsync(cohort, bomb)).ExpectProblem(422, "workbook_too_large");
        (await small.ImportAsync(cohort, text)).ExpectProblem(422, "workbook_too_large");

        static string Blanks(int count) => $"</sheetData>{string.Concat(Enumerable.Repeat("<!-- -->", count / 8))}";
    }

    [Theory]
    [InlineData("PK\u0003\u0004 broken", "workbook_broken")]
    [InlineData("%PDF-1.7", "file_not_read")]
    public async Task A_file_of_another_kind_is_told_by_its_bytes(string start, string code) =>
        (await web.ImportAsync(await CohortAsync(), Encoding.Latin1.GetBytes(start))).ExpectProblem(422, code);

    [Fact]
    public async Task An_older_workbook_and_another_archive_are_refused()
    {
        var cohort = await CohortAsync();
        using var other = new MemoryStream();
        using (var zip = new ZipArchive(other, ZipArchiveMode.Create, leaveOpen: true))
            zip.CreateEntry("content.xml");

        (await web.ImportAsync(cohort, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])).ExpectProblem(
            422,
            "file_not_read"
        );
        (await web.ImportAsync(cohort, other.ToArray())).ExpectProblem(422, "not_a_workbook");
    }

    [Fact]
    public async Task A_damaged_workbook_is_refused_or_read_and_never_a_failure_of_the_program()
    {
        var cohort = await CohortAsync();
        var sheet = await BookAsync(
            (_, day) =>
                [
                    [new("Reference"), new("Name (Latin)"), new("Birth date")],
                    .. Enumerable
                        .Range(0, 5)
                        .Select(n => new Cell[] { new($"{n}"), new("A"), new(DateTime.Today, day) }),
                ]
        );
        string[] parts = ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"];
        var damage = Gen.Select(Gen.OneOf(parts), Gen.Int[0, 100_000], Gen.Char[' ', '~']);

        await damage.SampleAsync(
            async (part, place, c) =>
            {
                var damaged = Change(
                    sheet,
                    part,
                    xml =>
                        string.Concat(xml.AsSpan(0, place % xml.Length), $"{c}", xml.AsSpan((place % xml.Length) + 1))
                );
                (await web.ImportAsync(cohort, damaged, "?preview=true")).Status.ShouldBeOneOf(200, 422);
            },
            iter: 100,
            threads: 1
        );
    }

    /// <summary>A workbook with the rows in its first sheet and something else in a second one.</summary>
    static async Task<byte[]> BookAsync(Func<Spreadsheet, StyleId, IReadOnlyList<Cell[]>> rows)
    {
        using var file = new MemoryStream();
        await using (var book = await Spreadsheet.CreateNewAsync(file, null, Token))
        {
            var day = book.AddStyle(new Style { Format = NumberFormat.Custom("dd.mm.yyyy") });
            await book.StartWorksheetAsync("List", null, Token);
            foreach (var row in rows(book, day))
                await book.AddRowAsync(row, Token);
            await book.StartWorksheetAsync("Notes", null, Token);
            await book.AddRowAsync([new Cell("Nothing to import")], Token);
            await book.FinishAsync(Token);
        }

        return file.ToArray();
    }

    static byte[] Change(byte[] workbook, string part, Func<string, string> change)
    {
        using var file = new MemoryStream();
        file.Write(workbook);
        using (var zip = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true))
        {
            var entry = zip.GetEntry(part)!;
            using var reader = new StreamReader(entry.Open());
            var changed = change(reader.ReadToEnd());
            reader.Dispose();
            entry.Delete();
            using var writer = new StreamWriter(zip.CreateEntry(part).Open());
            writer.Write(changed);
        }

        return file.ToArray();
    }

    /// <summary>References that no other test has.</summary>
    string Own { get; } = $"?source=s{Guid.NewGuid():N}";

    async Task<Guid> CohortAsync() => (await new Journey(web).OpenCohortAsync()).CohortId;
}
