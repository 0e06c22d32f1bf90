using System.Collections.Concurrent;
using Enrollment.Documents.Pdf;

namespace Enrollment.Documents.Certificates;

/// <summary>
/// Shaped lines that come again on the next certificate: the template's own words, and titles, centers and signatories,
/// which hundreds of certificates of one cohort share. Never names of graduates: no personal data stays in memory.
/// </summary>
internal sealed class ShapedTextCache
{
    // Far above what one run of issuing needs; a full cache is emptied, which costs a few shapings.
    private const int Capacity = 1024;

    private readonly ConcurrentDictionary<(string Text, Typeface Typeface), ShapedText> lines = new();

    public ShapedText Shape(string text, Typeface typeface)
    {
        if (lines.TryGetValue((text, typeface), out var line))
        {
            return line;
        }
        if (lines.Count >= Capacity)
        {
            lines.Clear();
        }
        return lines.GetOrAdd((text, typeface), key => TextShaper.Shape(key.Text, key.Typeface));
    }
}
