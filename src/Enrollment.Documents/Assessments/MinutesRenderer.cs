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
                problems.AddRange(Missing(text).Select(missing => Problem(field, text, missing)));
                return text;
            }
        );
        return problems;
    }

    public byte[] Render(MinutesSnapshot minutes, string? language)
    {
        ArgumentNullException.ThrowIfNull(minutes);
        // Sealed ones can't be corrected, and must be had on paper all the same.
        minutes = MinutesTexts.Map(minutes, (_, text) => Legible(text));
        var words = SheetWords.Of("Minutes", language);
        var title = words.Fill("minutes", ("number", minutes.MinutesNumber));
        var document = new PdfDocument(new(title, minutes.CenterName, words.Language, minutes.HeldOn));
        new MinutesSheets(minutes, words, typefaces, document).Draw();
        return document.Save();
    }

    /// <summary>The text with the code point in place of each character that no font has.</summary>
    private string Legible(string text) =>
        Missing(text)
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

    private IEnumerable<MissingCharacter> Missing(string text) => TextShaper.FindMissing(OneLine(text), typefaces.Sans);

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
