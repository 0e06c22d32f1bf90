using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using UglyToad.PdfPig;
using Xunit;

namespace Enrollment.Tests.Documents;

/// <summary>What independent programs find in a certificate's file.</summary>
[OnlyOn(DatabaseEngine.Sqlite)]
public class CertificateFileTests
{
    [Theory]
    [InlineData("Latin")]
    [InlineData("Kazakh")]
    [InlineData("Chinese")]
    [InlineData("Arabic")]
    [InlineData("Thai")]
    [InlineData("Neighbors")]
    public void Every_printed_text_can_be_extracted(string sample)
    {
        var snapshot = CertificateSamples.Of(sample);
        using var pdf = new PdfOnDisk(snapshot);
        var text = pdf.Text();
        string?[] expected =
        [
            "Certificate",
            "Курсты аяқтағаны туралы сертификат",
            "Сертификат об окончании курса",
            .. snapshot.Names.Select(name => name.Text),
            snapshot.CourseCode,
            snapshot.CourseTitle,
            snapshot.CenterName,
            snapshot.CenterNameLocal,
            snapshot.City,
            snapshot.Award,
            snapshot.MinutesNumber,
            snapshot.Serial,
            snapshot.VerificationCode,
            snapshot.VerificationUrl,
            .. snapshot.Signatories.SelectMany(signatory => new[] { signatory.Name, signatory.Position }),
            "2 March 2026 to 13 November 2026",
            "20 November 2026",
            "24 November 2026",
            "23 November 2031",
            "480",
            "16.5",
        ];
        foreach (var part in expected)
        {
            text.ShouldContain(part!);
        }
    }

    [Fact]
    public void Arabic_text_keeps_its_logical_order_beside_Latin_and_digits()
    {
        using var pdf = new PdfOnDisk(CertificateSamples.Arabic);
        var text = pdf.Text();
        text.ShouldContain("محمد عبد اللطيف بن يوسف الهاشمي");
        text.ShouldContain("الصيانة الصناعية");
        text.ShouldContain("CNC");
        text.ShouldContain("45");
        text.ShouldContain("المستوى");
    }

    [Fact]
    public void Arabic_vowels_follow_their_letters_and_don_t_end_words()
    {
        const string name = "مُحَمَّد عَبْد اللَّطِيف";
        using var pdf = new PdfOnDisk(CertificateSamples.Arabic with { Names = [new("Arab", name)] });
        // Two marks over one letter may come in either order.
        pdf.Text().Normalize().ShouldContain(name.Normalize());
    }

    [Theory]
    [InlineData("Latin")]
    [InlineData("Kazakh")]
    [InlineData("Chinese")]
    [InlineData("Arabic")]
    [InlineData("Thai")]
    [InlineData("Neighbors")]
    public void Every_font_is_embedded_subset_and_mapped_to_Unicode(string sample)
    {
        using var pdf = new PdfOnDisk(CertificateSamples.Of(sample));
        var fonts = ForeignProgram
            .Run("pdffonts", pdf.Path)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Skip(2)
            .ToArray();
        fonts.Length.ShouldBeGreaterThan(2);
        foreach (var font in fonts)
        {
            font.ShouldMatch(@"^[A-Z]{6}\+Noto\S+\s+CID TrueType\s+Identity-H\s+yes yes yes");
        }
    }

    [Theory]
    [InlineData("Latin")]
    [InlineData("Arabic")]
    [InlineData("Thai")]
    [InlineData("Neighbors")]
    [InlineData("Long")]
    public void The_file_has_no_syntax_error(string sample)
    {
        using var pdf = new PdfOnDisk(CertificateSamples.Of(sample));
        ForeignProgram.Run("qpdf", "--check", pdf.Path).ShouldContain("No syntax or stream encoding errors found");
    }

    [Fact]
    public void The_page_is_A4_landscape_titled_and_tagged()
    {
        using var pdf = new PdfOnDisk(CertificateSamples.Latin);
        var info = ForeignProgram.Run("pdfinfo", pdf.Path);
        info.ShouldMatch(@"Title:\s+Certificate ATC-CERT-2026-000417: Daniyar Bekmukhamedov");
        info.ShouldMatch(@"Author:\s+Almaty Technical Training Center");
        info.ShouldMatch(@"Tagged:\s+yes");
        info.ShouldMatch(@"Pages:\s+1\n");
        info.ShouldMatch(@"Page size:\s+841\.89 x 595\.27\d* pts \(A4\)");
    }

    [Fact]
    public void The_structure_has_a_heading_a_figure_with_a_description_and_a_link()
    {
        using var pdf = new PdfOnDisk(CertificateSamples.Kazakh);
        var structure = ForeignProgram.Run("pdfinfo", "-struct-text", pdf.Path);
        structure.ShouldContain("H1");
        structure.ShouldContain("\"Certificate\"");
        structure.ShouldContain("Figure");
        structure.ShouldContain("Link");
        structure.ShouldContain("Әбілқайыр Өмірұлы Қуанышбаев");
    }

    [Fact]
    public void Equal_snapshots_give_equal_bytes_from_many_threads()
    {
        var first = CertificateSamples.Renderer.Render(CertificateSamples.Arabic);
        var others = new byte[64][];
        Parallel.For(
            0,
            others.Length,
            i =>
            {
                CertificateSamples.Renderer.Render(i % 2 == 0 ? CertificateSamples.Kazakh : CertificateSamples.Chinese);
                others[i] = CertificateSamples.Renderer.Render(CertificateSamples.Arabic with { });
            }
        );
        others.ShouldAllBe(other => other.SequenceEqual(first));
    }

    [Theory]
    [InlineData("Latin")]
    [InlineData("Kazakh")]
    [InlineData("Chinese")]
    [InlineData("Arabic")]
    [InlineData("Thai")]
    [InlineData("Neighbors")]
    [InlineData("Long")]
    public void All_letters_stay_inside_the_border(string sample)
    {
        using var pdf = PdfDocument.Open(CertificateSamples.Renderer.Render(CertificateSamples.Of(sample)));
        var letters = pdf.GetPage(1).Letters;
        letters.Count.ShouldBeGreaterThan(300);
        foreach (var letter in letters)
        {
            letter.BoundingBox.Left.ShouldBeGreaterThan(60, letter.Value);
            letter.BoundingBox.Right.ShouldBeLessThan(842 - 60, letter.Value);
            letter.BoundingBox.Bottom.ShouldBeGreaterThan(56, letter.Value);
            letter.BoundingBox.Top.ShouldBeLessThan(595 - 56, letter.Value);
        }
    }

    [Theory]
    [InlineData("Long")]
    [InlineData("Kazakh")]
    public void No_line_of_text_touches_another(string sample)
    {
        using var pdf = PdfDocument.Open(CertificateSamples.Renderer.Render(CertificateSamples.Of(sample)));
        var boxes = pdf.GetPage(1)
            .Letters.Where(letter => !string.IsNullOrWhiteSpace(letter.Value))
            .Select(letter => (letter.Value, letter.StartBaseLine, letter.BoundingBox))
            .ToArray();
        foreach (var upper in boxes)
        {
            foreach (var lower in boxes.Where(other => other.StartBaseLine.Y < upper.StartBaseLine.Y - 4))
            {
                var overlaps =
                    lower.BoundingBox.Left < upper.BoundingBox.Right
                    && upper.BoundingBox.Left < lower.BoundingBox.Right
                    && lower.BoundingBox.Top > upper.BoundingBox.Bottom;
                overlaps.ShouldBeFalse($"{upper.Value} at {upper.BoundingBox}, {lower.Value} at {lower.BoundingBox}");
            }
        }
    }

    [Fact]
    public void A_template_version_that_never_was_is_refused() =>
        Should
            .Throw<InvalidOperationException>(() =>
                CertificateSamples.Renderer.Render(CertificateSamples.Latin with { TemplateVersion = "99" })
            )
            .Message.ShouldContain("99");
}
