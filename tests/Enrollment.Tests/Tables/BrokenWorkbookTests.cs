using System.IO.Compression;
using System.Text;
using CsCheck;
using Enrollment.Web.Tables;
using Shouldly;
using SpreadCheetah;
using SpreadCheetah.Styling;
using Xunit;

namespace Enrollment.Tests.Tables;

/// <summary>Workbooks that a transfer, a disk or another program has broken: read or refused, never a failure.</summary>
public sealed class BrokenWorkbookTests
{
    static readonly string[] parts =
    [
        "xl/worksheets/sheet1.xml",
        "xl/workbook.xml",
        "xl/styles.xml",
        "xl/_rels/workbook.xml.rels",
        "[Content_Types].xml",
        "_rels/.rels",
    ];

    /// <summary>What other programs write and this one's library for writing doesn't.</summary>
    static readonly string[] pieces =
    [
        "",
        "<",
        "<row r=\"0\"/>",
        "<row r=\"99999999999\"/>",
        "<c r=\"ZZZZZZZ1\"><v>1</v></c>",
        "<c r=\"A1\" s=\"4000000000\"><v>1</v></c>",
        "<c r=\"A1\" s=\"-1\"><v>1</v></c>",
        "<c r=\"A1\" s=\"77\"><v>1</v></c>",
        "<c r=\"A1\" t=\"s\"><v>7</v></c>",
        "<c r=\"A1\" t=\"s\"><v>x</v></c>",
        "<c r=\"A1\" t=\"b\"><v>maybe</v></c>",
        "<c r=\"A1\" t=\"d\"><v>maybe</v></c>",
        "<c r=\"A1\" t=\"e\"><v>maybe</v></c>",
        "<c r=\"\"><v>1e999</v></c>",
        "<c><v>1</v></c>",
        "<mergeCells><mergeCell ref=\"A\"/></mergeCells>",
        "<mergeCells><mergeCell/></mergeCells>",
        "<dimension ref=\"Q\"/>",
        "<sheet name=\"\" sheetId=\"x\" r:id=\"none\"/>",
        "<xf numFmtId=\"x\"/>",
    ];

    [Fact]
    public async Task A_workbook_that_was_cut_off_is_refused()
    {
        var whole = await BookAsync();
        for (var length = 1; length < whole.Length; length += 7)
            Outcome(whole[..length]).ShouldBe("refused");
        Outcome(whole).ShouldBe("read");
    }

    [Fact]
    public async Task A_flipped_bit_never_fails_the_program()
    {
        var whole = await BookAsync();

        Gen.Int[0, whole.Length * 8 - 1]
            .Sample(
                bit =>
                {
                    var flipped = whole.ToArray();
                    flipped[bit / 8] ^= (byte)(1 << (bit % 8));
                    Outcome(flipped).ShouldBeOneOf("read", "refused");
                },
                iter: 3_000
            );
    }

    [Fact]
    public async Task A_part_that_lacks_or_has_a_piece_that_does_not_belong_never_fails_the_program()
    {
        var whole = await BookAsync();

        Gen.Select(Gen.OneOf(parts), Gen.Int[0, 100_000], Gen.Int[0, 60], Gen.OneOf(pieces))
            .Sample(
                (part, place, removed, piece) =>
                    Outcome(
                            Change(
                                whole,
                                part,
                                xml =>
                                {
                                    var at = place % xml.Length;
                                    return xml[..at] + piece + xml[Math.Min(at + removed, xml.Length)..];
                                }
                            )
                        )
                        .ShouldBeOneOf("read", "refused"),
                iter: 3_000
            );
    }

    [Fact]
    public async Task A_piece_between_two_tags_never_fails_the_program()
    {
        var whole = await BookAsync();

        foreach (var part in parts)
        {
            foreach (var piece in pieces)
            {
                for (var tag = 1; tag < 12; tag++)
                    Outcome(Change(whole, part, xml => Insert(xml, tag, piece))).ShouldBeOneOf("read", "refused");
            }

            Outcome(Change(whole, part, _ => null)).ShouldBeOneOf("read", "refused");
            Outcome(Change(whole, part, _ => "")).ShouldBeOneOf("read", "refused");
            Outcome(Change(whole, part, _ => "<other/>")).ShouldBeOneOf("read", "refused");
        }
    }

    static string Insert(string xml, int tag, string piece)
    {
        var at = 0;
        for (; tag > 0 && at >= 0; tag--)
            at = xml.IndexOf("><", at + 1, StringComparison.Ordinal);
        return at < 0 ? xml : xml.Insert(at + 1, piece);
    }

    static string Outcome(byte[] workbook)
    {
        try
        {
            using var file = new MemoryStream(workbook);
            WorkbookGuard.Check(file, 1_000_000, TestContext.Current.CancellationToken);
            foreach (var row in XlsxTable.Read(file))
                row.Number.ShouldBeGreaterThan(0);
            return "read";
        }
        catch (TableException)
        {
            return "refused";
        }
    }

    static async Task<byte[]> BookAsync()
    {
        using var file = new MemoryStream();
        await using (var book = await Spreadsheet.CreateNewAsync(file, null, TestContext.Current.CancellationToken))
        {
            var day = book.AddStyle(new Style { Format = NumberFormat.Custom("dd.mm.yyyy") });
            await book.StartWorksheetAsync("List", null, TestContext.Current.CancellationToken);
            book.MergeCells("B3:B4");
            Cell[] header = [new("Reference"), new("Birth date"), new("Paid")];
            await book.AddRowAsync(header, TestContext.Current.CancellationToken);
            for (var n = 0; n < 4; n++)
            {
                Cell[] row = [new($"{n}"), new(new DateTime(2001, 5, 17), day), new(n % 2 == 0)];
                await book.AddRowAsync(row, TestContext.Current.CancellationToken);
            }

            await book.FinishAsync(TestContext.Current.CancellationToken);
        }

        return file.ToArray();
    }

    static byte[] Change(byte[] workbook, string part, Func<string, string?> change)
    {
        using var file = new MemoryStream();
        file.Write(workbook);
        using (var zip = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true))
        {
            var entry = zip.GetEntry(part)!;
            string text;
            using (var reader = new StreamReader(entry.Open(), Encoding.UTF8))
                text = reader.ReadToEnd();
            entry.Delete();
            if (change(text) is { } changed)
            {
                using var writer = new StreamWriter(zip.CreateEntry(part).Open());
                writer.Write(changed);
            }
        }

        return file.ToArray();
    }
}
