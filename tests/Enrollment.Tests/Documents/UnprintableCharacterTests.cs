using Enrollment.Certificates;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Documents;

[OnlyOn(DatabaseEngine.Sqlite)]
public class UnprintableCharacterTests
{
    [Theory]
    [InlineData("A😀B", "😀", "U+1F600")]
    [InlineData("A\uE000B", "\uE000", "U+E000")]
    [InlineData("A\u0378B", "\u0378", "U+0378")]
    [InlineData("A\nB", "\n", "U+000A")]
    [InlineData("A\0B", "\0", "U+0000")]
    [InlineData("A\u0085B", "\u0085", "U+0085")]
    [InlineData("A\u2028B", "\u2028", "U+2028")]
    [InlineData("A\u202EB", "\u202E", "U+202E")]
    [InlineData("ሰላም", "ሰ", "U+1230")]
    public void A_character_without_a_glyph_is_reported_with_its_code_point(
        string name,
        string character,
        string codePoint
    )
    {
        var found = CertificateSamples.Renderer.FindUnprintable(
            CertificateSamples.Named(new PrintedName("Latn", name))
        );
        found[0].ShouldBe(new("names[0].text", character, codePoint));
    }

    [Fact]
    public void Half_of_a_surrogate_pair_is_reported()
    {
        var name = "A" + '\uD83D' + "B";
        var found = CertificateSamples.Renderer.FindUnprintable(
            CertificateSamples.Named(new PrintedName("Latn", name))
        );
        found.ShouldHaveSingleItem().CodePoint.ShouldBe("U+D83D");
    }

    [Fact]
    public void Each_field_is_named()
    {
        var snapshot = CertificateSamples.Latin with
        {
            Names = [new("Latn", "A"), new("Latn", "B😀")],
            CourseCode = "😀",
            CourseTitle = "😀",
            CourseTitleLocal = "😀",
            CenterName = "😀",
            CenterNameLocal = "😀",
            City = "😀",
            Award = "😀",
            MinutesNumber = "😀",
            Serial = "😀",
            VerificationCode = "😀",
            VerificationUrl = "https://example.kz/😀",
            Signatories = [new("A", "😀"), new("😀", "B")],
        };
        CertificateSamples
            .Renderer.FindUnprintable(snapshot)
            .Select(found => found.Field)
            .ShouldBe([
                "names[1].text",
                "courseCode",
                "courseTitle",
                "courseTitleLocal",
                "centerName",
                "centerNameLocal",
                "city",
                "award",
                "minutesNumber",
                "serial",
                "verificationCode",
                "verificationUrl",
                "signatories[0].position",
                "signatories[1].name",
            ]);
    }

    [Fact]
    public void Texts_in_further_languages_are_looked_at_where_a_design_prints_them()
    {
        var snapshot = CertificateSamples.Latin with
        {
            FurtherCourseTitles = [new("ru", "Сварка"), new("kk", "😀")],
            FurtherCenterNames = [new("zh", "😀")],
            Signatories = [new("A", "B") { FurtherNames = [new("ru", "😀")], FurtherPositions = [new("kk", "😀")] }],
        };

        CertificateSamples.Renderer.FindUnprintable(snapshot).ShouldBeEmpty();
        CertificateSamples
            .Renderer.FindUnprintable(DesignSamples.Designed(snapshot))
            .Select(found => found.Field)
            .ShouldBe([
                "furtherCourseTitles[1].text",
                "furtherCenterNames[0].text",
                "signatories[0].furtherNames[0].text",
                "signatories[0].furtherPositions[0].text",
            ]);
    }

    [Fact]
    public void Rendering_what_cannot_be_printed_is_refused() =>
        Should
            .Throw<InvalidOperationException>(() =>
                CertificateSamples.Renderer.Render(CertificateSamples.Named(new PrintedName("Latn", "A😀")))
            )
            .Message.ShouldContain("U+1F600");

    [Theory]
    [InlineData("O\u2019Connor-O\u02BCNeill")]
    [InlineData("Zoe\u0308 Nu\u0303e\u0301z")]
    [InlineData("Anne\u00A0Marie Smith\u2011Jones")]
    [InlineData("Co\u00ADope\u200Brative\u2060Name")]
    [InlineData("مح\u200Cمد")]
    [InlineData("\u200Eمحمد\u200F 12")]
    [InlineData("张\uFE00伟·买买提\u3000（阿）")]
    [InlineData("Nguyễn Thị Ánh Ŝtefan Ǿ ß ſ")]
    [InlineData("Ғани Ұлы Һ І Ё Щ Ӏ")]
    [InlineData("\U00020628野")]
    public void Marks_joiners_blanks_hyphens_and_apostrophes_are_printed(string name)
    {
        var snapshot = CertificateSamples.Named(new PrintedName("Latn", name));
        CertificateSamples.Renderer.FindUnprintable(snapshot).ShouldBeEmpty();
        using var pdf = new PdfOnDisk(snapshot);
        ForeignProgram.Run("qpdf", "--check", pdf.Path);
    }

    [Fact]
    public void A_name_in_decomposed_form_is_extracted_as_it_was_entered_or_composed()
    {
        using var pdf = new PdfOnDisk(CertificateSamples.Named(new PrintedName("Latn", "Zoe\u0308 Q\u0303amar")));
        pdf.Text().Normalize().ShouldContain("Zo\u00EB Q\u0303amar");
    }
}
