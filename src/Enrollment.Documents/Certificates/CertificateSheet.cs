using System.Globalization;
using Enrollment.Certificates;
using Enrollment.Documents.Pdf;

namespace Enrollment.Documents.Certificates;

/// <summary>
/// Lays out one certificate: a stack of centered blocks from the emblem down to the facts of the course, and the foot
/// with register, signatures and QR code. Where long texts need more room than there is, all of the stack is set
/// smaller; what room is left over goes between the blocks.
/// </summary>
internal sealed class CertificateSheet(
    CertificateSnapshot snapshot,
    CertificateTypefaces typefaces,
    ShapedTextCache cache,
    PageContent page,
    StructureElement structure
)
{
    private const double Middle = Background.Width / 2;
    private const double Top = 502;
    private const double Bottom = 170;
    private const double Column = 648;

    private readonly Typesetter set = new(page, structure, cache);

    public void Draw()
    {
        if (snapshot.Specimen)
        {
            SpecimenMark.Draw(set, typefaces);
        }
        BlockStack.Draw(Stack, Top, Bottom);
        new CertificateFoot(snapshot, typefaces, set, structure).Draw();
    }

    private List<Block> Stack(double scale)
    {
        var blocks = new List<Block>(12);
        AddCenter(blocks, scale);
        AddHeading(blocks, scale);
        blocks.Add(Phrase("This is to certify that", scale, 1.2));
        AddNames(blocks, scale);
        blocks.Add(Phrase("has completed the course", scale, 1.3));
        AddCourse(blocks, scale);
        blocks.Add(Award(scale));
        blocks.Add(new(24, 1.7, top => new CourseFacts(snapshot, typefaces, set).Draw(Middle, top)));
        return blocks;
    }

    private void AddCenter(List<Block> blocks, double scale)
    {
        blocks.Add(
            Text(snapshot.CenterName, new(typefaces.Serif, Column, 13.5 * scale, 11 * scale, 2), Palette.Ink, 0.3)
        );
        string?[] parts = [snapshot.CenterNameLocal, snapshot.City];
        var below = string.Join("  ·  ", parts.Where(part => !string.IsNullOrWhiteSpace(part)));
        if (below.Length > 0)
        {
            blocks.Add(Text(below, new(typefaces.Sans, Column, 8.8 * scale, 7.5 * scale, 2), Palette.Quiet, 0.15));
        }
    }

    private void AddHeading(List<Block> blocks, double scale)
    {
        var heading = set.Shared("Certificate", new(typefaces.Serif, Column, 40 * scale, 20));
        blocks.Add(
            new(
                heading.Size * 1.12,
                1.3,
                top => set.Centered(heading, Palette.Teal, Middle, top - heading.Size, "H1", 2.2 * scale)
            )
        );
        var size = 8.8 * scale;
        // Two languages, two paragraphs: a screen reader changes its voice between them.
        var kazakh = set.Shared("Курсты аяқтағаны туралы сертификат", new(typefaces.Sans, Column, size, 5));
        var russian = set.Shared("Сертификат об окончании курса", new(typefaces.Sans, Column, size, 5));
        const double gap = 26;
        var left = Middle - ((kazakh.Width + gap + russian.Width) / 2);
        blocks.Add(
            new(
                size * 1.3,
                0.25,
                top =>
                {
                    set.Centered(kazakh, Palette.Quiet, left + (kazakh.Width / 2), top - size);
                    Ornaments.Diamond(page, left + kazakh.Width + (gap / 2), top - (size * 0.64), 2);
                    set.Centered(russian, Palette.Quiet, left + kazakh.Width + gap + (russian.Width / 2), top - size);
                }
            )
        );
    }

    private void AddNames(List<Block> blocks, double scale)
    {
        var name = FittedText.Fit(snapshot.Names[0].Text, new(typefaces.Serif, Column, 34 * scale, 24 * scale, 2));
        blocks.Add(Text(name, Palette.Ink, 0.6));
        blocks.Add(new(3, 0.3, top => Ornaments.Rule(page, Middle, top - 1.5, 300)));
        var others = snapshot.Names.Skip(1).Select(other => Spelling(other.Text, scale)).ToArray();
        const double gap = 30;
        if (others.Length == 2 && others.All(other => other.Lines.Count == 1))
        {
            var width = others[0].Width + gap + others[1].Width;
            if (width <= Column)
            {
                blocks.Add(Pair(others[0], others[1], gap, width));
                return;
            }
        }
        blocks.AddRange(others.Select((other, i) => Text(other, Palette.Quiet, i == 0 ? 0.4 : 0.1)));
    }

    private FittedText Spelling(string text, double scale) =>
        FittedText.Fit(text, new(typefaces.Serif, Column, 13.5 * scale, 10 * scale, 2));

    private Block Pair(FittedText first, FittedText second, double gap, double width)
    {
        var size = Math.Max(first.Size, second.Size);
        var left = Middle - (width / 2);
        return new(
            size * Typesetter.Leading,
            0.4,
            top =>
            {
                set.Centered(first, Palette.Quiet, left + (first.Width / 2), top - size);
                Ornaments.Diamond(page, left + first.Width + (gap / 2), top - (size * 0.68), 2.2);
                set.Centered(second, Palette.Quiet, left + first.Width + gap + (second.Width / 2), top - size);
            }
        );
    }

    private void AddCourse(List<Block> blocks, double scale)
    {
        var title = new Fitting(typefaces.Serif, Column, 19 * scale, 15 * scale, 3);
        blocks.Add(Text(snapshot.CourseTitle, title, Palette.Teal, 0.6));
        if (!string.IsNullOrWhiteSpace(snapshot.CourseTitleLocal))
        {
            var local = new Fitting(typefaces.Serif, Column, 11.5 * scale, 9.5 * scale, 2);
            blocks.Add(Text(snapshot.CourseTitleLocal, local, Palette.Quiet, 0.2));
        }
    }

    private Block Award(double scale)
    {
        var (phrase, word) = (11.5 * scale, 14 * scale);
        var pieces = new List<(ShapedText, double, Color)>
        {
            (set.Line("and was awarded a ", typefaces.Italic), phrase, Palette.Quiet),
            (set.Line(snapshot.Award, typefaces.Serif), word, Palette.Ink),
        };
        if (snapshot.Mark is { } mark)
        {
            pieces.Add((set.Line(" with a mark of ", typefaces.Italic), phrase, Palette.Quiet));
            var figure = mark.ToString("0.##", CultureInfo.InvariantCulture);
            pieces.Add((set.Line(figure, typefaces.Serif), word, Palette.Ink));
            pieces.Add((set.Line(" out of 100", typefaces.Italic), phrase, Palette.Quiet));
        }
        return new(word * Typesetter.Leading, 1.2, top => set.Centered(pieces, Middle, top - word));
    }

    private Block Phrase(string text, double scale, double room) =>
        Text(text, new(typefaces.Italic, Column, 11.5 * scale, 6), Palette.Quiet, room);

    private Block Text(string text, Fitting fitting, Color color, double room) =>
        Text(set.Shared(text, fitting), color, room);

    private Block Text(FittedText text, Color color, double room) =>
        new(
            (text.Lines.Count * text.Size * Typesetter.Leading) + (text.Size * Depth(text)),
            room,
            top => set.Centered(text, color, Middle, top - text.Size)
        );

    // Arabic letters reach further below the baseline than the leading allows for; most of that depth is kept free.
    private static double Depth(FittedText text) =>
        text.Lines[^1].Runs.Select(run => Math.Max(0, -run.Face.Descent - 300) * 0.6 / 1000).DefaultIfEmpty().Max();
}
