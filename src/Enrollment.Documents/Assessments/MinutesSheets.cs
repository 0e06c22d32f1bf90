using System.Globalization;
using System.Text.RegularExpressions;
using Enrollment.Assessments;
using Enrollment.Documents.Certificates;
using Enrollment.Documents.Flows;
using Enrollment.Documents.Pdf;

namespace Enrollment.Documents.Assessments;

/// <summary>
/// Lays out minutes on as many pages as they need: who met and why, the decisions with what was computed, the departures
/// with their reasons, and room for signatures.
/// </summary>
internal sealed partial class MinutesSheets(
    MinutesSnapshot minutes,
    SheetWords words,
    CertificateTypefaces typefaces,
    PdfDocument document
)
{
    private static readonly Color DraftGray = new(0xE9, 0xE6, 0xE1);

    private readonly TextStyle body = TextStyle.Ink(typefaces.Sans, 9.2);
    private readonly TextStyle small = TextStyle.Ink(typefaces.Sans, 8.4);
    private readonly TextStyle quiet = TextStyle.Quiet(typefaces.Sans, 8.4);
    private readonly TextStyle running = TextStyle.Quiet(typefaces.Sans, 7.6);
    private readonly TextStyle heading = TextStyle.Ink(typefaces.Serif, 12.5);

    public void Draw()
    {
        var flow = new Flow(document, Prepare);
        WriteTop(flow);
        WritePresent(flow);
        WriteCohorts(flow);
        if (minutes.Remarks is { Length: > 0 } remarks)
        {
            WriteHeading(flow, words["remarks"]);
            flow.Write(remarks, body);
        }
        WriteDecisions(flow);
        WriteDepartures(flow);
        WriteSignatures(flow);
        for (var page = 0; page < flow.Pages.Count; page++)
        {
            DrawFoot(flow.Pages[page], page + 1, flow.Pages.Count);
        }
    }

    // What every page has: the running head and, until the minutes are sealed, the word across the sheet.
    private void Prepare(PageContent page)
    {
        page.BeginArtifact();
        if (minutes.SealedAt is null)
        {
            page.Fill(DraftGray);
            page.ShowTurned(TextShaper.Shape(words["draft"], typefaces.Sans), 150, Flow.Width / 2, Flow.Height / 2, 55);
        }
        page.Fill(running.Color);
        var number = TextShaper.Shape(words.Fill("minutes", ("number", minutes.MinutesNumber)), running.Typeface);
        var numberAt = Flow.Right - number.WidthAt(running.Size);
        var center = FittedText.Fit(
            minutes.CenterName,
            new(running.Typeface, Math.Max(numberAt - Flow.Left - 20, 100), running.Size, 4)
        );
        page.Show(center.Lines[0], center.Size, Flow.Left, Flow.Height - 46);
        page.Show(number, running.Size, numberAt, Flow.Height - 46);
        page.End();
    }

    private void DrawFoot(PageContent page, int number, int count)
    {
        var state = minutes.SealedAt is { } at ? Sealed(at) : words["open"];
        var left = TextShaper.Shape($"{words.Date(minutes.HeldOn)}  ·  {state}", running.Typeface);
        var right = TextShaper.Shape(
            words.Fill("page", ("page", words.Number(number)), ("pages", words.Number(count))),
            running.Typeface
        );
        page.BeginArtifact();
        page.Fill(running.Color);
        page.Show(left, running.Size, Flow.Left, 36);
        page.Show(right, running.Size, Flow.Right - right.WidthAt(running.Size), 36);
        page.End();
    }

    // As the clock at the center showed it.
    private string Sealed(DateTimeOffset at)
    {
        var local = minutes.TimeZone is { } zone
            ? TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(zone))
            : at;
        return words.Fill(
            minutes.TimeZone is null ? "sealed.utc" : "sealed",
            ("day", words.Day(DateOnly.FromDateTime(local.DateTime))),
            ("time", local.ToString("HH:mm", CultureInfo.InvariantCulture)),
            ("zone", minutes.TimeZone ?? ""),
            ("offset", local.ToString("zzz", CultureInfo.InvariantCulture))
        );
    }

    // Numbers come with their own word or sign in many centers.
    private string Numbered() =>
        HasSign().IsMatch(minutes.MinutesNumber)
            ? minutes.MinutesNumber
            : words.Fill("numbered", ("number", minutes.MinutesNumber));

    [GeneratedRegex(@"^(№|#|第|(No|Nr|Nº|N°)\b)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HasSign();

    private void WriteTop(Flow flow)
    {
        flow.Write(minutes.CenterName, body);
        string?[] parts = [minutes.CenterNameLocal, minutes.City];
        if (string.Join("  ·  ", parts.Where(part => !string.IsNullOrWhiteSpace(part))) is { Length: > 0 } below)
        {
            flow.Write(below, quiet);
        }
        flow.Skip(14);
        flow.Write(words["title"], TextStyle.Ink(typefaces.Serif, 20), "H1");
        flow.Skip(4);
        flow.Write(words.Fill("held", ("number", Numbered()), ("day", words.Date(minutes.HeldOn))), body);
        if (minutes.Kind == MeetingKind.Recorded)
        {
            flow.Write(words["recorded"], body);
        }
    }

    private void WritePresent(Flow flow)
    {
        if (minutes.Attendees.Count == 0)
        {
            return;
        }
        WriteHeading(flow, words["present"]);
        Table(flow, new(words["name"], 7), new(words["role"], 3))
            .Write(minutes.Attendees.Select(a => Row(a.Name, Role(a))));
        if (minutes.Quorum is { } quorum)
        {
            flow.Skip(4);
            flow.Write(words.Fill("quorum", ("count", words.Number(quorum))), quiet);
        }
    }

    private void WriteCohorts(Flow flow)
    {
        if (minutes.Cohorts.Count == 0)
        {
            return;
        }
        WriteHeading(flow, words["cohorts"]);
        Table(flow, new(words["code"], 3), new(words["course"], 7))
            .Write(minutes.Cohorts.Select(c => Row(c.Code, c.CourseTitle)));
    }

    private void WriteDecisions(Flow flow)
    {
        WriteHeading(flow, words["decisions"]);
        var counts = minutes
            .Decisions.CountBy(d => d.Decision)
            .OrderBy(count => count.Key)
            .Select(count =>
                words.Fill("count", ("decision", words[$"{count.Key}"]), ("count", words.Number(count.Value)))
            );
        var trainees = words.Fill("counts", ("count", words.Number(minutes.Decisions.Count)));
        flow.Write(string.Join("  ·  ", [trainees, .. counts]), quiet);
        flow.Skip(6);
        Table(
                flow,
                new(words["number"], 6),
                new(words["name"], 36),
                new(words["cohort"], 14),
                new(words["computed"], 23),
                new(words["mark"], 8),
                new(words["decision"], 13)
            )
            .Write(
                minutes.Decisions.Select(d =>
                    Row(
                        Number(d),
                        d.PersonName,
                        d.CohortCode,
                        Computed(d),
                        d.ComputedMark is { } mark ? words.Number(mark) : words["none"],
                        words[$"{d.Decision}"]
                    )
                ),
                Departures.Count == 0 ? SignaturesHeight : 0
            );
    }

    private static string Number(MinutedDecision decision) =>
        decision.TraineeNumber?.ToString(CultureInfo.InvariantCulture) ?? "";

    // A fail beside a mark that passes needs its cause.
    private string Computed(MinutedDecision decision)
    {
        var outcome = Outcome(decision);
        var causes = decision.Causes.Select(ExplanationWords.In(words.Language).Of);
        return decision.Causes.Count == 0 ? outcome : $"{outcome}. {string.Join(' ', causes)}";
    }

    private string Outcome(MinutedDecision decision) =>
        decision.ComputedOutcome is { } outcome ? words[$"{outcome}"] : words["none"];

    private string Role(Attendee attendee) => words[$"role.{attendee.Role}"];

    private IReadOnlyList<MinutedDecision> Departures { get; } =
    [.. minutes.Decisions.Where(d => d.DepartureReason is { Length: > 0 })];

    private void WriteDepartures(Flow flow)
    {
        if (Departures.Count == 0)
        {
            return;
        }
        WriteHeading(flow, words["departures"]);
        Table(
                flow,
                new(words["number"], 6),
                new(words["name"], 29),
                new(words["computed"], 13),
                new(words["decision"], 13),
                new(words["reason"], 39)
            )
            .Write(
                Departures.Select(d =>
                    Row(Number(d), d.PersonName, Outcome(d), words[$"{d.Decision}"], d.DepartureReason!)
                ),
                SignaturesHeight
            );
    }

    private const double SignatureHeight = 52;
    private const double SignaturesGap = 10;

    // The last row of what is signed goes with them; of very many signatories with the first pages' worth.
    private double SignaturesHeight =>
        SignaturesGap + (Math.Min((minutes.Attendees.Count + 1) / 2, 8) * SignatureHeight) + 14;

    private void WriteSignatures(Flow flow)
    {
        const double height = SignatureHeight;
        const double line = 210;
        flow.Skip(SignaturesGap);
        for (var i = 0; i < minutes.Attendees.Count; i += 2)
        {
            flow.Demand(height + 14);
            for (var side = 0; side < 2 && i + side < minutes.Attendees.Count; side++)
            {
                var attendee = minutes.Attendees[i + side];
                var x = side == 0 ? Flow.Left : Flow.Right - line;
                var y = flow.Y - height + 14;
                flow.Rule(x, x + line, y, Palette.Ink);
                var element = document.Structure.Add(new("P"));
                var name = FittedText.Fit($"{attendee.Name}, {Role(attendee)}", new(typefaces.Sans, line, 8.4, 6.5, 2));
                foreach (var text in name.Lines)
                {
                    y -= name.Size * 1.3;
                    flow.Draw(element, text, small with { Size = name.Size }, x, y);
                }
            }
            flow.Skip(height);
        }
    }

    private void WriteHeading(Flow flow, string text)
    {
        flow.Skip(16);
        flow.Write(text, heading, "H2", keep: 60);
        flow.Skip(5);
    }

    private Table Table(Flow flow, params TableColumn[] columns) => new(flow, columns, quiet, small);

    private static string[] Row(params string[] cells) => cells;
}
