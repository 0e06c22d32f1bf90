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
        var problems = new List<FieldProblem>();
        MinutesTexts.Map(
            minutes,
            (field, text) =>
            {
                problems.AddRange(
                    LegibleText.FindMissing(text, typefaces.Sans).Select(missing => Problem(field, text, missing))
                );
                return text;
            }
        );
        return problems;
    }

    public byte[] Render(MinutesSnapshot minutes, string? language)
    {
        ArgumentNullException.ThrowIfNull(minutes);
        var words = SheetWords.Of("Minutes", language);
        // Sealed ones can't be corrected, and must be had on paper all the same.
        minutes = MinutesTexts.Map(
            MinutesTexts.In(words.Language, minutes),
            (_, text) => LegibleText.Of(text, typefaces.Sans)
        );
        var title = words.Fill("minutes", ("number", minutes.MinutesNumber));
        var document = new PdfDocument(new(title, minutes.CenterName, words.Language, minutes.HeldOn));
        new MinutesSheets(minutes, words, typefaces, document).Draw();
        return document.Save();
    }

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
