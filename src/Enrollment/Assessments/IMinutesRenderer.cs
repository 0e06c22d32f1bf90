using Enrollment.Pipeline;

namespace Enrollment.Assessments;

/// <summary>Draws minutes from their snapshot: equal snapshots give equal bytes in a language. Thread-safe.</summary>
public interface IMinutesRenderer
{
    /// <summary>
    /// Texts that no font can draw, one problem per character that is missing: the field, and in words the text and the
    /// character. Empty when the minutes can be drawn.
    /// </summary>
    IReadOnlyList<FieldProblem> FindUnprintable(MinutesSnapshot minutes);

    /// <summary>
    /// The PDF file, with code points (U+XXXX) in place of characters that no font has. The center and the courses are called
    /// as they are in the language; what else somebody entered stays as it was entered.
    /// </summary>
    /// <param name="minutes">What they say.</param>
    /// <param name="language">ISO 639-1: en, kk, ru, zh; English where there is none.</param>
    byte[] Render(MinutesSnapshot minutes, string? language);
}
