using System.Text;
using Enrollment.Credentials.Baking;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Credentials;

[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class BakingTests
{
    const string Json = """{"name":"]]> \"数控\" <&>"}""";

    [Fact]
    public void A_picture_baked_twice_holds_the_second_credential_only()
    {
        PngBadge.Extract(PngBadge.Bake(PngBadge.Bake(Pictures.Png, "a.b.c"), Json)).ShouldBe(Json);
        var svg = BadgePicture.Draw("CNC", null);
        SvgBadge.Extract(SvgBadge.Bake(SvgBadge.Bake(svg, Json), "a.b.c")).ShouldBe("a.b.c");
        SvgBadge.Extract(SvgBadge.Bake(SvgBadge.Bake(svg, "a.b.c"), Json)).ShouldBe(Json);
    }

    [Fact]
    public void Baking_leaves_the_rest_of_the_picture_as_it_was()
    {
        var baked = PngBadge.Bake(Pictures.Png, Json);
        var data = (byte[])
            [.. Encoding.Latin1.GetBytes("openbadgecredential\0"), 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(Json)];
        var chunk = Pictures.Chunk("iTXt", data);
        baked.Length.ShouldBe(Pictures.Png.Length + chunk.Length);
        baked[33..(33 + chunk.Length)].ShouldBe(chunk);
        ((byte[])[.. baked[..33], .. baked[(33 + chunk.Length)..]]).ShouldBe(Pictures.Png);
    }

    [Fact]
    public void A_picture_without_a_credential_has_none()
    {
        PngBadge.Extract(Pictures.Png).ShouldBeNull();
        SvgBadge.Extract(BadgePicture.Draw("CNC", 8)).ShouldBeNull();
    }

    [Fact]
    public void A_damaged_or_foreign_file_is_refused()
    {
        Should.Throw<FormatException>(() => PngBadge.Bake("GIF89a"u8, Json)).Message.ShouldContain("no PNG");
        Should
            .Throw<FormatException>(() => PngBadge.Bake(Pictures.Png.AsSpan(..^1), Json))
            .Message.ShouldContain("ends");
        byte[] changed = [.. Pictures.Png];
        changed[20] ^= 1;
        Should.Throw<FormatException>(() => PngBadge.Extract(changed)).Message.ShouldContain("IHDR");
        Should.Throw<FormatException>(() => SvgBadge.Bake("<html/>", Json));
        Should.Throw<FormatException>(() => SvgBadge.Bake("<svg", Json));
        Should.Throw<FormatException>(() =>
            SvgBadge.Bake("""<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>""", Json)
        );
    }

    [Fact]
    public void Two_credentials_in_one_picture_are_refused()
    {
        var baked = PngBadge.Bake(Pictures.Png, Json);
        var length = baked.Length - Pictures.Png.Length;
        byte[] twice = [.. baked[..(33 + length)], .. baked[33..]];
        Should.Throw<FormatException>(() => PngBadge.Extract(twice));
        PngBadge.Extract(PngBadge.Bake(twice, "a.b.c")).ShouldBe("a.b.c");
    }

    [Fact]
    public void The_picture_of_a_badge_shows_its_level_and_names_the_course()
    {
        var picture = BadgePicture.Draw("<\"CNC\" & 'more'>", 5);
        picture.Split("r=\"4.2\"").Length.ShouldBe(6);
        picture.ShouldContain("&lt;&quot;CNC&quot; &amp; &apos;more&apos;&gt;");
        BadgePicture.Draw("<\"CNC\" & 'more'>", 5).ShouldBe(picture);
        Should.Throw<ArgumentOutOfRangeException>(() => BadgePicture.Draw("CNC", 9));
    }
}
