using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Enrollment.Documents.QrCodes;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using UglyToad.PdfPig;
using Xunit;

namespace Enrollment.Tests.Documents;

[OnlyOn(DatabaseEngine.Sqlite)]
public class QrCodeTests
{
    [Theory]
    [InlineData("Latin")]
    [InlineData("Arabic")]
    public void A_scan_of_the_printed_page_gives_exactly_the_address(string sample)
    {
        var snapshot = CertificateSamples.Of(sample);
        using var pdf = new PdfOnDisk(snapshot);
        ForeignProgram.Run("pdftoppm", "-r", "150", "-png", "-singlefile", pdf.Path, pdf.In("page"));
        ForeignProgram.Run("zbarimg", "--quiet", "--raw", pdf.In("page.png")).Trim().ShouldBe(snapshot.VerificationUrl);
    }

    [Fact]
    public void The_printed_code_measures_at_least_thirty_millimeters_without_its_quiet_zone()
    {
        using var pdf = PdfDocument.Open(CertificateSamples.Renderer.Render(CertificateSamples.Latin));
        var code = pdf.GetPage(1).GetImages().ShouldHaveSingleItem().BoundingBox;
        (code.Width * 25.4 / 72).ShouldBeGreaterThanOrEqualTo(30);
        (code.Height * 25.4 / 72).ShouldBeGreaterThanOrEqualTo(30);
        // The quiet zone of four of its 33 modules ends before the border begins.
        (code.Right + (code.Width / 33 * 4)).ShouldBeLessThan(841.89 - 53);
        (code.Bottom - (code.Width / 33 * 4)).ShouldBeGreaterThan(53);
    }

    [Fact]
    public void Every_version_up_to_its_last_byte_can_be_read()
    {
        // Capacity in bytes of versions 1 to 11 at level M (ISO/IEC 18004, table 7).
        int[] capacities = [14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251];
        var folder = Directory.CreateTempSubdirectory("qr-");
        for (var i = 0; i < capacities.Length; i++)
        {
            var text = string.Concat(Enumerable.Range(0, capacities[i]).Select(n => (char)('!' + (n * 7 % 90))));
            var code = QrCode.Encode(text);
            code.Modules.ShouldBe(21 + (4 * i));
            var path = Path.Combine(folder.FullName, string.Create(CultureInfo.InvariantCulture, $"{i}.pgm"));
            File.WriteAllText(path, Picture(code));
            ForeignProgram.Run("zbarimg", "--quiet", "--raw", path).TrimEnd('\n').ShouldBe(text);
        }
        folder.Delete(recursive: true);
    }

    [Fact]
    public void A_text_beyond_the_largest_version_is_refused() =>
        Should.Throw<ArgumentException>(() => QrCode.Encode(new string('x', 252)));

    [Fact]
    public void The_bare_image_holds_as_much_as_a_code_does_and_no_more()
    {
        var image = QrScreen.Bare(new string('a', 251)).ShouldNotBeNull();

        image.ShouldNotContain("<text");
        image.ShouldContain(" d=\"M4 4h7v1h-7z");
        QrScreen.Bare(new string('a', 252)).ShouldBeNull();
    }

    [Fact]
    public void The_image_for_a_screen_has_every_dark_module_and_no_other()
    {
        var code = QrCode.Encode("7KQ2-M9XA");

        var image = QrScreen.Svg("7KQ2-M9XA");

        var dark = new HashSet<(int, int)>();
        foreach (Match run in Regex.Matches(image, @"M(\d+) (\d+)h(\d+)v1h-\3z"))
        {
            var (x, y, length) = (Number(run, 1), Number(run, 2), Number(run, 3));
            for (var i = 0; i < length; i++)
                dark.Add((x + i - QrCode.QuietZone, y - QrCode.QuietZone)).ShouldBeTrue();
        }

        var expected =
            from y in Enumerable.Range(0, code.Modules)
            from x in Enumerable.Range(0, code.Modules)
            where (code.Rows[(y * ((code.Modules + 7) / 8)) + (x / 8)] >> (7 - (x % 8)) & 1) == 1
            select (x, y);
        dark.ShouldBe(expected, ignoreOrder: true);
        image.ShouldContain(">7KQ2-M9XA</text>");

        static int Number(Match run, int group) => int.Parse(run.Groups[group].Value, CultureInfo.InvariantCulture);
    }

    // A plain gray map, four pixels for a module, with the quiet zone.
    private static string Picture(QrCode code)
    {
        const int scale = 4;
        var (size, stride) = (code.Modules + (2 * QrCode.QuietZone), (code.Modules + 7) / 8);
        var picture = new StringBuilder().Append(
            CultureInfo.InvariantCulture,
            $"P2 {size * scale} {size * scale} 255\n"
        );
        for (var y = 0; y < size * scale; y++)
        {
            for (var x = 0; x < size * scale; x++)
            {
                var (column, row) = ((x / scale) - QrCode.QuietZone, (y / scale) - QrCode.QuietZone);
                var isInside = column >= 0 && row >= 0 && column < code.Modules && row < code.Modules;
                var isDark = isInside && ((code.Rows[(row * stride) + (column / 8)] >> (7 - (column % 8))) & 1) == 1;
                picture.Append(isDark ? "0 " : "255 ");
            }
            picture.Append('\n');
        }
        return picture.ToString();
    }
}
