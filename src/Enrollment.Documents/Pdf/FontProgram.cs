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
    private const int MostInSection = 100;

    /// <summary>Makes the subset in which <c>glyphs[i]</c> has the number i and means <c>texts[i]</c>.</summary>
    public static FontProgram Create(
        FontFace face,
        List<ushort> glyphs,
        List<ReadOnlyMemory<char>> texts,
        Func<ReadOnlySpan<byte>, byte[]> compress
    )
    {
        var data = face.Subset(CollectionsMarshal.AsSpan(glyphs));
        var map = Map(texts);
        var toUnicode = compress(map.Written);
        map.Release();
        return new(TagOf(glyphs), compress(data), data.Length, toUnicode);
    }

    // The CMap syntax of ISO 32000-2, 9.10.3.
    private static ByteWriter Map(List<ReadOnlyMemory<char>> texts)
    {
        var map = new ByteWriter(4096);
        map.Ascii("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n");
        map.Ascii("/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n");
        map.Ascii("/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n");
        map.Ascii("1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
        var runs = Runs(texts).ToLookup(run => run.Last > run.First);
        foreach (var section in runs[true].Chunk(MostInSection))
        {
            map.Integer(section.Length).Ascii(" beginbfrange\n");
            foreach (var (first, last) in section)
            {
                map.Ascii("<").Hex4(first).Ascii("><").Hex4(last).Ascii("><").Utf16Hex(texts[first].Span).Ascii(">\n");
            }
            map.Ascii("endbfrange\n");
        }
        foreach (var section in runs[false].Chunk(MostInSection))
        {
            map.Integer(section.Length).Ascii(" beginbfchar\n");
            foreach (var (code, _) in section)
            {
                map.Ascii("<").Hex4(code).Ascii("><").Utf16Hex(texts[code].Span).Ascii(">\n");
            }
            map.Ascii("endbfchar\n");
        }
        return map.Ascii("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    }

    // Codes one after the other that mean characters one after the other. Only the last byte of either counts on in a range.
    private static IEnumerable<(int First, int Last)> Runs(List<ReadOnlyMemory<char>> texts)
    {
        for (int first = 1, last; first < texts.Count; first = last + 1)
        {
            for (last = first; last + 1 < texts.Count && Follows(last + 1); last++) { }
            yield return (first, last);
        }

        bool Follows(int code) =>
            texts[code].Span is [var character]
            && texts[code - 1].Span is [var former]
            && character == former + 1
            && (character & 0xFF) != 0
            && (code & 0xFF) != 0;
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
