using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Enrollment.Documents.Pdf;

/// <summary>
/// A subset of a face with its ToUnicode map, both compressed: a pure function of the glyphs and of what they mean.
/// </summary>
/// <param name="Tag">Six capital letters that depend on the glyphs alone (ISO 32000-2, 9.9.2).</param>
/// <param name="Data">The TrueType program, compressed.</param>
/// <param name="Length">Length of the program before compression.</param>
/// <param name="ToUnicode">The map from codes to text, compressed.</param>
internal sealed record FontProgram(string Tag, byte[] Data, int Length, byte[] ToUnicode)
{
    /// <summary>Makes the subset in which <c>glyphs[i]</c> has the number i and means <c>texts[i]</c>.</summary>
    public static FontProgram Create(FontFace face, List<ushort> glyphs, List<ReadOnlyMemory<char>> texts)
    {
        var data = face.Subset(CollectionsMarshal.AsSpan(glyphs));
        return new(TagOf(glyphs), Flate.Compress(data), data.Length, Flate.Compress(Map(texts).Written));
    }

    // The CMap syntax of ISO 32000-2, 9.10.3; a section holds at most one hundred entries.
    private static ByteWriter Map(List<ReadOnlyMemory<char>> texts)
    {
        const int sectionLength = 100;
        var map = new ByteWriter(4096);
        map.Ascii("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n");
        map.Ascii("/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n");
        map.Ascii("/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n");
        map.Ascii("1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
        for (var first = 1; first < texts.Count; first += sectionLength)
        {
            var count = Math.Min(sectionLength, texts.Count - first);
            map.Integer(count).Ascii(" beginbfchar\n");
            for (var code = first; code < first + count; code++)
            {
                map.Ascii("<").Hex4(code).Ascii("> <").Utf16Hex(texts[code].Span).Ascii(">\n");
            }
            map.Ascii("endbfchar\n");
        }
        return map.Ascii("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    }

    private static string TagOf(List<ushort> glyphs)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(glyphs)), hash);
        Span<char> tag = stackalloc char[6];
        for (var i = 0; i < tag.Length; i++)
        {
            tag[i] = (char)('A' + (hash[i] % 26));
        }
        return new(tag);
    }
}
