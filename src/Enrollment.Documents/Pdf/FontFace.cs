using HarfBuzzSharp;

namespace Enrollment.Documents.Pdf;

/// <summary>
/// One typeface file, parsed once and shared by all threads: which characters it has, how wide its glyphs are, and
/// subsets of it. Lengths are thousandths of the type size, the unit of PDF's glyph space (ISO 32000-2, 9.2.4).
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage(
    "Design",
    "CA1001:Types that own disposable fields should be disposable",
    Justification = "A face lives as long as the process: a thread may be drawing with it until the end."
)]
internal sealed class FontFace
{
    // What a CIDFontType2 program needs is glyf, head, hhea, hmtx, loca and maxp (ISO 32000-2, 9.9); the rest goes.
    private static readonly string[] UnusedTables =
    [
        "cmap",
        "name",
        "OS/2",
        "post",
        "GDEF",
        "GPOS",
        "GSUB",
        "BASE",
        "STAT",
        "gasp",
        "kern",
        "vhea",
        "vmtx",
        "VORG",
        "DSIG",
    ];

    private readonly Lazy<nint> subsetSource;
    private readonly Face face;

    /// <summary>Opens the file; throws <see cref="FileNotFoundException"/> with its path when it is missing.</summary>
    public FontFace(string path, string postScriptName, bool isSerif = false, bool isItalic = false)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"The typeface {postScriptName} is missing.", path);
        }
        PostScriptName = postScriptName;
        // The file is mapped, not read: a page of a 15 MB face is loaded when a glyph on it is drawn.
        using var blob = Blob.FromFile(path);
        face = new Face(blob, 0);
        face.MakeImmutable();
        Shaper = new Font(face);
        Shaper.SetScale(1000, 1000);
        Shaper.TryGetHorizontalFontExtents(out var extents);
        Ascent = extents.Ascender;
        Descent = extents.Descender;
        Box = ReadBox();
        ItalicAngle = isItalic ? -12 : 0;
        // Font descriptor flags (ISO 32000-2, table 121): 2 serif, 4 symbolic (no simple encoding), 64 italic.
        Flags = 4 | (isSerif ? 2 : 0) | (isItalic ? 64 : 0);
        subsetSource = new(() => SubsetLibrary.Preprocess(face.Handle));
    }

    public string PostScriptName { get; }

    /// <summary>HarfBuzz's view of the face; never changed after this, so that threads may share it.</summary>
    public Font Shaper { get; }
    public int Ascent { get; }

    /// <summary>Depth below the baseline, a negative number.</summary>
    public int Descent { get; }
    public int ItalicAngle { get; }
    public int Flags { get; }

    /// <summary>The subsets made so far, for a face whose texts repeat from document to document; otherwise null.</summary>
    public FontProgramCache? Programs { get; init; }

    /// <summary>
    /// Glyphs that each document gets, used or not, so that a serial number makes no difference to the subset.
    /// </summary>
    public IReadOnlyList<(ushort Glyph, ReadOnlyMemory<char> Text)> Always { get; private init; } = [];

    /// <summary>The characters behind <see cref="Always"/>, each of which has a glyph of its own.</summary>
    public string AlwaysText
    {
        init =>
            Always = [
                .. value.Select(
                    (character, i) =>
                        Shaper.TryGetNominalGlyph(character, out var glyph)
                            ? ((ushort)glyph, value.AsMemory(i, 1))
                            : throw new ArgumentException($"{PostScriptName} has no \"{character}\".", nameof(value))
                ),
            ];
    }

    /// <summary>The box around all glyphs: left, bottom, right, top.</summary>
    public (int Left, int Bottom, int Right, int Top) Box { get; }

    public bool Has(int codePoint) => Shaper.TryGetNominalGlyph(codePoint, out var glyph) && glyph != 0;

    public int AdvanceOf(int glyph) => Shaper.GetHorizontalGlyphAdvance((uint)glyph);

    /// <summary>
    /// A TrueType program with only these glyphs. Glyph <c>glyphs[i]</c> gets the number <c>i</c>; the first is .notdef
    /// (glyph 0) by the rule of the format. The same glyphs in the same order give the same bytes.
    /// </summary>
    public byte[] Subset(ReadOnlySpan<ushort> glyphs)
    {
        var source = subsetSource.Value;
        var input = SubsetLibrary.CreateInput();
        try
        {
            SubsetLibrary.SetFlags(
                input,
                SubsetLibrary.NoHinting | SubsetLibrary.NotdefOutline | SubsetLibrary.NoLayoutClosure
            );
            var wanted = SubsetLibrary.GlyphSet(input);
            var numbering = SubsetLibrary.GlyphMapping(input);
            for (var i = 0; i < glyphs.Length; i++)
            {
                SubsetLibrary.Add(wanted, glyphs[i]);
                SubsetLibrary.Map(numbering, glyphs[i], (uint)i);
            }
            var dropped = SubsetLibrary.InputSet(input, SubsetLibrary.DropTables);
            foreach (var tag in UnusedTables)
            {
                SubsetLibrary.Add(dropped, new Tag(tag[0], tag[1], tag[2], tag[3]));
            }
            return ReadProgram(SubsetLibrary.Subset(source, input));
        }
        finally
        {
            SubsetLibrary.DestroyInput(input);
        }
    }

    private byte[] ReadProgram(nint subset)
    {
        if (subset == 0)
        {
            throw new InvalidOperationException($"HarfBuzz could not subset {PostScriptName}.");
        }
        var blob = SubsetLibrary.ReferenceBlob(subset);
        try
        {
            var data = SubsetLibrary.BlobData(blob, out var length);
            unsafe
            {
                return new ReadOnlySpan<byte>((void*)data, (int)length).ToArray();
            }
        }
        finally
        {
            SubsetLibrary.DestroyBlob(blob);
            SubsetLibrary.DestroyFace(subset);
        }
    }

    // xMin, yMin, xMax, yMax stand at offset 36 of the head table (OpenType 1.9, "head").
    private (int, int, int, int) ReadBox()
    {
        using var table = face.ReferenceTable(new Tag('h', 'e', 'a', 'd'));
        var head = table.AsSpan();
        var scale = 1000.0 / face.UnitsPerEm;
        return (At(head, 36), At(head, 38), At(head, 40), At(head, 42));

        int At(ReadOnlySpan<byte> bytes, int offset) =>
            (int)Math.Round(System.Buffers.Binary.BinaryPrimitives.ReadInt16BigEndian(bytes[offset..]) * scale);
    }
}
