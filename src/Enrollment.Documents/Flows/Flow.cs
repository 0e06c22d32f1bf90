using Enrollment.Documents.Certificates;
using Enrollment.Documents.Pdf;

namespace Enrollment.Documents.Flows;

/// <summary>
/// A document of as many A4 pages as it needs: blocks are put one below the other, and what doesn't fit goes on to the
/// next page. Lengths are in points.
/// </summary>
/// <param name="document">The document that the pages are added to.</param>
/// <param name="prepare">Draws what lies under the content of each page, as decoration.</param>
internal sealed class Flow(PdfDocument document, Action<PageContent> prepare)
{
    public const double Width = 595.28;
    public const double Height = 841.89;
    public const double Left = 56;
    public const double Right = Width - Left;
    public const double Column = Right - Left;

    private const double Top = Height - 74;
    private const double Bottom = 62;
    private const double Leading = 1.35;

    /// <summary>What a page holds.</summary>
    public const double Room = Top - Bottom;

    private readonly List<PageContent> pages = [];

    /// <summary>Where the next block begins, measured from the lower edge of the page.</summary>
    public double Y { get; private set; }

    public IReadOnlyList<PageContent> Pages => pages;

    public PageContent Page => pages.Count > 0 ? pages[^1] : AddPage();

    public StructureElement Structure => document.Structure;

    /// <summary>Goes on to the next page where less than so much room is left. True if it did.</summary>
    public bool Demand(double height)
    {
        if (pages.Count > 0 && Y - height >= Bottom)
        {
            return false;
        }
        AddPage();
        return true;
    }

    public void Skip(double height) => Y -= height;

    /// <summary>A paragraph or heading over the whole column; it may go on on the next page, line by line.</summary>
    /// <param name="text">Line breaks begin a paragraph of the same element.</param>
    /// <param name="style">Type and size.</param>
    /// <param name="type">P, H1, H2 ...</param>
    /// <param name="keep">Room that must be left below, for what belongs to a heading.</param>
    public void Write(string text, TextStyle style, string type = "P", double keep = 0)
    {
        var element = document.Structure.Add(new(type));
        var lines = style.Lines(text, Column);
        Demand(Math.Min(lines.Count, 2) * style.Size * Leading + keep);
        foreach (var line in lines)
        {
            Demand(style.Size * Leading);
            Y -= style.Size * Leading;
            Draw(element, line, style, Left, Y);
        }
    }

    /// <summary>Draws one line as content of an element, on the page that is being filled.</summary>
    public void Draw(StructureElement element, ShapedText line, TextStyle style, double x, double y)
    {
        Page.Begin(element);
        Page.Fill(style.Color);
        Page.Show(line, style.Size, x, y);
        Page.End();
    }

    /// <summary>A horizontal line, as decoration.</summary>
    public void Rule(double left, double right, double y, Color color, double thickness = 0.5)
    {
        Page.BeginArtifact();
        Page.Fill(color);
        Page.Rectangle(left, y, right, y + thickness);
        Page.End();
    }

    private PageContent AddPage()
    {
        // Of what was filled only the foot is left to draw.
        if (pages.Count > 0)
        {
            pages[^1].Pack();
        }
        var page = document.AddPage(Width, Height);
        pages.Add(page);
        prepare(page);
        Y = Top;
        return page;
    }
}

/// <summary>A style of type at a size in points.</summary>
internal sealed record TextStyle(Typeface Typeface, double Size, Color Color)
{
    /// <summary>Divides a text into lines that fit a column; line breaks in it are kept.</summary>
    public IReadOnlyList<ShapedText> Lines(string text, double width) =>
        [
            .. text.ReplaceLineEndings("\n")
                .Replace('\t', ' ')
                .Split('\n')
                .Where(part => part.Length > 0)
                .SelectMany(part => LineBreaker.Wrap(part, Typeface, Size, width)),
        ];

    public static TextStyle Ink(Typeface typeface, double size) => new(typeface, size, Palette.Ink);

    public static TextStyle Quiet(Typeface typeface, double size) => new(typeface, size, Palette.Quiet);
}
