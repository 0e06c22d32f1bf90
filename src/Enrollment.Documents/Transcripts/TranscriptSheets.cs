using Enrollment.Assessments;
using Enrollment.Certificates.Transcripts;
using Enrollment.Documents.Certificates;
using Enrollment.Documents.Flows;
using Enrollment.Documents.Pdf;

namespace Enrollment.Documents.Transcripts;

/// <summary>Lays a transcript out on as many pages as it needs: the head, the eight sections, and what every page has.</summary>
internal sealed class TranscriptSheets(
    PrintedTranscript printed,
    SheetWords words,
    CertificateTypefaces typefaces,
    PdfDocument document
)
{
    private static readonly Color SpecimenRed = new(0xF9, 0xE6, 0xE4);

    private readonly Transcript transcript = printed.Transcript;
    private readonly TextStyle body = TextStyle.Ink(typefaces.Sans, 9);
    private readonly TextStyle quiet = TextStyle.Quiet(typefaces.Sans, 8.4);
    private readonly TextStyle running = TextStyle.Quiet(typefaces.Sans, 7.6);
    private readonly TextStyle heading = new(typefaces.Serif, 12, Palette.Teal);

    public void Draw()
    {
        var flow = new Flow(document, Prepare);
        WriteTop(flow);
        var facts = new TranscriptFactsText(transcript, words);
        WriteFacts(flow, 1, facts.Holder());
        WriteFacts(flow, 2, facts.Qualification());
        WriteFacts(flow, 3, facts.Level());
        WriteFacts(flow, 4, facts.Results());
        WriteGroups(flow);
        WriteFacts(flow, 5, facts.Function());
        WriteFacts(flow, 6, facts.Additional());
        WriteFacts(flow, 7, facts.Certification());
        WriteCertificates(flow);
        WriteFacts(flow, 8, facts.EducationSystem());
        flow.Page.Sign(
            document.Structure.Add(new("Form") { Alternative = words["signature"] }),
            new(words["signature"])
        );
        for (var page = 0; page < flow.Pages.Count; page++)
        {
            DrawFoot(flow.Pages[page], page + 1, flow.Pages.Count);
        }
    }

    // What every page has: the running head, a line of color, and the word across a specimen.
    private void Prepare(PageContent page)
    {
        page.BeginArtifact();
        page.Fill(Palette.Teal);
        page.Rectangle(Flow.Left, Flow.Height - 53, Flow.Right, Flow.Height - 52.2);
        page.Fill(Palette.Gold);
        page.Rectangle(Flow.Left, Flow.Height - 54.6, Flow.Right, Flow.Height - 54.2);
        if (printed.Specimen)
        {
            page.Fill(SpecimenRed);
            page.ShowTurned(
                TextShaper.Shape("SPECIMEN", typefaces.Sans),
                118,
                Flow.Width / 2,
                Flow.Height / 2,
                Math.Atan2(Flow.Height, Flow.Width) * 180 / Math.PI
            );
        }
        page.Fill(running.Color);
        const double half = (Flow.Column / 2) - 10;
        var center = Fitted(transcript.Qualification.CenterName, half);
        var holder = Fitted(transcript.Holder.Names[0].FullName, half);
        page.Show(center.Lines[0], center.Size, Flow.Left, Flow.Height - 46);
        page.Show(holder.Lines[0], holder.Size, Flow.Right - holder.Width, Flow.Height - 46);
        page.End();
    }

    private FittedText Fitted(string text, double width) =>
        FittedText.Fit(text, new(running.Typeface, width, running.Size, 4));

    private void DrawFoot(PageContent page, int number, int count)
    {
        var right = Fitted(
            words.Fill("page", ("page", words.Number(number)), ("pages", words.Number(count))),
            Flow.Column / 3
        );
        var left = Fitted($"{transcript.Qualification.CourseCode}  ·  {Made()}", Flow.Column - right.Width - 20);
        page.BeginArtifact();
        page.Fill(running.Color);
        page.Show(left.Lines[0], left.Size, Flow.Left, 36);
        page.Show(right.Lines[0], right.Size, Flow.Right - right.Width, 36);
        page.End();
    }

    private string Made() =>
        words.Fill("made", ("made", words.Date(printed.MadeOn)), ("released", words.Date(printed.ReleasedOn)));

    private void WriteTop(Flow flow)
    {
        flow.Write(words["title"], TextStyle.Ink(typefaces.Serif, 22), "H1");
        flow.Skip(3);
        flow.Write(transcript.Holder.Names[0].FullName, new(typefaces.Serif, 14, Palette.Teal));
        flow.Skip(4);
        flow.Write($"{Made()}.", body);
        flow.Skip(2);
        flow.Write(words["model"], quiet);
        if (printed.Specimen)
        {
            flow.Skip(4);
            flow.Write(words["specimen"], new(typefaces.Sans, 9, Palette.Alarm));
        }
    }

    private void WriteFacts(Flow flow, int section, IEnumerable<(string Label, string Text)> facts)
    {
        flow.Skip(15);
        flow.Write(words[FormattableString.Invariant($"section.{section}")], heading, "H2", keep: 44);
        flow.Skip(3);
        new Table(flow, [new("", 32), new("", 68)], quiet, body).Write(
            facts.Select(fact => new[] { fact.Label, fact.Text })
        );
    }

    private void WriteGroups(Flow flow)
    {
        foreach (var group in transcript.Contents.Groups)
        {
            flow.Skip(10);
            var (name, weight) = (("name", group.Name), ("weight", words.Number(group.Weight)));
            var text = group.Mark is { } mark
                ? words.Fill("groupMark", name, weight, ("mark", words.Number(mark)))
                : words.Fill("group", name, weight);
            flow.Write(text, TextStyle.Ink(typefaces.Serif, 10), "H3", keep: 60);
            flow.Skip(3);
            Table(
                    flow,
                    new(words["part"], 34),
                    new(words["kind"], 17),
                    new($"{words["weight"]}, %", 10, IsNumber: true),
                    new(words["attempts"], 21),
                    new($"{words["counts"]}, %", 18, IsNumber: true)
                )
                .Write(group.Components.Select(Row));
        }
    }

    private string[] Row(TranscriptComponent component) =>
        [
            component.Name,
            component.Kind is { } kind ? words[kind.ToString()] : "",
            words.Number(component.Weight),
            string.Join('\n', component.Attempts.Select(attempt => Attempt(component, attempt))),
            component.Mark is { } mark ? words.Number(mark) : words[$"standing.{component.Standing}"],
        ];

    private string Attempt(TranscriptComponent component, AttemptExplanation attempt) =>
        attempt switch
        {
            { State: not MarkState.Marked and var state } => words[$"mark.{state}"],
            { Unconfirmed: true } => words["mark.Unconfirmed"],
            { Value: { } value } => words.Fill(
                "attempt",
                ("mark", words.Number(value)),
                ("maximum", words.Number(component.MaximumMark))
            ),
            _ => words["standing.Missing"],
        };

    private void WriteCertificates(Flow flow)
    {
        if (transcript.Certification.Certificates.Count == 0)
        {
            return;
        }
        Table(
                flow,
                new(words["serial"], 28),
                new(words["award"], 15),
                new(words["awarded"], 20),
                new(words["validTo"], 20),
                new(words["state"], 17)
            )
            .Write(
                transcript.Certification.Certificates.Select(certificate =>
                    new[]
                    {
                        certificate.Serial,
                        words[certificate.Award.ToString()],
                        words.Date(certificate.AwardedOn),
                        certificate.ExpiresOn is { } end ? words.Date(end) : words["noEnd"],
                        words[$"state.{certificate.State}"],
                    }
                )
            );
    }

    private Table Table(Flow flow, params TableColumn[] columns) => new(flow, columns, quiet, body);
}
