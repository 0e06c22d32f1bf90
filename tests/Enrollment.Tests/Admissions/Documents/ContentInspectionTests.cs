using System.Text;
using CsCheck;
using Enrollment.Admissions.Documents.Formats;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Admissions.Documents;

[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class ContentInspectionTests
{
    public static TheoryData<string> Names => new(DocumentFormat.All.Select(format => format.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_whole_file_is_told_by_its_content(string name)
    {
        var format = DocumentFormat.All.Single(f => f.Name == name);

        Inspect(SampleFiles.Of(format)).ShouldBe(new Inspection(format, true));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_that_is_cut_anywhere_is_never_taken(string name)
    {
        var whole = SampleFiles.Of(DocumentFormat.All.Single(f => f.Name == name));

        for (var length = 0; length < whole.Length; length++)
            Inspect(whole[..length]).IsReadable.ShouldBeFalse($"{length} of {whole.Length} bytes");
    }

    [Fact]
    public void Whatever_the_bytes_are_there_is_an_answer_and_no_failure()
    {
        var beginnings = SampleFiles.All.Select(sample => sample.Bytes).ToArray();
        // Samples with some bytes changed, with bytes behind them, or bytes alone.
        Gen.Select(Gen.Int[0, beginnings.Length - 1], Gen.Int[0, 400].Array[0, 6], Gen.Byte.Array[0, 300])
            .Sample(
                (which, places, noise) =>
                {
                    var bytes = beginnings[which].ToArray();
                    for (var i = 0; i < places.Length && noise.Length > 0; i++)
                        bytes[places[i] % bytes.Length] = noise[i % noise.Length];
                    Inspect(bytes);
                    Inspect([.. bytes, .. noise]);
                    Inspect([.. bytes[..(bytes.Length / 2)], .. noise]);
                    Inspect(noise);
                    return true;
                },
                iter: 3_000
            );
    }

    [Fact]
    public void A_ZIP_is_no_PDF_and_no_Word_file_whatever_its_name_or_what_it_holds()
    {
        Inspect(SampleFiles.Zip(("a.txt", "text"u8.ToArray()))).ShouldBe(default);
        Inspect(SampleFiles.ZipWithPdfInside()).ShouldBe(default);
        Inspect(SampleFiles.Zip(("word/document.xml", "<x/>"u8.ToArray()))).ShouldBe(default);
    }

    [Theory]
    [InlineData("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml")]
    [InlineData("application/vnd.ms-word.document.macroEnabled.main+xml")]
    [InlineData("application/xml")]
    public void A_package_of_another_kind_is_not_taken(string type) =>
        Inspect(
                SampleFiles.Zip(
                    ("[Content_Types].xml", SampleFiles.Types("/word/document.xml", type)),
                    ("word/document.xml", "<x/>"u8.ToArray())
                )
            )
            .ShouldBe(default);

    [Fact]
    public void A_Word_file_whose_main_part_is_missing_is_unreadable() =>
        Inspect(SampleFiles.Zip(("[Content_Types].xml", SampleFiles.Types("/word/document.xml", SampleFiles.WordMain))))
            .ShouldBe(new Inspection(DocumentFormat.Word, false));

    [Fact]
    public void A_Word_file_with_an_entry_marked_as_encrypted_is_unreadable()
    {
        var bytes = SampleFiles.Word();
        // The flags of the first entry in the central directory: PK 1 2, two versions, then they.
        bytes[bytes.AsSpan().IndexOf("PK\u0001\u0002"u8) + 8] |= 1;

        Inspect(bytes).ShouldBe(new Inspection(DocumentFormat.Word, false));
    }

    [Fact]
    public void A_table_of_contents_that_would_inflate_to_very_much_is_not_inflated()
    {
        // 400 MB of blanks in some 400 KB.
        var bomb = SampleFiles.Zip(("[Content_Types].xml", Enumerable.Repeat((byte)' ', 400_000_000).ToArray()));
        bomb.Length.ShouldBeLessThan(1_000_000);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Inspect(bomb).IsReadable.ShouldBeFalse();

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(8_000_000);
    }

    [Fact]
    public void Types_that_bring_a_document_type_definition_are_not_expanded()
    {
        var laughs = "<!DOCTYPE a [<!ENTITY b \"ha\"><!ENTITY c \"&b;&b;&b;\">]><Types>&c;</Types>"u8.ToArray();

        Inspect(SampleFiles.Zip(("[Content_Types].xml", laughs))).IsReadable.ShouldBeFalse();
    }

    [Fact]
    public void A_directory_of_very_many_entries_is_not_read()
    {
        var bytes = SampleFiles.Word();
        // The numbers of entries in the end record.
        bytes.AsSpan(bytes.Length - 14, 4).Fill(0xFE);

        Inspect(bytes).ShouldBe(new Inspection(DocumentFormat.Word, false));
    }

    [Theory]
    [InlineData("\u00EF\u00BB\u00BF")]
    [InlineData("\r\n")]
    public void A_PDF_may_start_with_a_mark_or_a_blank_line(string lead)
    {
        byte[] bytes = [.. Encoding.Latin1.GetBytes(lead), .. SampleFiles.Pdf(), .. "\r\n"u8];

        Inspect(bytes).ShouldBe(new Inspection(DocumentFormat.Pdf, true));
    }

    [Theory]
    [InlineData("startxref\n99999999\n%%EOF")]
    [InlineData("startxref\n-5\n%%EOF")]
    [InlineData("startxref\n20\n%%EOF")]
    [InlineData("startxref\nx\n%%EOF")]
    [InlineData("%%EOF")]
    public void A_PDF_whose_end_points_nowhere_is_unreadable(string end)
    {
        byte[] bytes =
        [
            .. "%PDF-1.4\n% nothing in it, but long enough to be pointed into\n"u8,
            .. Encoding.ASCII.GetBytes(end),
        ];

        Inspect(bytes).ShouldBe(new Inspection(DocumentFormat.Pdf, false));
    }

    [Fact]
    public void A_picture_that_is_coded_as_a_film_or_as_AVIF_is_not_taken()
    {
        Inspect(SampleFiles.Heif("isom", "mp42")).ShouldBe(default);
        Inspect(SampleFiles.Heif("avif", "mif1")).ShouldBe(default);
    }

    [Fact]
    public void A_JPEG_may_have_things_behind_its_end() =>
        Inspect([.. SampleFiles.Jpeg(), .. "a camera's own"u8]).ShouldBe(new Inspection(DocumentFormat.Jpeg, true));

    [Theory]
    [InlineData("")]
    [InlineData("just text")]
    [InlineData("<html><script>alert(1)</script></html>")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>")]
    [InlineData("MZ\u0090\0 a program")]
    [InlineData("\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1 an old Word file")]
    [InlineData("GIF89a and more of it")]
    public void Anything_else_is_not_taken(string text) => Inspect(Encoding.Latin1.GetBytes(text)).ShouldBe(default);

    [Fact]
    public void A_large_file_of_nothing_but_markers_is_told_in_a_moment()
    {
        var jpeg = new byte[25_000_000];
        for (var i = 0; i < jpeg.Length; i += 2)
            (jpeg[i], jpeg[i + 1]) = (0xFF, i == 0 ? (byte)0xD8 : (byte)0xD0);
        var png = new byte[25_000_000];
        SampleFiles.Png().AsSpan(0, 33).CopyTo(png);
        var watch = System.Diagnostics.Stopwatch.StartNew();

        Inspect(jpeg).ShouldBe(new Inspection(DocumentFormat.Jpeg, false));
        Inspect(png).ShouldBe(new Inspection(DocumentFormat.Png, false));

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    static Inspection Inspect(byte[] bytes) => ContentInspection.Inspect(new MemoryStream(bytes));
}
