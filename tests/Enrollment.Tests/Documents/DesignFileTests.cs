using Enrollment.Certificates.Designs;
using Enrollment.Documents;
using Enrollment.Pipeline;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Documents;

/// <summary>What independent programs find in certificates that are drawn by a center's design.</summary>
[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class DesignFileTests
{
    public static TheoryData<DesignStyle, string[], string> Sheets =>
        new()
        {
            { DesignStyle.Guilloche, ["en"], "Latin" },
            { DesignStyle.Guilloche, ["kk", "ru", "en"], "Kazakh" },
            { DesignStyle.Portrait, ["kk", "ru", "en"], "Kazakh" },
            { DesignStyle.Portrait, ["zh", "en"], "Chinese" },
            { DesignStyle.Plain, ["ar", "en"], "Arabic" },
            { DesignStyle.Plain, ["ru"], "Long" },
        };

    [Theory]
    [MemberData(nameof(Sheets))]
    public void A_certificate_says_everything_in_each_of_its_languages(
        DesignStyle style,
        string[] languages,
        string sample
    )
    {
        var snapshot = DesignSamples.Designed(CertificateSamples.Of(sample));
        using var pdf = new PdfOnDisk(snapshot, DesignSamples.Of(style, languages));
        var text = Plain(pdf.Text());

        foreach (var language in languages)
        {
            var tongue = SheetWords.Of("Certificate", language);
            foreach (var key in (string[])["heading", "certify", "completed", "serial", "hours", "nqfLevel", "Merit"])
                text.ShouldContain(Plain(tongue[key]), Case.Sensitive, $"{language} {key}");
        }

        var principal = SheetWords.Of("Certificate", languages[0]);
        string?[] expected =
        [
            .. snapshot.Names.Select(name => name.Text),
            snapshot.CourseTitle,
            snapshot.CenterName,
            snapshot.Serial,
            snapshot.VerificationCode,
            snapshot.MinutesNumber,
            // The program takes a line of Arabic that begins with a number apart.
            .. principal.Date(snapshot.ExpiresOn!.Value).Split(' '),
            .. snapshot.Signatories.Select(signatory => signatory.Name),
        ];
        foreach (var part in expected)
            text.ShouldContain(Plain(part!));
    }

    [Theory]
    [MemberData(nameof(Sheets))]
    public void A_certificate_is_one_tagged_page_in_its_language_without_a_syntax_error(
        DesignStyle style,
        string[] languages,
        string sample
    )
    {
        using var pdf = new PdfOnDisk(
            DesignSamples.Designed(CertificateSamples.Of(sample)),
            DesignSamples.Of(style, languages)
        );

        ForeignProgram.Run("qpdf", "--check", pdf.Path).ShouldContain("No syntax or stream encoding errors found");
        var info = ForeignProgram.Run("pdfinfo", pdf.Path);
        info.ShouldMatch("Tagged: +yes");
        info.ShouldMatch("Pages: +1\n");
        info.ShouldMatch(
            style == DesignStyle.Portrait ? @"Page size: +595\.27\d* x 841\.89" : @"Page size: +841\.89 x 595\.27"
        );
        ForeignProgram
            .Run("qpdf", "--qdf", "--object-streams=disable", pdf.Path, "-")
            .ShouldContain($"/Lang ({languages[0]})");
        foreach (
            var font in ForeignProgram
                .Run("pdffonts", pdf.Path)
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Skip(2)
        )
            font.ShouldMatch(@"^[A-Z]{6}\+Noto\S+\s+CID TrueType\s+Identity-H\s+yes yes yes");
    }

    [Theory]
    [MemberData(nameof(Sheets))]
    public void The_code_is_read_from_a_picture_of_the_sheet(DesignStyle style, string[] languages, string sample)
    {
        var snapshot = DesignSamples.Designed(CertificateSamples.Of(sample));
        using var pdf = new PdfOnDisk(snapshot, DesignSamples.Of(style, languages));

        ForeignProgram.Run("pdftoppm", "-r", "150", "-png", "-singlefile", pdf.Path, pdf.In("page"));

        ForeignProgram.Run("zbarimg", "--quiet", "--raw", pdf.In("page.png")).Trim().ShouldBe(snapshot.VerificationUrl);
    }

    [Fact]
    public void A_logo_and_scanned_signatures_are_drawn_with_their_meaning_told()
    {
        var snapshot = DesignSamples.Designed(CertificateSamples.Latin);
        var design = DesignSamples.Of(DesignStyle.Guilloche, "en") with
        {
            Logo = DesignSamples.Logo,
            Signatures = [new(snapshot.Signatories[0].Name, DesignSamples.Signature())],
        };
        using var pdf = new PdfOnDisk(snapshot, design);

        ForeignProgram.Run("qpdf", "--check", pdf.Path).ShouldContain("No syntax or stream encoding errors found");
        var written = ForeignProgram.Run("qpdf", "--qdf", "--object-streams=disable", pdf.Path, "-");
        written.ShouldContain("/SMask");
        ForeignProgram.Run("pdfimages", "-list", pdf.Path).ShouldMatch("smask +630 +210");
        Colors(pdf).ShouldContain("10364A");
        Colors(pdf).ShouldContain("E0B050");
    }

    [Fact]
    public void Words_of_the_center_take_the_place_of_the_usual_ones()
    {
        var design = DesignSamples.Of(DesignStyle.Portrait, "ru", "en") with
        {
            Words =
            [
                new()
                {
                    Language = "ru",
                    Heading = "Удостоверение",
                    Completed = "прошла курс",
                },
            ],
        };
        using var pdf = new PdfOnDisk(DesignSamples.Designed(CertificateSamples.Kazakh), design);
        var text = pdf.Text();

        text.ShouldContain("Удостоверение");
        text.ShouldContain("прошла курс");
        text.ShouldContain("Настоящим удостоверяется");
        text.ShouldNotContain("Сертификат");
    }

    [Fact]
    public void The_design_and_the_template_belong_together()
    {
        var design = DesignSamples.Of(DesignStyle.Plain, "en");
        var renderer = CertificateSamples.Renderer;

        Should.Throw<InvalidOperationException>(() => renderer.Render(CertificateSamples.Latin, default, design));
        Should.Throw<InvalidOperationException>(() =>
            renderer.Render(DesignSamples.Designed(CertificateSamples.Latin))
        );
    }

    [Fact]
    public void Equal_certificates_of_a_design_are_equal_files()
    {
        var snapshot = DesignSamples.Designed(CertificateSamples.Arabic);
        var design = DesignSamples.Of(DesignStyle.Portrait, "ar", "en") with { Logo = DesignSamples.Logo };
        // The same content, but nothing that was made ready before.
        var again = design with
        {
            Logo = new string(DesignSamples.Logo),
        };

        CertificateSamples
            .Renderer.Render(snapshot, default, design)
            .ShouldBe(CertificateSamples.Renderer.Render(snapshot, default, again));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>", "logo_not_plain", "script")]
    [InlineData("<rect width='9' height='9' onclick='x()'/>", "logo_active", "onclick")]
    [InlineData("<image href='https://example.org/x.png' width='9' height='9'/>", "logo_not_plain", "image")]
    [InlineData("<g><path d='M0 0' xlink:href='https://example.org/#a'/></g>", "logo_external", "example.org")]
    [InlineData("<rect width='9' height='9' fill='url(https://example.org/p.svg#a)'/>", "logo_external", "example.org")]
    [InlineData("<style>@import url('https://example.org/s.css');</style>", "logo_external", "imports")]
    [InlineData("<style>rect { fill: url( 'http://example.org/#a') }</style>", "logo_external", "example.org")]
    [InlineData("<text x='1' y='9'>Center</text>", "logo_not_plain", "outlines")]
    [InlineData(
        "<linearGradient id='a'/><rect width='9' height='9' fill='url(#a)'/>",
        "logo_not_plain",
        "plain colors"
    )]
    [InlineData("<use href='#a'/>", "logo_not_plain", "Turn copies")]
    [InlineData("<foreignObject><p>Hello</p></foreignObject>", "logo_not_plain", "foreignObject")]
    [InlineData("<rect width='9' height='9' opacity='0.5'/>", "logo_not_plain", "transparent")]
    [InlineData("<rect width='9' height='9' fill-opacity='0.5'/>", "logo_not_plain", "opaque")]
    [InlineData("<animate attributeName='x'/>", "logo_not_plain", "animate")]
    [InlineData("<rect", "logo_unreadable", "isn't an SVG")]
    public void A_logo_with_more_than_plain_shapes_is_refused_with_the_way_out(string content, string code, string told)
    {
        var logo =
            $"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="20" height="20">{content}</svg>""";

        var fault = Faults(DesignSamples.Of(DesignStyle.Plain, "en") with { Logo = logo }).ShouldHaveSingleItem();

        (fault.Field, fault.Code).ShouldBe(("design.logo", code));
        fault.Message.ShouldContain(told);
    }

    [Theory]
    [InlineData("<!DOCTYPE svg [<!ENTITY a \"b\">]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>")]
    [InlineData("<html><body/></html>")]
    [InlineData("not XML at all")]
    public void What_is_no_plain_SVG_is_refused(string logo) =>
        Faults(DesignSamples.Of(DesignStyle.Plain, "en") with { Logo = logo })
            .ShouldHaveSingleItem()
            .Code.ShouldBe("logo_unreadable");

    [Fact]
    public void A_pale_color_an_image_that_is_none_and_a_character_without_a_glyph_are_named_together()
    {
        var design = DesignSamples.Of(DesignStyle.Plain, "en") with
        {
            Color = "#FFCC00",
            Signatures = [new("Somebody", "GIF89a, not really"u8.ToArray())],
            Words = [new() { Language = "en", Heading = "Certificate \U00012345" }],
        };

        Faults(design)
            .Select(fault => (fault.Field, fault.Code))
            .ShouldBe([
                ("design.color", "color_too_pale"),
                ("design.signatures[0].image", "image_unreadable"),
                ("design.words[0].heading", "unprintable_character"),
            ]);
    }

    static IReadOnlyList<FieldProblem> Faults(CertificateDesign design) =>
        CertificateSamples.Renderer.FindFaults(design);

    // A text may go on on the next line, a long name within a word.
    static string Plain(string text) => string.Concat(text.Where(unit => !char.IsWhiteSpace(unit)));

    // The colors of a picture of the sheet, as six digits each.
    static HashSet<string> Colors(PdfOnDisk pdf)
    {
        ForeignProgram.Run("pdftoppm", "-r", "100", "-png", "-singlefile", pdf.Path, pdf.In("colors"));
        using var picture = SkiaSharp.SKBitmap.Decode(pdf.In("colors.png"));
        return [.. picture.Pixels.Select(pixel => $"{pixel.Red:X2}{pixel.Green:X2}{pixel.Blue:X2}")];
    }
}
