using System.Buffers.Binary;
using System.Text;
using Enrollment.Documents.Pdf;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Documents;

[OnlyOn(DatabaseEngine.Sqlite)]
public class PdfWriterTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(12, "12")]
    [InlineData(0.5, "0.5")]
    [InlineData(-0.25, "-0.25")]
    [InlineData(1.2345, "1.235")]
    [InlineData(841.89, "841.89")]
    [InlineData(-0.0001, "0")]
    [InlineData(3.007, "3.007")]
    public void Numbers_have_at_most_three_decimals_and_no_exponent(double value, string written) =>
        Encoding.ASCII.GetString(new ByteWriter().Number(value).Written).ShouldBe(written);

    [Fact]
    public void The_color_profile_gives_the_published_values_of_sRGB()
    {
        var profile = SrgbProfile.Create();
        BinaryPrimitives.ReadInt32BigEndian(profile).ShouldBe(profile.Length);
        Encoding.ASCII.GetString(profile, 36, 4).ShouldBe("acsp");
        // D50-adapted primaries as they stand in the sRGB profiles in use, to the fourth decimal.
        Tag(profile, "rXYZ").ShouldBe([0.4360, 0.2225, 0.0139], 0.0006);
        Tag(profile, "gXYZ").ShouldBe([0.3851, 0.7169, 0.0971], 0.0006);
        Tag(profile, "bXYZ").ShouldBe([0.1431, 0.0606, 0.7141], 0.0006);
    }

    private static double[] Tag(byte[] profile, string signature)
    {
        var count = BinaryPrimitives.ReadInt32BigEndian(profile.AsSpan(128));
        for (var i = 0; i < count; i++)
        {
            var entry = profile.AsSpan(132 + (12 * i), 12);
            if (Encoding.ASCII.GetString(entry[..4]) == signature)
            {
                var at = BinaryPrimitives.ReadInt32BigEndian(entry[4..]);
                return
                [
                    .. Enumerable
                        .Range(0, 3)
                        .Select(k => BinaryPrimitives.ReadInt32BigEndian(profile.AsSpan(at + 8 + (4 * k))) / 65536.0),
                ];
            }
        }
        throw new InvalidOperationException($"The profile has no tag {signature}.");
    }
}
