using System.Globalization;
using Enrollment.Assessments;
using Enrollment.Documents.Certificates;
using Enrollment.Documents.Pdf;
using Enrollment.Pipeline;

namespace Enrollment.Documents.Assessments;

/// <summary>Draws the minutes of an assessment board as PDF/A-3A and PDF/UA-1 files on A4.</summary>
internal sealed class MinutesRenderer(CertificateTypefaces typefaces) : IMinutesRenderer
{
    public IReadOnlyList<FieldProblem> FindUnprintable(MinutesSnapshot minutes)
    {
        ArgumentNullException.ThrowIfNull(minutes);
        return
        [
            .. Printed(minutes)
                .SelectMany(printed =>
                    TextShaper
                        .FindMissing(OneLine(printed.Text), typefaces.Sans)
                        .Select(missing => Problem(printed.Field, printed.Text, missing))
                ),
        ];
    }

    public byte[] Render(MinutesSnapshot minutes)
    {
        ArgumentNullException.ThrowIfNull(minutes);
        var document = new PdfDocument(
            new($"Minutes {minutes.MinutesNumber}", minutes.CenterName, "en", minutes.HeldOn)
        );
        new MinutesSheets(minutes, typefaces, document).Draw();
        return document.Save();
    }

    /// <summary>Every text of the minutes that somebody entered, with its field.</summary>
    private static IEnumerable<(string Field, string Text)> Printed(MinutesSnapshot minutes)
    {
        yield return ("centerName", minutes.CenterName);
        yield return ("centerNameLocal", minutes.CenterNameLocal ?? "");
        yield return ("city", minutes.City ?? "");
        yield return ("minutesNumber", minutes.MinutesNumber);
        yield return ("remarks", minutes.Remarks ?? "");
        for (var i = 0; i < minutes.Attendees.Count; i++)
        {
            yield return (FormattableString.Invariant($"attendees[{i}].name"), minutes.Attendees[i].Name);
        }
        for (var i = 0; i < minutes.Cohorts.Count; i++)
        {
            yield return (FormattableString.Invariant($"cohorts[{i}].courseTitle"), minutes.Cohorts[i].CourseTitle);
        }
        for (var i = 0; i < minutes.Decisions.Count; i++)
        {
            var decision = minutes.Decisions[i];
            yield return (FormattableString.Invariant($"decisions[{i}].personName"), decision.PersonName);
            foreach (var cause in decision.Causes)
            {
                yield return (FormattableString.Invariant($"decisions[{i}].causes"), cause.Part ?? "");
            }
            yield return (
                FormattableString.Invariant($"decisions[{i}].departureReason"),
                decision.DepartureReason ?? ""
            );
        }
    }

    // As the lines are divided before they are set: a line break and a tab need no glyph.
    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Replace('\t', ' ');

    private static FieldProblem Problem(string field, string text, MissingCharacter missing) =>
        new(
            field,
            "unprintable_character",
            string.Create(
                CultureInfo.InvariantCulture,
                $"No font has the character '{missing.Text}' (U+{missing.CodePoint:X4}) of \"{text}\". Correct the text and try again."
            )
        );
}
