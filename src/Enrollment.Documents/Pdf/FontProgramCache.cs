using System.Collections.Concurrent;
using System.Text;

namespace Enrollment.Documents.Pdf;

/// <summary>
/// Remembers the subsets of a face whose texts repeat from document to document. Subsetting and compressing them anew
/// took a third of the time of a certificate.
/// </summary>
internal sealed class FontProgramCache
{
    // One for each combination of course, center and signatories that is being issued; a full cache is emptied.
    private const int Capacity = 64;

    private readonly ConcurrentDictionary<string, FontProgram> programs = new(StringComparer.Ordinal);

    public FontProgram Get(FontFace face, List<ushort> glyphs, List<ReadOnlyMemory<char>> texts)
    {
        var key = Key(glyphs, texts);
        if (programs.TryGetValue(key, out var program))
        {
            return program;
        }
        if (programs.Count >= Capacity)
        {
            programs.Clear();
        }
        return programs.GetOrAdd(key, _ => FontProgram.Create(face, glyphs, texts, Flate.CompressOnce));
    }

    private static string Key(List<ushort> glyphs, List<ReadOnlyMemory<char>> texts)
    {
        var key = new StringBuilder(glyphs.Count * 3);
        for (var i = 0; i < glyphs.Count; i++)
        {
            key.Append((char)glyphs[i]).Append(texts[i].Span).Append('\0');
        }
        return key.ToString();
    }
}
