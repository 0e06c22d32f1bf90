using System.Runtime.InteropServices;

namespace Enrollment.Documents.Pdf;

/// <summary>
/// What one document uses of one face: a composite font with two-byte codes (ISO 32000-2, 9.7). Codes are given out in
/// order of first use and are the glyph numbers of the subset, so the encoding is Identity-H.
/// </summary>
internal sealed class EmbeddedFont
{
    private readonly FontFace face;
    private readonly Dictionary<ushort, int> codes = new(64);
    private readonly List<ushort> glyphs = [0];
    private readonly List<int> widths;
    private readonly List<ReadOnlyMemory<char>> texts = [default];

    public EmbeddedFont(FontFace face, string resourceName)
    {
        this.face = face;
        ResourceName = resourceName;
        widths = [face.AdvanceOf(0)];
        foreach (var (glyph, text) in face.Always)
        {
            CodeOf(glyph, text);
        }
    }

    /// <summary>The name in the page's resources, such as F1.</summary>
    public string ResourceName { get; }

    /// <summary>
    /// The code of a glyph. The first text that a glyph is used for becomes its meaning in the ToUnicode map.
    /// </summary>
    public int CodeOf(ushort glyph, ReadOnlyMemory<char> text)
    {
        ref var code = ref CollectionsMarshal.GetValueRefOrAddDefault(codes, glyph, out var isKnown);
        if (!isKnown)
        {
            code = glyphs.Count;
            glyphs.Add(glyph);
            widths.Add(face.AdvanceOf(glyph));
            texts.Add(text);
        }
        return code;
    }

    /// <summary>What a reader extracts for the code unless the content says otherwise.</summary>
    public ReadOnlySpan<char> TextOf(int code) => texts[code].Span;

    /// <summary>Width of the code's glyph in thousandths of the type size.</summary>
    public int WidthOf(int code) => widths[code];

    /// <summary>Writes the font and all that hangs on it; <paramref name="id"/> is the object that pages refer to.</summary>
    public void Write(PdfFile file, int id)
    {
        var (descendant, descriptor, program, toUnicode) = (
            file.Allocate(),
            file.Allocate(),
            file.Allocate(),
            file.Allocate()
        );
        var subset = face.Programs?.Get(face, glyphs, texts) ?? FontProgram.Create(face, glyphs, texts, Flate.Compress);
        var name = subset.Tag + "+" + face.PostScriptName;
        var output = file.Pack(id).Ascii("<</Type/Font/Subtype/Type0/BaseFont/").Ascii(name);
        output.Ascii("/Encoding/Identity-H/DescendantFonts[").Reference(descendant);
        output.Ascii("]/ToUnicode").Reference(toUnicode).Ascii(">>");

        file.Pack(descendant).Ascii("<</Type/Font/Subtype/CIDFontType2/BaseFont/").Ascii(name);
        output.Ascii("/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/CIDToGIDMap/Identity");
        output.Ascii("/FontDescriptor").Reference(descriptor).Ascii("/DW ").Integer(widths[0]).Ascii("/W[1[");
        for (var code = 1; code < widths.Count; code++)
        {
            output.Integer(widths[code]).Ascii(" ");
        }
        output.Ascii("]]>>");

        WriteDescriptor(file, descriptor, name, program);
        file.Stream(program, FormattableString.Invariant($"/Filter/FlateDecode/Length1 {subset.Length}"), subset.Data);
        file.Stream(toUnicode, "/Filter/FlateDecode", subset.ToUnicode);
    }

    private void WriteDescriptor(PdfFile file, int id, string name, int program)
    {
        var output = file.Pack(id).Ascii("<</Type/FontDescriptor/FontName/").Ascii(name);
        output.Ascii("/Flags ").Integer(face.Flags).Ascii("/FontBBox[");
        output.Numbers(face.Box.Left, face.Box.Bottom, face.Box.Right, face.Box.Top);
        output.Ascii("]/ItalicAngle ").Integer(face.ItalicAngle);
        output.Ascii("/Ascent ").Integer(face.Ascent).Ascii("/Descent ").Integer(face.Descent);
        // Cap height and stem width matter only where a program is replaced; here it is always embedded.
        output.Ascii("/CapHeight 714/StemV 90/FontFile2").Reference(program).Ascii(">>");
    }
}
