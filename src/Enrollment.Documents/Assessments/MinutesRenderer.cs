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
        minutes = Legible(minutes);
        var document = new PdfDocument(
            new($"Minutes {minutes.MinutesNumber}", minutes.CenterName, "en", minutes.HeldOn)
        );
        new MinutesSheets(minutes, typefaces, document).Draw();
        return document.Save();
    }

    /// <summary>
    /// The minutes with the code point in place of each character that no font has: sealed ones can't be corrected, and must
    /// be had on paper all the same.
    /// </summary>
    private MinutesSnapshot Legible(MinutesSnapshot minutes) =>
        FindUnprintable(minutes).Count == 0
            ? minutes
            : minutes with
            {
                CenterName = Legible(minutes.CenterName),
                CenterNameLocal = minutes.CenterNameLocal is { } local ? Legible(local) : null,
                City = minutes.City is { } city ? Legible(city) : null,
                MinutesNumber = Legible(minutes.MinutesNumber),
                Remarks = minutes.Remarks is { } remarks ? Legible(remarks) : null,
                Attendees = [.. minutes.Attendees.Select(person => person with { Name = Legible(person.Name) })],
                Cohorts =
                [
                    .. minutes.Cohorts.Select(cohort => cohort with { CourseTitle = Legible(cohort.CourseTitle) }),
                ],
                Decisions = [.. minutes.Decisions.Select(Legible)],
            };

    private MinutedDecision Legible(MinutedDecision decision) =>
        decision with
        {
            PersonName = Legible(decision.PersonName),
            Causes =
            [
                .. decision.Causes.Select(cause =>
                    cause.Part is { } part ? cause with { Part = Legible(part) } : cause
                ),
            ],
            DepartureReason = decision.DepartureReason is { } reason ? Legible(reason) : null,
        };

    private string Legible(string text) =>
        TextShaper
            .FindMissing(OneLine(text), typefaces.Sans)
            .DistinctBy(missing => missing.Text)
            .Aggregate(
                text,
                (legible, missing) =>
                    legible.Replace(
                        missing.Text,
                        string.Create(CultureInfo.InvariantCulture, $"[U+{missing.CodePoint:X4}]"),
                        StringComparison.Ordinal
                    )
            );

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
