namespace Enrollment.Documents.Pdf;

/// <summary>
/// A document in the making: pages, the fonts and drawings that they use, the structure tree. Belongs to one thread;
/// the faces and forms in it are shared. The result claims PDF/A-3A and PDF/UA-1.
/// </summary>
internal sealed class PdfDocument(DocumentProperties properties)
{
    private readonly PdfFile file = new();
    private readonly List<PageContent> pages = [];
    private readonly Dictionary<FontFace, (EmbeddedFont Font, int Id)> fonts = [];
    private readonly Dictionary<IStaticDrawing, string> shared = [];
    private readonly List<(string Name, int Id)> drawings = [];
    private readonly List<Attachment> attachments = [];

    /// <summary>The top of the structure tree.</summary>
    public StructureElement Structure { get; } = new("Document");

    /// <summary>Adds a page; its size is in points.</summary>
    public PageContent AddPage(double width, double height)
    {
        var page = new PageContent(this, pages.Count, width, height) { Id = file.Allocate() };
        pages.Add(page);
        return page;
    }

    /// <summary>Attaches a file. Names are unique and in ascending order, as a name tree has them (7.9.6).</summary>
    public void Attach(Attachment attachment) => attachments.Add(attachment);

    /// <summary>Completes the file. To be called once.</summary>
    public byte[] Save()
    {
        var (catalog, tree, resources) = (file.Allocate(), file.Allocate(), file.Allocate());
        WriteAnnotations();
        foreach (var page in pages)
        {
            WritePage(page, tree, resources);
        }
        var structure = new StructureTree(file, pages).Write(Structure);
        WriteResources(resources);
        WritePageTree(tree);

        var (profile, metadata, information) = (file.Allocate(), file.Allocate(), file.Allocate());
        file.Stream(profile, "/N 3/Filter/FlateDecode", SrgbProfile.Compressed);
        Metadata.WriteXmp(file, metadata, properties);
        Metadata.WriteInformation(file, information, properties);
        var attached = attachments.Select(attachment => attachment.Write(file, properties.CreatedOn)).ToArray();
        WriteCatalog(catalog, tree, structure, metadata, profile, attached);
        return file.Finish(catalog, information);
    }

    /// <summary>The language of a run where it isn't the document's.</summary>
    internal string? Foreign(string? language)
    {
        // Cyrillic letters that may be Kazakh as well as Russian are taken for the document's own language if it has them.
        var known =
            language != TextShaper.SomeCyrillic ? language
            : properties.Language is "kk" or "ru" ? null
            : "ru";
        return known is null || properties.Language.StartsWith(known[..2], StringComparison.Ordinal) ? null : known;
    }

    internal EmbeddedFont FontOf(FontFace face)
    {
        if (!fonts.TryGetValue(face, out var entry))
        {
            entry = (new(face, FormattableString.Invariant($"F{fonts.Count + 1}")), file.Allocate());
            fonts.Add(face, entry);
        }
        return entry.Font;
    }

    internal string NameOf(IStaticDrawing drawing)
    {
        if (!shared.TryGetValue(drawing, out var name))
        {
            name = Register(drawing.Write(file));
            shared.Add(drawing, name);
        }
        return name;
    }

    // An image mask (ISO 32000-2, 8.9.6.2) paints where a sample is 0 unless Decode turns it around.
    internal string AddMask(ReadOnlySpan<byte> rows, int columns)
    {
        var id = file.Allocate();
        var height = rows.Length / ((columns + 7) / 8);
        var entries = FormattableString.Invariant(
            $"/Type/XObject/Subtype/Image/Width {columns}/Height {height}/ImageMask true/BitsPerComponent 1/Decode[1 0]"
        );
        // Not compressed: the modules of a QR code are as good as random, it would come out longer.
        file.Stream(id, entries, rows);
        return Register(id);
    }

    private string Register(int id)
    {
        var name = FormattableString.Invariant($"X{drawings.Count + 1}");
        drawings.Add((name, id));
        return name;
    }

    // Before the structure tree, which refers to them and needs their keys.
    private void WriteAnnotations()
    {
        var key = pages.Count;
        foreach (var page in pages)
        {
            foreach (var annotation in page.Annotations)
            {
                annotation.Id = file.Allocate();
                annotation.ParentKey = key++;
                annotation.Write(file, page.Id);
            }
        }
    }

    private void WritePage(PageContent page, int tree, int resources)
    {
        var pieces = new List<int>(2);
        foreach (var piece in page.Finish())
        {
            pieces.Add(file.Allocate());
            file.Stream(pieces[^1], "/Filter/FlateDecode", piece);
        }
        var output = file.Pack(page.Id).Ascii("<</Type/Page/Parent").Reference(tree);
        output.Ascii("/MediaBox[0 0 ").Numbers(page.Width, page.Height).Ascii("]/Resources").Reference(resources);
        output.Ascii(pieces.Count > 1 ? "/Contents[" : "/Contents");
        foreach (var piece in pieces)
        {
            output.Reference(piece);
        }
        output.Ascii(pieces.Count > 1 ? "]/StructParents " : "/StructParents ").Integer(pages.IndexOf(page));
        if (page.Annotations.Count > 0)
        {
            output.Ascii("/Annots[");
            foreach (var annotation in page.Annotations)
            {
                output.Reference(annotation.Id);
            }
            output.Ascii("]");
        }
        // Tab order follows the structure (ISO 14289-1, 7.18.3).
        output.Ascii("/Tabs/S>>");
    }

    private void WriteResources(int id)
    {
        foreach (var (font, fontId) in fonts.Values)
        {
            font.Write(file, fontId);
        }
        var output = file.Pack(id).Ascii("<</Font<<");
        foreach (var (font, fontId) in fonts.Values)
        {
            output.Ascii("/").Ascii(font.ResourceName).Reference(fontId);
        }
        output.Ascii(">>/XObject<<");
        foreach (var (name, drawing) in drawings)
        {
            output.Ascii("/").Ascii(name).Reference(drawing);
        }
        output.Ascii(">>>>");
    }

    private void WritePageTree(int id)
    {
        var output = file.Pack(id).Ascii("<</Type/Pages/Count ").Integer(pages.Count).Ascii("/Kids[");
        foreach (var page in pages)
        {
            output.Reference(page.Id);
        }
        output.Ascii("]>>");
    }

    private void WriteCatalog(int id, int tree, int structure, int metadata, int profile, int[] attached)
    {
        var output = file.Begin(id).Ascii("<</Type/Catalog/Pages").Reference(tree);
        output.Ascii("/Metadata").Reference(metadata).Ascii("/MarkInfo<</Marked true>>/StructTreeRoot");
        output.Reference(structure).Ascii("/Lang(").Ascii(properties.Language);
        output.Ascii(")/ViewerPreferences<</DisplayDocTitle true>>/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1");
        output.Ascii("/OutputConditionIdentifier(sRGB IEC61966-2.1)/Info(sRGB IEC61966-2.1)/DestOutputProfile");
        output.Reference(profile).Ascii(">>]");
        WriteForm(output);
        WriteAttachments(output, attached);
        output.Ascii(">>");
        file.End();
    }

    private void WriteForm(ByteWriter output)
    {
        var fields = pages.SelectMany(page => page.Annotations).OfType<SignatureField>().ToList();
        if (fields.Count == 0)
        {
            return;
        }
        output.Ascii("/AcroForm<</Fields[");
        foreach (var field in fields)
        {
            output.Reference(field.Id);
        }
        // Flags: there is a signature field, and whoever changes the file appends to it. They stand here before there is
        // a signature, so that signing changes nothing but the field.
        output.Ascii("]/SigFlags 3>>");
    }

    private void WriteAttachments(ByteWriter output, int[] attached)
    {
        if (attached.Length == 0)
        {
            return;
        }
        output.Ascii("/Names<</EmbeddedFiles<</Names[");
        foreach (var (attachment, id) in attachments.Zip(attached))
        {
            output.Ascii("(").Ascii(attachment.FileName).Ascii(")").Reference(id);
        }
        output.Ascii("]>>>>/AF[");
        foreach (var id in attached)
        {
            output.Reference(id);
        }
        output.Ascii("]");
    }
}
