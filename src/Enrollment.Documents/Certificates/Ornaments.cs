using Enrollment.Documents.Pdf;

namespace Enrollment.Documents.Certificates;

/// <summary>Small decorations between texts, gold where no color is given; readers pass over them.</summary>
internal static class Ornaments
{
    /// <summary>A diamond about a point; the radius is in points.</summary>
    public static void Diamond(PageContent page, double x, double y, double radius, Color? color = null)
    {
        page.BeginArtifact();
        page.Fill(color ?? Palette.Gold);
        AppendDiamond(page.Operators, x, y, radius);
        page.End();
    }

    /// <summary>A fine horizontal line with a diamond in its middle.</summary>
    public static void Rule(PageContent page, double x, double y, double length, Color? color = null)
    {
        page.BeginArtifact();
        page.Operators.Stroke(color ?? Palette.Gold, 0.5);
        Segment(page.Operators, x - (length / 2), x - 7, y);
        Segment(page.Operators, x + 7, x + (length / 2), y);
        page.Fill(color ?? Palette.Gold);
        AppendDiamond(page.Operators, x, y, 2.4);
        page.End();
    }

    /// <summary>A fine vertical line.</summary>
    public static void Divider(PageContent page, double x, double bottom, double top, Color? color = null)
    {
        page.BeginArtifact();
        page.Operators.Stroke(color ?? Palette.PaleGold, 0.6);
        page.Operators.Numbers(x, bottom).Ascii("m ").Numbers(x, top).Ascii("l S\n");
        page.End();
    }

    /// <summary>The line to sign on.</summary>
    public static void SignatureLine(PageContent page, double left, double right, double y)
    {
        page.BeginArtifact();
        page.Operators.Stroke(Palette.Ink, 0.5);
        Segment(page.Operators, left, right, y);
        page.End();
    }

    private static void Segment(ByteWriter output, double left, double right, double y) =>
        output.Numbers(left, y).Ascii("m ").Numbers(right, y).Ascii("l S\n");

    private static void AppendDiamond(ByteWriter output, double x, double y, double radius)
    {
        CurvePath.Polygon(output, (x - radius, y), (x, y + radius), (x + radius, y), (x, y - radius));
        output.Ascii("f\n");
    }
}
