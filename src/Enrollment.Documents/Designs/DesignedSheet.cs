using Enrollment.Certificates;
using Enrollment.Documents.Certificates;
using Enrollment.Documents.Pdf;

namespace Enrollment.Documents.Designs;

/// <summary>
/// Lays out one certificate by a design: what is said is said in the principal language, and smaller below it in the
/// others; names and titles stand as they are.
/// </summary>
internal sealed class DesignedSheet(
    CertificateSnapshot snapshot,
    CompiledDesign design,
    CertificateTypefaces typefaces,
    Typesetter set,
    StructureElement structure
)
{
    private readonly SheetLayout layout = design.Layout;
    private readonly DesignColors colors = design.Colors;
    private readonly Tongue principal = design.Tongues[0];
    private SmallType small = SmallType.Of(snapshot.TemplateVersion);

    public void Draw()
    {
        if (snapshot.Specimen)
        {
            SpecimenMark.Draw(set, typefaces, layout.IsPortrait ? BesideCode() : null);
        }
        var foot = new DesignedFoot(snapshot, design, typefaces, set, structure);
        var signatures = new DesignedSignatures(snapshot, design, typefaces, set, structure, foot.Top);
        BlockStack.Draw(Stack, layout.Top, layout.Bottom + signatures.Line - layout.SignatureLine, small.LeastScale);
        foot.Draw(signatures);
    }

    // The code lies on white, which would cover what goes on below it.
    private (double Left, double Right) BesideCode()
    {
        var taken = SheetLayout.Side + VerificationMark.Side + 12;
        return principal.IsRightToLeft
            ? (taken, layout.Width - Background.Frame - 6)
            : (Background.Frame + 6, layout.Width - taken);
    }

    private List<Block> Stack(double scale)
    {
        small = SmallType.Of(snapshot.TemplateVersion).At(scale);
        var blocks = new List<Block>(20);
        AddMark(blocks, scale);
        AddCenter(blocks, scale);
        AddHeading(blocks, scale);
        AddPhrase(blocks, "certify", scale, 1.2);
        AddNames(blocks, scale);
        AddPhrase(blocks, "completed", scale, 1.2);
        AddCourse(blocks, scale);
        AddResult(blocks, scale);
        blocks.Add(Facts());
        return blocks;
    }

    // The logo or, where the border has none, the emblem.
    private void AddMark(List<Block> blocks, double scale)
    {
        if (design.Emblem is { } emblem)
        {
            var radius = Emblem.Radius * 0.8 * scale;
            blocks.Add(
                new(
                    2 * radius,
                    0.2,
                    top =>
                    {
                        set.Page.BeginArtifact();
                        set.Page.Draw(emblem, layout.Middle, top - radius, 0.8 * scale, 0.8 * scale);
                        set.Page.End();
                    }
                )
            );
        }
        if (design.Logo is not { } logo)
        {
            return;
        }
        var size = Math.Min(170 * scale / logo.Width, 56 * scale / logo.Height);
        var (width, height) = (logo.Width * size, logo.Height * size);
        blocks.Add(
            new(
                height,
                0.2,
                top =>
                {
                    var left = layout.Middle - (width / 2);
                    var figure = new StructureElement("Figure")
                    {
                        Alternative = principal.Fill("logo", ("center", snapshot.CenterName)),
                        Box = (left, top - height, left + width, top),
                    };
                    set.Page.Begin(structure.Add(figure));
                    set.Page.Draw(logo.Form, left, top - height, size, size);
                    set.Page.End();
                }
            )
        );
    }

    private void AddCenter(List<Block> blocks, double scale)
    {
        var names = SpokenTexts.Of(snapshot.Center, design.Tongues);
        var name = Small(typefaces.Serif, 13.5 * scale, 11 * scale);
        blocks.Add(Text(SpokenTexts.Fit(names[0], name, set), Palette.Ink, 0.4));
        var others = names.Skip(1).ToList();
        if (!string.IsNullOrWhiteSpace(snapshot.City))
        {
            // Beside the last name rather than on a line of its own.
            var (text, language) = others.Count == 0 ? ("", null) : others[^1];
            others =
            [
                .. others.SkipLast(1),
                (text.Length == 0 ? snapshot.City : $"{text}  ·  {snapshot.City}", language),
            ];
        }
        AddRow(blocks, Fitted(others, Small(typefaces.Sans, 8.8 * scale, 7.5 * scale)), 0.15);
    }

    private void AddHeading(List<Block> blocks, double scale)
    {
        var heading = principal.Fit(
            principal["heading"],
            new(typefaces.Serif, layout.Column, 38 * scale, 20 * scale, 2),
            set
        );
        blocks.Add(
            new(
                HeightOf(heading),
                1.1,
                top =>
                    set.Centered(
                        heading,
                        colors.Main,
                        layout.Middle,
                        top - heading.Size,
                        "H1",
                        principal.IsRightToLeft ? 0 : 1.6 * scale
                    )
            )
        );
        AddRow(blocks, Others(tongue => tongue["heading"], 9.4 * scale), 0.2);
    }

    private void AddPhrase(List<Block> blocks, string key, double scale, double room)
    {
        var fitting = Small(typefaces.Italic, 11.5 * scale, 8 * scale);
        blocks.Add(Text(principal.Fit(principal[key], fitting, set), Palette.Quiet, room));
        AddRow(blocks, Others(tongue => tongue[key], 7.8 * scale), 0.1);
    }

    private void AddNames(List<Block> blocks, double scale)
    {
        var fitting = new Fitting(typefaces.Serif, layout.Column, 33 * scale, 23 * scale, 2);
        blocks.Add(Text(FittedText.Fit(snapshot.Names[0].Text, fitting), Palette.Ink, 0.6));
        blocks.Add(
            new(3, 0.3, top => Ornaments.Rule(set.Page, layout.Middle, top - 1.5, layout.Column * 0.46, colors.Accent))
        );
        var spelling = Small(typefaces.Serif, 13 * scale, 9.6 * scale);
        AddRow(blocks, [.. snapshot.Names.Skip(1).Select(other => FittedText.Fit(other.Text, spelling))], 0.35);
    }

    private void AddCourse(List<Block> blocks, double scale)
    {
        var titles = SpokenTexts.Of(snapshot.Course, design.Tongues);
        var title = Small(typefaces.Serif, 19 * scale, 15 * scale) with { Lines = 3 };
        blocks.Add(Text(SpokenTexts.Fit(titles[0], title, set), colors.Main, 0.6));
        AddRow(blocks, Fitted(titles.Skip(1), Small(typefaces.Serif, 11.5 * scale, 9.5 * scale)), 0.2);
    }

    private List<FittedText> Fitted(IEnumerable<(string, string?)> spoken, Fitting fitting) =>
        [.. spoken.Select(one => SpokenTexts.Fit(one, fitting, set))];

    // Type that shrinks for want of room, but never below what can be read.
    private Fitting Small(Typeface typeface, double size, double shrinkTo) =>
        new(typeface, layout.Column, small.AtLeast(size), small.AtLeast(shrinkTo), small.Lines);

    private void AddResult(List<Block> blocks, double scale)
    {
        var fitting = Small(typefaces.Serif, 12.5 * scale, 9 * scale) with { Lines = 1 };
        blocks.Add(Text(principal.Fit(Result(principal), fitting, set), Palette.Ink, 1));
        AddRow(blocks, Others(Result, 7.8 * scale), 0.1);
    }

    private string Result(Tongue tongue) =>
        snapshot.Mark is { } mark
            ? tongue.Fill("resultMark", ("award", tongue[snapshot.Award]), ("mark", tongue.Number(mark)))
            : tongue.Fill("result", ("award", tongue[snapshot.Award]));

    private Block Facts()
    {
        var facts = new DesignedFacts(snapshot, design, typefaces, set);
        return new(facts.Height, 1.5, facts.Draw);
    }

    // What reads the same in two languages is said once.
    private List<FittedText> Others(Func<Tongue, string> text, double size) =>
        [
            .. design
                .Tongues.DistinctBy(text)
                .Skip(1)
                .Select(tongue => tongue.Fit(text(tongue), Small(typefaces.Sans, size, size * 0.8), set)),
        ];

    // Side by side with a diamond between them if they fit, else one below the other.
    private void AddRow(List<Block> blocks, List<FittedText> texts, double room)
    {
        const double gap = 26;
        var width = texts.Sum(text => text.Width) + (gap * (texts.Count - 1));
        if (texts.Count < 2 || width > layout.Column || texts.Any(text => text.Lines.Count > 1))
        {
            blocks.AddRange(texts.Select((text, i) => Text(text, Palette.Quiet, i == 0 ? room : 0.05)));
            return;
        }
        var size = texts.Max(text => text.Size);
        blocks.Add(
            new(
                size * Typesetter.Leading,
                room,
                top =>
                {
                    var left = layout.Middle - (width / 2);
                    foreach (var (i, text) in texts.Index())
                    {
                        if (i > 0)
                        {
                            Ornaments.Diamond(set.Page, left - (gap / 2), top - (size * 0.66), 2, colors.Accent);
                        }
                        set.Centered(text, Palette.Quiet, left + (text.Width / 2), top - size);
                        left += text.Width + gap;
                    }
                }
            )
        );
    }

    private Block Text(FittedText text, Color color, double room) =>
        new(HeightOf(text), room, top => set.Centered(text, color, layout.Middle, top - text.Size));

    // Arabic letters reach further below the baseline than the leading allows for; most of that depth is kept free.
    private static double HeightOf(FittedText text) =>
        (text.Lines.Count * text.Size * Typesetter.Leading)
        + (
            text.Size
            * text.Lines[^1]
                .Runs.Select(run => Math.Max(0, -run.Face.Descent - 300) * 0.6 / 1000)
                .DefaultIfEmpty()
                .Max()
        );
}
