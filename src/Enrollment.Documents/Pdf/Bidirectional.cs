using Icu;

namespace Enrollment.Documents.Pdf;

/// <summary>
/// The Unicode bidirectional algorithm (UAX #9): ICU resolves the level of every character, and the runs of a line are
/// put into visual order here (rule L2).
/// </summary>
internal static class Bidirectional
{
    /// <summary>
    /// The embedding level of every UTF-16 unit, or null where all of the text runs from left to right. The direction
    /// of the paragraph is that of its first strong character (rules P2 and P3).
    /// </summary>
    public static byte[]? Levels(string text)
    {
        if (!Characters.HasRightToLeft(text))
        {
            return null;
        }
        using var paragraph = new BiDi();
        paragraph.SetPara(text, BiDi.DEFAULT_LTR, null);
        return [.. paragraph.GetLevels()];
    }

    /// <summary>Rule L2: from the highest level to the lowest odd one, reverse every stretch at that level or above.</summary>
    public static void Reorder<T>(T[] runs, Func<T, byte> levelOf)
    {
        var highest = runs.Max(levelOf);
        for (var level = highest; level > 0; level--)
        {
            for (var start = 0; start < runs.Length; start++)
            {
                var end = start;
                while (end < runs.Length && levelOf(runs[end]) >= level)
                {
                    end++;
                }
                if (end > start)
                {
                    Array.Reverse(runs, start, end - start);
                    start = end;
                }
            }
        }
    }
}
