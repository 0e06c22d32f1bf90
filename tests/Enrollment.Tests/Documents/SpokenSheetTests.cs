using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Enrollment.Certificates;
using Enrollment.Certificates.Designs;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using Xunit;

namespace Enrollment.Tests.Documents;

/// <summary>Where the texts of a designed sheet stand, how large, and that sheets from before stay as they were.</summary>
[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class SpokenSheetTests
{
    const double LeastSize = 6.5;

    /// <summary>Below it nothing may be set where all of the texts are as long as they may be.</summary>
    const double LeastEver = 4.5;

    public static TheoryData<DesignStyle, string, int, int> Sheets
    {
        get
        {
            var sheets = new TheoryData<DesignStyle, string, int, int>();
            foreach (var style in Enum.GetValues<DesignStyle>())
            foreach (var languages in (string[])["en", "kk,ru", "kk,ru,en", "zh,en,ru", "ar,en", "en,ar,kk"])
            foreach (var (longest, signatories) in (ReadOnlySpan<(int, int)>)[(0, 2), (200, 1), (200, 3)])
                sheets.Add(style, languages, longest, signatories);
            return sheets;
        }
    }

    [Theory]
    [MemberData(nameof(Sheets))]
    public void Nothing_is_too_small_or_on_top_of_something_else(
        DesignStyle style,
        string languages,
        int longest,
        int signatories
    )
    {
        var snapshot = SpokenSamples.Of(longest, longest * 3 / 10, signatories);

        var letters = Letters(snapshot, DesignSamples.Of(style, languages.Split(',')));

        letters.Min(letter => letter.PointSize).ShouldBeGreaterThanOrEqualTo(LeastSize - 0.001);
        Collisions(letters).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(DesignStyle.Guilloche, "kk,ru,en")]
    [InlineData(DesignStyle.Portrait, "zh,en,ru")]
    [InlineData(DesignStyle.Plain, "en,ar,kk")]
    public void Even_the_longest_texts_of_all_stay_apart(DesignStyle style, string languages)
    {
        var snapshot = SpokenSamples.Of(200, 100, 3) with
        {
            Names = CertificateSamples.Long.Names,
            CourseCode = "MAINTENANCE-OF-ELECTRIC-VEHICLES-2026.10",
        };

        var letters = Letters(snapshot, DesignSamples.Of(style, languages.Split(',')));

        letters.Min(letter => letter.PointSize).ShouldBeGreaterThanOrEqualTo(LeastEver);
        Collisions(letters).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("kk,ru,en", "Көлікке техникалық|Техническое обслуживание|Vehicle Maintenance")]
    [InlineData("zh,en,ru", "汽车维护与保养|Vehicle Maintenance|Техническое обслуживание")]
    [InlineData("ru", "Техническое обслуживание")]
    // What a design has no language for is told as ever: in English and in the language of the country.
    [InlineData("en", "Vehicle Maintenance")]
    public void The_title_is_largest_in_the_principal_language(string languages, string told)
    {
        using var pdf = new PdfOnDisk(
            SpokenSamples.Of(0, 0, 1),
            DesignSamples.Of(DesignStyle.Plain, languages.Split(','))
        );
        var letters = Letters(SpokenSamples.Of(0, 0, 1), DesignSamples.Of(DesignStyle.Plain, languages.Split(',')));
        var text = pdf.Text();

        foreach (var title in told.Split('|'))
            text.ShouldContain(title);
        var sizes = told.Split('|').Select(title => SizeOf(letters, title)).ToList();
        sizes.Skip(1).ShouldAllBe(size => size < sizes[0]);
        string[] all = ["Көлікке техникалық", "Техническое обслуживание", "Vehicle Maintenance", "汽车维护与保养"];
        all.Except(told.Split('|')).ShouldAllBe(title => !text.Contains(title));
    }

    [Fact]
    public void A_title_that_is_missing_in_one_language_leaves_the_usual_two()
    {
        var snapshot = SpokenSamples.Of(0, 0, 1) with { FurtherCourseTitles = [new("zh", "汽车维护与保养")] };
        using var pdf = new PdfOnDisk(snapshot, DesignSamples.Of(DesignStyle.Plain, "ru", "zh"));
        var text = pdf.Text();

        text.ShouldContain("Көлікке техникалық қызмет көрсету");
        text.ShouldContain("Vehicle Maintenance");
        text.ShouldContain("汽车维护与保养");
    }

    // Recorded when template 2 was the newest one: a file that was lost to a crash is drawn again as it was.
    [Theory]
    [InlineData("1", "Latin", DesignStyle.Plain, "en", "a1b7b25faf6f1e42")]
    [InlineData("2", "Kazakh", DesignStyle.Guilloche, "kk,ru,en", "37256c3c4cc56e85")]
    [InlineData("2", "Chinese", DesignStyle.Portrait, "zh,en,ru", "69471478525d1d6d")]
    [InlineData("2", "Arabic", DesignStyle.Plain, "ar,en", "0aba1863486b1095")]
    [InlineData("2", "Long", DesignStyle.Portrait, "ru", "7e3b72bface2fc98")]
    public void Earlier_templates_are_drawn_as_they_were(
        string version,
        string sample,
        DesignStyle style,
        string languages,
        string recorded
    )
    {
        var snapshot = CertificateSamples.Of(sample);
        var design = version == "1" ? null : DesignSamples.Of(style, languages.Split(','));
        snapshot = design is null ? snapshot : DesignSamples.Designed(snapshot) with { TemplateVersion = version };

        var places = Letters(snapshot, design)
            .Select(letter =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{letter.Value} {letter.StartBaseLine.X:0.0} {letter.StartBaseLine.Y:0.0} {letter.PointSize:0.00}"
                )
            );

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', places)));
        Convert.ToHexStringLower(hash)[..16].ShouldBe(recorded);
    }

    static List<Letter> Letters(CertificateSnapshot snapshot, CertificateDesign? design)
    {
        using var document = PdfDocument.Open(CertificateSamples.Renderer.Render(snapshot, default, design));
        // Joiners have no width.
        return [.. document.GetPage(1).Letters.Where(letter => letter.Value.Trim(' ', '\u200D', '\u200C').Length > 0)];
    }

    static double SizeOf(List<Letter> letters, string text)
    {
        var plain = text.Replace(" ", "", StringComparison.Ordinal);
        var whole = string.Concat(letters.Select(letter => letter.Value[..1]));
        return letters[whole.IndexOf(plain, StringComparison.Ordinal)].PointSize;
    }

    /// <summary>Pairs of lines that lie on each other.</summary>
    static List<string> Collisions(List<Letter> letters)
    {
        var lines = letters
            .GroupBy(letter => (Y: Math.Round(letter.StartBaseLine.Y, 1), letter.PointSize))
            .SelectMany(Parts);
        var ordered = lines.OrderByDescending(line => line.Y).ToList();
        return
        [
            .. from upper in ordered.Index()
            from lower in ordered.Skip(upper.Index + 1)
            where Math.Min(upper.Item.Right, lower.Right) - Math.Max(upper.Item.Left, lower.Left) > 1
            where upper.Item.Y - (upper.Item.Size * 0.2) < lower.Y + (lower.Size * 0.68)
            select $"{upper.Item.Text} / {lower.Text}",
        ];
    }

    /// <summary>The letters of one height, divided where there is much room between them.</summary>
    static IEnumerable<Line> Parts(IGrouping<(double Y, double Size), Letter> row)
    {
        Line? part = null;
        foreach (var letter in row.OrderBy(letter => letter.BoundingBox.Left))
        {
            var box = letter.BoundingBox;
            if (part is not null && box.Left - part.Right > 12)
            {
                yield return part;
                part = null;
            }
            part = part is null
                ? new(row.Key.Y, row.Key.Size, box.Left, box.Right, letter.Value)
                : part with
                {
                    Right = Math.Max(part.Right, box.Right),
                    Text = part.Text + letter.Value,
                };
        }
        yield return part!;
    }

    sealed record Line(double Y, double Size, double Left, double Right, string Text);
}
