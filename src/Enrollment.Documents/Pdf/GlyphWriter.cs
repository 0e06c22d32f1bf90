namespace Enrollment.Documents.Pdf;

/// <summary>
/// Writes the glyphs of one run as TJ operators (ISO 32000-2, 9.4.3). Where the ToUnicode map alone would not give back
/// the text of a cluster, the cluster stands in a Span with ActualText (14.9.4): per cluster, because readers reverse
/// the replacement text of a whole right-to-left run.
/// </summary>
internal ref struct GlyphWriter(ByteWriter output, EmbeddedFont font, double size)
{
    // Extracted for the parts of a cluster other than the one that carries its text: without effect between letters.
    private static readonly ReadOnlyMemory<char> Joiner = "\u200D".AsMemory();

    // Whether an array of codes, and within it a string of codes, is open.
    private bool inArray;
    private bool inString;

    public void Write(string text, ReadOnlySpan<ShapedGlyph> glyphs)
    {
        for (int start = 0, end; start < glyphs.Length; start = end)
        {
            var first = glyphs[start];
            end = start + 1;
            while (end < glyphs.Length && glyphs[end].Cluster == first.Cluster)
            {
                end++;
            }
            WriteCluster(text.AsMemory(first.Cluster, first.ClusterLength), glyphs[start..end]);
        }
        CloseArray();
    }

    private void WriteCluster(ReadOnlyMemory<char> text, ReadOnlySpan<ShapedGlyph> glyphs)
    {
        var meaning = Visible(text);
        var carrier = Carrier(glyphs);
        var codes = glyphs.Length <= 16 ? stackalloc int[glyphs.Length] : new int[glyphs.Length];
        for (var i = 0; i < glyphs.Length; i++)
        {
            codes[i] = font.CodeOf(glyphs[i].Id, i == carrier ? meaning : Joiner);
        }
        var isPlain = glyphs.Length == 1 && font.TextOf(codes[0]).SequenceEqual(text.Span);
        if (!isPlain)
        {
            CloseArray();
            output.Ascii("/Span<</ActualText").TextString(text.Span).Ascii(">>BDC\n");
        }
        for (var i = 0; i < glyphs.Length; i++)
        {
            WriteGlyph(glyphs[i], codes[i]);
        }
        if (!isPlain)
        {
            CloseArray();
            output.Ascii("EMC\n");
        }
    }

    private void WriteGlyph(ShapedGlyph glyph, int code)
    {
        if (glyph.OffsetY != 0)
        {
            CloseArray();
            output.Number(glyph.OffsetY * size / 1000).Ascii(" Ts\n");
        }
        Move(glyph.OffsetX);
        OpenString();
        output.Hex4(code);
        Move(glyph.Advance - font.WidthOf(code) - glyph.OffsetX);
        if (glyph.OffsetY != 0)
        {
            CloseArray();
            output.Ascii("0 Ts\n");
        }
    }

    // A number in the array moves to the left (9.4.3), hence the sign.
    private void Move(int thousandths)
    {
        if (thousandths == 0)
        {
            return;
        }
        if (inString)
        {
            output.Ascii(">");
            inString = false;
        }
        OpenArray();
        output.Integer(-thousandths);
    }

    private void OpenString()
    {
        if (!inString)
        {
            OpenArray();
            output.Ascii("<");
            inString = true;
        }
    }

    private void OpenArray()
    {
        if (!inArray)
        {
            output.Ascii("[");
            inArray = true;
        }
    }

    private void CloseArray()
    {
        if (inString)
        {
            output.Ascii(">");
            inString = false;
        }
        if (inArray)
        {
            output.Ascii("]TJ\n");
            inArray = false;
        }
    }

    // The widest glyph of a cluster is its letter; the others are its dots and marks.
    private static int Carrier(ReadOnlySpan<ShapedGlyph> glyphs)
    {
        var carrier = 0;
        for (var i = 1; i < glyphs.Length; i++)
        {
            if (glyphs[i].Advance > glyphs[carrier].Advance)
            {
                carrier = i;
            }
        }
        return carrier;
    }

    // Characters without a shape don't belong into the meaning of a glyph (PDF/A even forbids U+FEFF there).
    private static ReadOnlyMemory<char> Visible(ReadOnlyMemory<char> text)
    {
        foreach (var rune in text.Span.EnumerateRunes())
        {
            if (Characters.IsIgnorable(rune))
            {
                var kept = string.Concat(
                    text.ToString().EnumerateRunes().Where(other => !Characters.IsIgnorable(other))
                );
                return kept.Length == 0 ? Joiner : kept.AsMemory();
            }
        }
        return text;
    }
}
