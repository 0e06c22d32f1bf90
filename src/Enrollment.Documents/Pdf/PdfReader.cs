using System.Globalization;

namespace Enrollment.Documents.Pdf;

/// <summary>
/// Reads a file of the form that <see cref="PdfFile"/> and <see cref="PdfUpdate"/> write, or wrote formerly: each revision
/// complete and behind the other, with cross-references of one kind. Objects that are packed into streams are there for
/// other programs: nothing that is asked here is in one. Anything else is malformed. Takes time and memory in proportion
/// to the file, whatever is in it.
/// </summary>
internal sealed class PdfReader
{
    // Of all revisions together. A certificate has some seventy; a few bytes can claim thousands.
    private const int MostObjects = 200_000;

    // The last line of a revision is short: "startxref", ten digits, "%%EOF".
    private const int TailLength = 40;

    private readonly ReadOnlyMemory<byte> file;
    private readonly Dictionary<int, int> offsets = [];
    private readonly List<PdfRevision> revisions = [];
    private int objectsLeft = MostObjects;

    /// <exception cref="MalformedPdfException">Says what is wrong.</exception>
    public PdfReader(ReadOnlyMemory<byte> file)
    {
        this.file = file;
        if (!file.Span.StartsWith("%PDF-1.7\n"u8))
        {
            throw new MalformedPdfException("The file isn't a PDF of version 1.7.");
        }
        ReadRevisions();
        var trailer = Last.Trailer;
        Catalog = Reference(trailer, "Root");
        Information = Reference(trailer, "Info");
        Size = Integer(trailer, "Size");
        Identifier = trailer["ID"] is PdfArray { Items: [PdfText { Bytes.Length: 16 } first, PdfText] }
            ? first.Bytes
            : throw new MalformedPdfException("The trailer has no identifier.");
    }

    public ReadOnlyMemory<byte> File => file;

    /// <summary>Object number of the catalog.</summary>
    public int Catalog { get; }

    /// <summary>Object number of the information dictionary.</summary>
    public int Information { get; }

    /// <summary>The first object number that is free.</summary>
    public int Size { get; }

    /// <summary>The first half of the file identifier: 16 bytes.</summary>
    public byte[] Identifier { get; }

    /// <summary>The revisions, the newest first.</summary>
    public IReadOnlyList<PdfRevision> Revisions => revisions;

    public PdfRevision Last => revisions[0];

    /// <summary>The object, as its newest revision has it.</summary>
    /// <exception cref="MalformedPdfException">There is none, or it isn't well-formed.</exception>
    public PdfValue Object(int id) => Parse(id).Value;

    /// <summary>The object, which is a dictionary.</summary>
    /// <exception cref="MalformedPdfException">It isn't one.</exception>
    public PdfDictionary Dictionary(int id) => Object(id) as PdfDictionary ?? throw Wrong(id);

    /// <summary>The value, or the object that it refers to.</summary>
    /// <exception cref="MalformedPdfException">There is no such object.</exception>
    public PdfValue? Resolve(PdfValue? value) => value is PdfReference reference ? Object(reference.Id) : value;

    /// <summary>A stream's dictionary and its bytes as they stand.</summary>
    /// <exception cref="MalformedPdfException">The object isn't a well-formed stream.</exception>
    public (PdfDictionary Entries, ReadOnlyMemory<byte> Data) Stream(int id)
    {
        var (value, parser) = Parse(id);
        return value is PdfDictionary entries && StreamOf(entries, parser) is { } data
            ? (entries, data)
            : throw Wrong(id);
    }

    /// <summary>
    /// The bytes of a stream before compression, if it is compressed; null where they are more than
    /// <paramref name="most"/>, or can't be had.
    /// </summary>
    /// <exception cref="MalformedPdfException">The object isn't a well-formed stream.</exception>
    public ReadOnlyMemory<byte>? Content(int id, int most)
    {
        var (entries, data) = Stream(id);
        return entries["Filter"] switch
        {
            null when data.Length <= most => data,
            PdfName { Name: "FlateDecode" } when Flate.Decompress(data, most) is { } content => content,
            // Named, since a null of arrays would become memory of no bytes.
            _ => default(ReadOnlyMemory<byte>?),
        };
    }

    /// <summary>The bytes of a stream behind its dictionary; null where there is none.</summary>
    private ReadOnlyMemory<byte>? StreamOf(PdfDictionary entries, PdfParser parser)
    {
        if (!parser.Take("\nstream\n"u8))
        {
            return null;
        }
        var (start, length) = (parser.Position, Integer(entries, "Length"));
        if (length > file.Length - start)
        {
            return null;
        }
        parser.Skip(length);
        parser.Demand("\nendstream\nendobj\n"u8);
        return file.Slice(start, length);
    }

    private (PdfValue Value, PdfParser Behind) Parse(int id)
    {
        if (!offsets.TryGetValue(id, out var offset))
        {
            throw Wrong(id);
        }
        var parser = new PdfParser(file, offset);
        if (parser.Digits() != id)
        {
            throw Wrong(id);
        }
        parser.Demand(" 0 obj\n"u8);
        return (parser.Value(), parser);
    }

    private void ReadRevisions()
    {
        var tail = Math.Max(0, file.Length - TailLength);
        var found = file.Span[tail..].LastIndexOf("startxref\n"u8);
        if (found < 0)
        {
            throw new MalformedPdfException("The end of the file is missing.");
        }
        var parser = new PdfParser(file, tail + found + "startxref\n".Length);
        int? next = parser.Digits();
        var limit = file.Length;
        var bodies = new List<List<int>>();
        while (next is { } start)
        {
            if (start >= limit)
            {
                throw new MalformedPdfException("The revisions of the file aren't in order.");
            }
            var revision = ReadRevision(start, limit, bodies);
            if (revisions.Count == 0 && revision.End != file.Length)
            {
                throw new MalformedPdfException("Something follows the end of the file.");
            }
            if (revisions.Count > 0 && revision.IsTable != Last.IsTable)
            {
                throw new MalformedPdfException("The revisions of the file have cross-references of two kinds.");
            }
            revisions.Add(revision);
            // Each lies before the other, so that none is read twice.
            limit = start;
            next = revision.Trailer["Prev"] is null ? null : Integer(revision.Trailer, "Prev");
        }
        CheckBodies(bodies);
    }

    private PdfRevision ReadRevision(int start, int limit, List<List<int>> bodies)
    {
        var parser = new PdfParser(file, start);
        var isTable = parser.Take("xref\n"u8);
        var (trailer, places) = isTable ? ReadTable(parser) : ReadStream(parser);
        foreach (var (id, offset) in places)
        {
            offsets.TryAdd(id, offset);
        }
        // A stream of cross-references may list itself.
        bodies.Add([.. places.Select(place => place.Offset).Where(offset => isTable || offset != start)]);
        parser.Demand("startxref\n"u8);
        if (parser.Digits() != start)
        {
            throw new MalformedPdfException("A revision doesn't name its own table.");
        }
        parser.Demand("\n%%EOF\n"u8);
        return parser.Position <= limit
            ? new(start, parser.Position, trailer, isTable)
            : throw new MalformedPdfException("The revisions of the file overlap.");
    }

    private (PdfDictionary, List<(int Id, int Offset)>) ReadTable(PdfParser parser)
    {
        var places = CrossReferenceTable.Read(parser, ref objectsLeft);
        // A file of both kinds has objects that one reader sees and another doesn't.
        if (parser.Value() is not PdfDictionary trailer || trailer["XRefStm"] is not null)
        {
            throw new MalformedPdfException("A trailer is missing or names a stream of cross-references.");
        }
        parser.Demand("\n"u8);
        return (trailer, places);
    }

    private (PdfDictionary, List<(int Id, int Offset)>) ReadStream(PdfParser parser)
    {
        _ = parser.Digits();
        parser.Demand(" 0 obj\n"u8);
        var (entries, data) =
            parser.Value() is PdfDictionary dictionary && StreamOf(dictionary, parser) is { } content
                ? (dictionary, content)
                : throw new MalformedPdfException("The cross-references are missing.");
        return (entries, CrossReferenceStream.Read(entries, data, ref objectsLeft));
    }

    // Objects stand in the revision that lists them, and all revisions have one catalog: nothing is hidden elsewhere.
    private void CheckBodies(List<List<int>> bodies)
    {
        for (var i = 0; i < revisions.Count; i++)
        {
            var start = i + 1 < revisions.Count ? revisions[i + 1].End : 0;
            var end = revisions[i].CrossReference;
            if (bodies[i].Exists(offset => offset < start || offset >= end))
            {
                throw new MalformedPdfException("An object stands outside of its revision.");
            }
            if (Reference(revisions[i].Trailer, "Root") != Reference(Last.Trailer, "Root"))
            {
                throw new MalformedPdfException("The revisions differ in their catalog.");
            }
        }
    }

    private static int Reference(PdfDictionary dictionary, string key) =>
        dictionary[key] is PdfReference reference
            ? reference.Id
            : throw new MalformedPdfException($"The trailer's '{key}' is missing.");

    private static int Integer(PdfDictionary dictionary, string key) =>
        dictionary[key] is PdfInteger integer ? integer.Value : throw new MalformedPdfException($"'{key}' is missing.");

    private static MalformedPdfException Wrong(int id) =>
        new(string.Create(CultureInfo.InvariantCulture, $"Object {id} is missing or isn't what it must be."));
}
