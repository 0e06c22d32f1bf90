using Enrollment.Certificates;
using Enrollment.Documents.Certificates;
using Enrollment.Documents.Pdf;
using Enrollment.Pipeline;

namespace Enrollment.Documents.Designs;

/// <summary>
/// The lines to sign on, with names and positions below them: each is said in the languages of the sheet, and the lines go
/// up as far as that needs.
/// </summary>
internal sealed class DesignedSignatures
{
    private readonly CompiledDesign design;
    private readonly Typesetter set;
    private readonly StructureElement structure;
    private readonly double width;
    private readonly double gap;
    private readonly List<(Signatory Signatory, List<Row> Rows)> signatures;

    /// <param name="snapshot">Whose signatories they are.</param>
    /// <param name="design">The design of the sheet.</param>
    /// <param name="typefaces">Their type.</param>
    /// <param name="set">Shapes and draws them.</param>
    /// <param name="structure">What they become a part of.</param>
    /// <param name="floor">What they must stay above, in points from the lower edge of the sheet.</param>
    public DesignedSignatures(
        CertificateSnapshot snapshot,
        CompiledDesign design,
        CertificateTypefaces typefaces,
        Typesetter set,
        StructureElement structure,
        double floor
    )
    {
        (this.design, this.set, this.structure) = (design, set, structure);
        var small = SmallType.Of(snapshot.TemplateVersion);
        (width, gap) =
            snapshot.Signatories.Count == 3 ? (118.0, 16.0)
            // Larger labels of the register reach further towards the first of two.
            : small.IsEarly || design.Layout.IsPortrait ? (150.0, 22.0)
            : (140.0, 22.0);
        // A single one has the room of two for its texts.
        var isAlone = snapshot.Signatories.Count == 1 && !small.IsEarly;
        signatures = [.. snapshot.Signatories.Select(one => (one, Rows(one, typefaces, small, isAlone)))];
        var depth = signatures.Max(one => one.Rows[^1].Depth);
        Line = small.IsEarly ? design.Layout.SignatureLine : Math.Max(design.Layout.SignatureLine, floor + depth);
    }

    /// <summary>Height of the lines to sign on, in points from the lower edge of the sheet.</summary>
    public double Line { get; }

    public void Draw()
    {
        var left = Middle() - (((signatures.Count * width) + ((signatures.Count - 1) * gap)) / 2);
        foreach (var (signatory, rows) in signatures)
        {
            Draw(signatory, rows, left);
            left += width + gap;
        }
    }

    // Three signatures need all of the room between the register and the code, which isn't in the middle of the sheet.
    private double Middle()
    {
        var layout = design.Layout;
        if (layout.IsPortrait || signatures.Count < 3)
        {
            return layout.Middle;
        }
        var right = layout.Width - SheetLayout.Side - VerificationMark.Side - 22;
        var middle = (SheetLayout.Side + layout.RegisterWidth + 12 + right) / 2;
        return design.Tongues[0].IsRightToLeft ? layout.Width - middle : middle;
    }

    private void Draw(Signatory signatory, List<Row> rows, double left)
    {
        var x = left + (width / 2);
        if (design.Signatures.TryGetValue(signatory.Name, out var picture))
        {
            var scale = Math.Min(width * 0.9 / picture.Width, 40.0 / picture.Height);
            var (pictureWidth, pictureHeight) = (picture.Width * scale, picture.Height * scale);
            var figure = new StructureElement("Figure")
            {
                Alternative = design.Tongues[0].Fill("signatureOf", ("name", signatory.Name)),
                Box = (x - (pictureWidth / 2), Line, x + (pictureWidth / 2), Line + pictureHeight),
            };
            set.Page.Begin(structure.Add(figure));
            set.Page.Draw(picture, x - (pictureWidth / 2), Line + 0.6, pictureWidth, pictureHeight);
            set.Page.End();
        }
        Ornaments.SignatureLine(set.Page, left, left + width, Line);
        foreach (var row in rows)
        {
            set.Centered(row.Text, row.Color, x, Line - row.Baseline);
        }
    }

    private List<Row> Rows(Signatory signatory, CertificateTypefaces typefaces, SmallType small, bool isAlone)
    {
        var rows = new List<Row>();
        var room = isAlone ? 2 * width : width;
        var name = new Fitting(typefaces.Serif, room, 8.8, 7.2, small.Lines);
        var position = new Fitting(typefaces.Sans, room, 7.2, small.AtLeast(6.2), small.IsEarly ? 2 : 6);
        Add(signatory.Name, signatory.FurtherNames, name, Palette.Ink);
        Add(signatory.Position, signatory.FurtherPositions, position, Palette.Quiet);
        return rows;

        void Add(string text, IReadOnlyList<TextIn>? further, Fitting first, Color color)
        {
            var others = first with { Size = first.Size - 0.6 };
            foreach (var (i, spoken) in SpokenTexts.Of(new(text, null, null, further), design.Tongues).Index())
            {
                var fitted = SpokenTexts.Fit(spoken, i == 0 ? first : others, set);
                var baseline = rows is [.., var above]
                    ? above.Last + (fitted.Size * (i == 0 ? 1.4 : Typesetter.Leading))
                    : 3 + fitted.Size;
                rows.Add(new(fitted, color, baseline));
            }
        }
    }

    /// <summary>A text below the line: the first baseline is so many points below it.</summary>
    private sealed record Row(FittedText Text, Color Color, double Baseline)
    {
        public double Last => Baseline + ((Text.Lines.Count - 1) * Text.Size * Typesetter.Leading);

        /// <summary>How far it reaches, descenders included.</summary>
        public double Depth => Last + (Text.Size * 0.3);
    }
}
