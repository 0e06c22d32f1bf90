namespace Enrollment.Documents.Pdf;

/// <summary>
/// Writes the glyphs of one run as TJ operators (ISO 32000-2, 9.4.3). Where the ToUnicode map alone would not give back
/// the text of a cluster, the cluster stands in a Span with ActualText (14.9.4): per cluster, because readers reverse
/// the replacement text of a whole right-to-left run.
/// </summary>
internal ref struct GlyphWriter(ByteWriter output, EmbeddedFont font, double size)
{
    // The meaning of dots and marks for a reader that doesn't know ActualText: without effect between letters. PDF/A
    // wants every glyph to have one.
    private static readonly ReadOnlyMemory<char> Joiner = "\u200D".AsMemory();

    // Whether an array of codes, and within it a string of codes, is open.
    private bool inArray;
    private bool inString;

    private bool isRightToLeft;

    /// <summary>
    /// First the letters, one glyph for each cluster on one baseline, then what else belongs to clusters: the dots
    /// and marks that some faces split off, in a Span without text. Between the letters they would tear words apart
    /// for a reader that goes by position.
    /// </summary>
    public void Write(string text, ReadOnlySpan<ShapedGlyph> glyphs)
    {
        var hasMarks = false;
        isRightToLeft = glyphs.Length > 1 && glyphs[0].Cluster > glyphs[^1].Cluster;
        for (int start = 0, end; start < glyphs.Length; start = end)
        {
            end = EndOfCluster(glyphs, start);
            var letter = start + Widest(glyphs[start..end]);
            if (IsVowelMark(glyphs[letter]))
            {
                WriteUnseen(text, glyphs[letter]);
                hasMarks = true;
            }
            else
            {
                WriteLetter(text, glyphs[letter]);
                hasMarks |= end - start > 1;
            }
        }
        if (hasMarks)
        {
            CloseArray();
            output.Ascii("/Span<</ActualText<FEFF>>>BDC\n");
            WriteMarks(glyphs);
            CloseArray();
            output.Ascii("EMC\n");
        }
        CloseArray();
    }

    // A mark with a place of its own in the text, such as the vowels of Arabic. It is drawn with the dots, over its letter:
    // drawn here, where a reader that goes by position expects no step back, it would end the word.
    private readonly bool IsVowelMark(ShapedGlyph glyph) => isRightToLeft && glyph.Advance == 0;

    // Invisible (ISO 32000-2, 9.3.6) and without width, so that the text has the mark behind its letter.
    private void WriteUnseen(string text, ShapedGlyph glyph)
    {
        CloseArray();
        output.Ascii("3 Tr\n");
        WriteLetter(text, glyph with { OffsetX = 0, OffsetY = 0 });
        CloseArray();
        output.Ascii("0 Tr\n");
    }

    private void WriteLetter(string text, ShapedGlyph glyph)
    {
        var own = text.AsMemory(glyph.Cluster, glyph.ClusterLength);
        var code = font.CodeOf(glyph.Id, Visible(own));
        var isPlain = font.TextOf(code).SequenceEqual(own.Span);
        if (!isPlain)
        {
            CloseArray();
            output.Ascii("/Span<</ActualText").TextString(own.Span).Ascii(">>BDC\n");
        }
        WriteGlyph(glyph, code);
        if (!isPlain)
        {
            CloseArray();
            output.Ascii("EMC\n");
        }
    }

    private void WriteMarks(ReadOnlySpan<ShapedGlyph> glyphs)
    {
        // Back to the start of the run, then forward from mark to mark, and on to its end.
        var width = 0;
        foreach (var glyph in glyphs)
        {
            width += glyph.Advance;
        }
        var pending = -width;
        for (int start = 0, end; start < glyphs.Length; start = end)
        {
            end = EndOfCluster(glyphs, start);
            var letter = start + Widest(glyphs[start..end]);
            for (var i = start; i < end; i++)
            {
                if (i != letter || IsVowelMark(glyphs[i]))
                {
                    Move(pending);
                    pending = 0;
                    WriteGlyph(glyphs[i], font.CodeOf(glyphs[i].Id, Joiner));
                }
                else
                {
                    pending += glyphs[i].Advance;
                }
            }
        }
        Move(pending);
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

    private static int EndOfCluster(ReadOnlySpan<ShapedGlyph> glyphs, int start)
    {
        var end = start + 1;
        while (end < glyphs.Length && glyphs[end].Cluster == glyphs[start].Cluster)
        {
            end++;
        }
        return end;
    }

    // The widest glyph of a cluster is its letter; the others are its dots and marks.
    private static int Widest(ReadOnlySpan<ShapedGlyph> glyphs)
    {
        var widest = 0;
        for (var i = 1; i < glyphs.Length; i++)
        {
            if (glyphs[i].Advance > glyphs[widest].Advance)
            {
                widest = i;
            }
        }
        return widest;
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
