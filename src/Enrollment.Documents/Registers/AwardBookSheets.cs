using System.Globalization;
using Enrollment.Certificates;
using Enrollment.Documents.Certificates;
using Enrollment.Documents.Flows;
using Enrollment.Documents.Pdf;

namespace Enrollment.Documents.Registers;

/// <summary>Lays a book of awards out on as many pages as it needs.</summary>
internal sealed class AwardBookSheets(
    AwardBook book,
    string center,
    SheetWords words,
    CertificateTypefaces typefaces,
    PdfDocument document
)
{
    private readonly AwardBookWords terms = new(words);
    private readonly TextStyle body = TextStyle.Ink(typefaces.Sans, 7.6);
    private readonly TextStyle quiet = TextStyle.Quiet(typefaces.Sans, 7.6);

    public void Draw()
    {
        var flow = new Flow(document, Prepare);
        WriteTop(flow);
        foreach (var year in book.Years)
        {
            WriteYear(flow, year);
        }
        for (var page = 0; page < flow.Pages.Count; page++)
        {
            DrawFoot(flow.Pages[page], page + 1, flow.Pages.Count);
        }
    }

    private void WriteTop(Flow flow)
    {
        var below = TextStyle.Quiet(typefaces.Sans, 9);
        flow.Write(words["title"], TextStyle.Ink(typefaces.Serif, 20), "H1");
        flow.Write(center, TextStyle.Ink(typefaces.Sans, 10));
        var others = new[] { book.Center.Text, book.Center.Local ?? "" }.Select(name =>
            LegibleText.Of(name, typefaces.Sans)
        );
        foreach (var other in others.Where(name => name.Length > 0 && name != center))
        {
            flow.Write(other, below);
        }
        flow.Write(words.Fill("stood", ("day", words.Date(book.MadeOn))), below);
        if (Period() is { } period)
        {
            flow.Write(period, below);
        }
        if (book.Years.Count == 0)
        {
            flow.Skip(12);
            flow.Write(words["empty"], body);
        }
    }

    private string? Period() =>
        (book.From, book.To) switch
        {
            ({ } from, { } to) => words.Fill("between", ("from", words.Date(from)), ("to", words.Date(to))),
            ({ } from, null) => words.Fill("since", ("from", words.Date(from))),
            (null, { } to) => words.Fill("until", ("to", words.Date(to))),
            _ => null,
        };

    private void WriteYear(Flow flow, AwardBookYear year)
    {
        flow.Skip(16);
        flow.Write(
            year.Year.ToString(CultureInfo.InvariantCulture),
            new(typefaces.Serif, 13, Palette.Teal),
            "H2",
            keep: 70
        );
        flow.Write(Counts(year.Entries), quiet);
        flow.Skip(5);
        var table = new Table(
            flow,
            [
                new(words["heading.number"], 19),
                new(words["heading.holder"], 24),
                new(words["heading.course"], 21),
                new(words["heading.award"], 12),
                new(words["heading.minutes"], 13),
                new(words["heading.state"], 15),
            ],
            quiet,
            body
        );
        table.Write(year.Entries.Select(Row));
    }

    private string Counts(IReadOnlyList<BookEntry> entries)
    {
        var counts = entries.CountBy(entry => entry.On(book.MadeOn)).ToDictionary();
        return words.Fill(
            "counts",
            [
                ("count", words.Number(entries.Count)),
                .. Enum.GetValues<BookState>()
                    .Select(state => (state.ToString(), words.Number(counts.GetValueOrDefault(state)))),
            ]
        );
    }

    private string[] Row(BookEntry entry)
    {
        var mark = entry.Mark is { } given ? $", {words.Number(given)}" : "";
        var ended = entry.EndedBy(book.MadeOn, book.TimeZone) is { } day ? $"\n{words.Day(day)}" : "";
        var replaces = entry.Replaces is { } former ? $"\n{words.Fill("replaces", ("serial", former))}" : "";
        return
        [
            $"{entry.Serial}\n{words.Day(entry.IssuedOn)}{replaces}",
            string.Join('\n', entry.Names),
            $"{entry.CourseCode}\n{LegibleText.Of(entry.CourseTitle, typefaces.Sans)}",
            terms.Award(entry.Award) + mark,
            $"{entry.MinutesNumber}\n{words.Day(entry.AwardedOn)}",
            terms.State(entry.On(book.MadeOn)) + ended,
        ];
    }

    private void Prepare(PageContent page)
    {
        page.BeginArtifact();
        page.Fill(Palette.Teal);
        page.Rectangle(Flow.Left, Flow.Height - 53, Flow.Right, Flow.Height - 52.2);
        page.Fill(quiet.Color);
        var text = FittedText.Fit($"{words["title"]}  ·  {center}", new(quiet.Typeface, Flow.Column, quiet.Size, 4));
        page.Show(text.Lines[0], text.Size, Flow.Left, Flow.Height - 46);
        page.End();
    }

    private void DrawFoot(PageContent page, int number, int count)
    {
        var left = TextShaper.Shape(words.Date(book.MadeOn), quiet.Typeface);
        var right = TextShaper.Shape(
            words.Fill("page", ("page", words.Number(number)), ("pages", words.Number(count))),
            quiet.Typeface
        );
        page.BeginArtifact();
        page.Fill(quiet.Color);
        page.Show(left, quiet.Size, Flow.Left, 36);
        page.Show(right, quiet.Size, Flow.Right - right.WidthAt(quiet.Size), 36);
        page.End();
    }
}
