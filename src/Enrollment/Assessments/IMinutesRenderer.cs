using Enrollment.Pipeline;

namespace Enrollment.Assessments;

/// <summary>Draws minutes from their snapshot: equal snapshots give equal bytes. Thread-safe.</summary>
public interface IMinutesRenderer
{
    /// <summary>
    /// Texts that no font can draw, one problem per character that is missing: the field, and in words the text and the
    /// character. Empty when the minutes can be drawn.
    /// </summary>
    IReadOnlyList<FieldProblem> FindUnprintable(MinutesSnapshot minutes);

    /// <summary>The PDF file, with code points (U+XXXX) in place of characters that no font has.</summary>
    byte[] Render(MinutesSnapshot minutes);
}
