namespace Enrollment.Documents.Pdf;

/// <summary>
/// The content of one page (ISO 32000-2, 7.8.2), in points from the lower left corner. Everything on it is either part
/// of the structure tree (<see cref="Begin"/>) or declared to be decoration (<see cref="BeginArtifact"/>).
/// </summary>
internal sealed class PageContent(PdfDocument document, int number, double width, double height)
{
    private readonly List<PageAnnotation> annotations = [];
    private readonly List<byte[]> packed = [];
    private StructureElement? current;

    public double Width => width;
    public double Height => height;

    internal int Id { get; set; }
    internal int MarkedContents { get; private set; }
    internal IReadOnlyList<PageAnnotation> Annotations => annotations;

    /// <summary>The operators written so far; drawing code may append path and color operators of its own.</summary>
    internal ByteWriter Operators { get; } = new(8192);

    /// <summary>Compresses what was written so far. For a page that little follows on, where there may be a thousand.</summary>
    public void Pack()
    {
        packed.Add(Flate.Compress(Operators.Written));
        Operators.Release();
    }

    /// <summary>All of it, in compressed pieces that are read as one. Nothing is added from here on.</summary>
    internal IReadOnlyList<byte[]> Finish()
    {
        Pack();
        return packed;
    }

    /// <summary>Opens a stretch of content that belongs to an element.</summary>
    public void Begin(StructureElement element)
    {
        Operators.Ascii("/").Ascii(element.Type).Ascii("<</MCID ").Integer(MarkedContents).Ascii(">>BDC\n");
        element.AddContent(number, MarkedContents);
        current = element;
        MarkedContents++;
    }

    /// <summary>Opens a stretch of decoration, which readers pass over.</summary>
    public void BeginArtifact() => Operators.Ascii("/Artifact BMC\n");

    /// <summary>Closes what was opened last.</summary>
    public void End()
    {
        Operators.Ascii("EMC\n");
        current = null;
    }

    /// <summary>The color of everything filled from here on, text included.</summary>
    public void Fill(Color color) =>
        Operators.Numbers(color.Red / 255.0, color.Green / 255.0, color.Blue / 255.0).Ascii("rg\n");

    public void Rectangle(double left, double bottom, double right, double top) =>
        Operators.Numbers(left, bottom, right - left, top - bottom).Ascii("re f\n");

    /// <summary>
    /// Sets one line centered on a point and turned about it, counterclockwise, in degrees. Belongs to whatever is open.
    /// </summary>
    public void ShowTurned(ShapedText text, double size, double x, double y, double degrees)
    {
        var (sine, cosine) = Math.SinCos(degrees * Math.PI / 180);
        Operators.Ascii("q ").Numbers(cosine, sine, -sine, cosine, x, y).Ascii("cm\n");
        Show(text, size, -text.WidthAt(size) / 2, -size * 0.35);
        Operators.Ascii("Q\n");
    }

    /// <summary>Draws a prepared form with its origin at the page's.</summary>
    public void Draw(StaticForm form) => Operators.Ascii("/").Ascii(document.NameOf(form)).Ascii(" Do\n");

    /// <summary>Draws a shared drawing moved to a point and scaled; an image is one unit wide and high.</summary>
    public void Draw(IStaticDrawing drawing, double x, double y, double scaleX, double scaleY)
    {
        Operators.Ascii("q ").Numbers(scaleX, 0, 0, scaleY, x, y).Ascii("cm /").Ascii(document.NameOf(drawing));
        Operators.Ascii(" Do Q\n");
    }

    /// <summary>
    /// Paints the set bits of a mask in the fill color. <paramref name="rows"/> are packed from the top, most significant
    /// bit first, each row padded to a whole byte; a set bit is painted.
    /// </summary>
    public void DrawMask(ReadOnlySpan<byte> rows, int columns, double left, double bottom, double side)
    {
        var name = document.AddMask(rows, columns);
        Operators.Ascii("q ").Numbers(side, 0, 0, side, left, bottom).Ascii("cm /").Ascii(name).Ascii(" Do Q\n");
    }

    /// <summary>The language of a run where it isn't the document's.</summary>
    public string? Foreign(string? language) => document.Foreign(language);

    /// <summary>Makes an area open an address; the element is the Link that the annotation belongs to.</summary>
    public void Link(StructureElement element, PageLink link) => Add(element, link);

    /// <summary>Gives the page a field to sign; the element is the Form that it belongs to.</summary>
    public void Sign(StructureElement element, SignatureField field) => Add(element, field);

    /// <summary>
    /// Sets one line with its left end at <paramref name="x"/> on the baseline <paramref name="y"/>.
    /// <paramref name="spacing"/> is added after each glyph, in points.
    /// </summary>
    public void Show(ShapedText text, double size, double x, double y, double spacing = 0)
    {
        Operators.Ascii("BT\n");
        if (spacing != 0)
        {
            Operators.Number(spacing).Ascii(" Tc\n");
        }
        Operators.Numbers(x, y).Ascii("Td\n");
        foreach (var run in text.Runs)
        {
            var language = Foreign(run.Language);
            var isForeign = language is not null && language != current?.Language;
            if (isForeign)
            {
                Operators.Ascii("/Span<</Lang(").Ascii(language!).Ascii(")>>BDC\n");
            }
            var font = document.FontOf(run.Face);
            Operators.Ascii("/").Ascii(font.ResourceName).Ascii(" ").Number(size).Ascii(" Tf\n");
            new GlyphWriter(Operators, font, size).Write(text.Text, run.Glyphs);
            if (isForeign)
            {
                Operators.Ascii("EMC\n");
            }
        }
        if (spacing != 0)
        {
            Operators.Ascii("0 Tc\n");
        }
        Operators.Ascii("ET\n");
    }

    private void Add(StructureElement element, PageAnnotation annotation)
    {
        annotations.Add(annotation);
        element.AddAnnotation(number, annotation);
    }
}
