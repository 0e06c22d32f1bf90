using System.Globalization;
using Enrollment.Certificates;
using Enrollment.Cohorts;
using Enrollment.Documents.Certificates;
using Enrollment.Documents.Flows;
using Enrollment.Documents.Pdf;

namespace Enrollment.Documents.Registers;

/// <summary>Draws books of awards as PDF/A-3A and PDF/UA-1 files on A4: a table per year, and what became of its numbers.</summary>
internal sealed class AwardBookRenderer(CertificateTypefaces typefaces) : IAwardBookRenderer
{
    public byte[] Render(AwardBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        var document = new PdfDocument(new($"Book of awards, {book.CenterName}", book.CenterName, "en", book.MadeOn));
        new Sheets(book, typefaces, document).Draw();
        return document.Save();
    }

    private sealed class Sheets(AwardBook book, CertificateTypefaces typefaces, PdfDocument document)
    {
        private readonly TextStyle body = TextStyle.Ink(typefaces.Sans, 7.6);
        private readonly TextStyle quiet = TextStyle.Quiet(typefaces.Sans, 7.6);

        public void Draw()
        {
            var flow = new Flow(document, Prepare);
            flow.Write("Book of awards", TextStyle.Ink(typefaces.Serif, 20), "H1");
            flow.Write(book.CenterName, TextStyle.Ink(typefaces.Sans, 10));
            if (book.CenterNameLocal is { Length: > 0 } local)
            {
                flow.Write(local, TextStyle.Quiet(typefaces.Sans, 9));
            }
            flow.Write($"As it stood on {PrintedDate.Of(book.MadeOn)}.", TextStyle.Quiet(typefaces.Sans, 9));
            if (book.Years.Count == 0)
            {
                flow.Skip(12);
                flow.Write("No number was given in these years.", body);
            }
            foreach (var year in book.Years)
            {
                WriteYear(flow, year);
            }
            for (var page = 0; page < flow.Pages.Count; page++)
            {
                DrawFoot(flow.Pages[page], page + 1, flow.Pages.Count);
            }
        }

        private void WriteYear(Flow flow, AwardBookYear year)
        {
            var series = year.Series;
            flow.Skip(16);
            flow.Write(
                series.Year.ToString(CultureInfo.InvariantCulture),
                new(typefaces.Serif, 13, Palette.Teal),
                "H2",
                keep: 70
            );
            flow.Write(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Numbers 1 to {series.LastNumber}: {series.Issued} valid, {series.Suspended} suspended, {series.Revoked} revoked, {series.Replaced} replaced, {series.Void} void, {series.Prepared} in the making."
                ),
                quiet
            );
            flow.Skip(5);
            var table = new Table(
                flow,
                [
                    new("Number", 19),
                    new("Holder", 24),
                    new("Course", 23),
                    new("Award", 12),
                    new("Minutes, awarded", 13),
                    new("State", 13),
                ],
                quiet,
                body
            );
            table.Write(year.Entries.Select(Row));
        }

        private string[] Row(BookEntry entry)
        {
            var certificate = entry.Certificate;
            var mark = certificate.Mark is { } given
                ? string.Create(CultureInfo.InvariantCulture, $", {given:0.##}")
                : "";
            var ended = entry.EndedAt is { } at
                ? string.Create(CultureInfo.InvariantCulture, $"\n{LocalDay.Of(at, book.TimeZone):yyyy-MM-dd}")
                : "";
            var replaces = entry.Replaces is { } former ? $"\nfor {former}" : "";
            return
            [
                entry.Serial + replaces,
                string.Join('\n', certificate.Names.Select(name => name.Text)),
                $"{certificate.CourseCode}\n{certificate.CourseTitle}",
                certificate.Award + mark,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{certificate.MinutesNumber}\n{certificate.AwardedOn:yyyy-MM-dd}"
                ),
                (entry.State == CertificateState.Issued ? "valid" : entry.State.ToString().ToLowerInvariant()) + ended,
            ];
        }

        private void Prepare(PageContent page)
        {
            page.BeginArtifact();
            page.Fill(Palette.Teal);
            page.Rectangle(Flow.Left, Flow.Height - 53, Flow.Right, Flow.Height - 52.2);
            page.Fill(quiet.Color);
            var text = FittedText.Fit(
                $"Book of awards  ·  {book.CenterName}",
                new(quiet.Typeface, Flow.Column, quiet.Size, 4)
            );
            page.Show(text.Lines[0], text.Size, Flow.Left, Flow.Height - 46);
            page.End();
        }

        private void DrawFoot(PageContent page, int number, int count)
        {
            var left = TextShaper.Shape(PrintedDate.Of(book.MadeOn), quiet.Typeface);
            var right = TextShaper.Shape(FormattableString.Invariant($"Page {number} of {count}"), quiet.Typeface);
            page.BeginArtifact();
            page.Fill(quiet.Color);
            page.Show(left, quiet.Size, Flow.Left, 36);
            page.Show(right, quiet.Size, Flow.Right - right.WidthAt(quiet.Size), 36);
            page.End();
        }
    }
}
