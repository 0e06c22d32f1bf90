namespace Enrollment.Documents.Pdf;

/// <summary>
/// Writes the structure tree of a document (ISO 32000-2, 14.7): every element with its kids, and the parent tree that
/// leads from marked content on a page, and from an annotation, back to its element.
/// </summary>
internal sealed class StructureTree(PdfFile file, IReadOnlyList<PageContent> pages)
{
    private static readonly StructureElement.Kid NoKid = new(null, null, -1, 0);

    // For each page the element of each piece of marked content, by number.
    private readonly int[][] contentParents = [.. pages.Select(page => new int[page.MarkedContents])];
    private readonly List<(int Key, int Element)> annotationParents = [];

    /// <summary>Writes the tree below <paramref name="document"/> and returns the object number of its root.</summary>
    public int Write(StructureElement document)
    {
        var root = file.Allocate();
        var parentTree = file.Allocate();
        var top = Write(document, root);
        var output = file.Pack(root).Ascii("<</Type/StructTreeRoot/K").Reference(top);
        output.Ascii("/ParentTree").Reference(parentTree).Ascii("/ParentTreeNextKey ");
        output.Integer(pages.Count + annotationParents.Count).Ascii(">>");
        WriteParents(parentTree);
        return root;
    }

    private int Write(StructureElement element, int parent)
    {
        var id = file.Allocate();
        // Children first: an object is written in one piece, and theirs would fall into the middle of it.
        var children = new int[element.Kids.Count];
        for (var i = 0; i < children.Length; i++)
        {
            children[i] = element.Kids[i].Element is { } child ? Write(child, id) : 0;
        }
        var output = file.Pack(id).Ascii("<</Type/StructElem/S/").Ascii(element.Type).Ascii("/P").Reference(parent);
        if (element.Language is { } language)
        {
            output.Ascii("/Lang(").Ascii(language).Ascii(")");
        }
        if (element.Alternative is { } alternative)
        {
            output.Ascii("/Alt").TextString(alternative);
        }
        if (element.Box is { } box)
        {
            output.Ascii("/A<</O/Layout/Placement/Block/BBox[");
            output.Numbers(box.Left, box.Bottom, box.Right, box.Top).Ascii("]>>");
        }
        if (element.Scope is { } scope)
        {
            output.Ascii("/A<</O/Table/Scope/").Ascii(scope).Ascii(">>");
        }
        // The element's page is that of its first content; only content on another page has to name its own.
        var page = element.Kids.FirstOrDefault(kid => kid.Element is null && kid.Annotation is null, NoKid).Page;
        if (page >= 0)
        {
            output.Ascii("/Pg").Reference(pages[page].Id);
        }
        output.Ascii("/K[");
        for (var i = 0; i < children.Length; i++)
        {
            WriteKid(output, element.Kids[i], id, children[i], page);
        }
        output.Ascii("]>>");
        return id;
    }

    private void WriteKid(ByteWriter output, StructureElement.Kid kid, int parent, int child, int page)
    {
        if (kid.Element is not null)
        {
            output.Reference(child);
        }
        else if (kid.Annotation is { } annotation)
        {
            annotationParents.Add((annotation.ParentKey, parent));
            output.Ascii("<</Type/OBJR");
            if (kid.Page != page)
            {
                output.Ascii("/Pg").Reference(pages[kid.Page].Id);
            }
            output.Ascii("/Obj").Reference(annotation.Id).Ascii(">>");
        }
        else
        {
            contentParents[kid.Page][kid.MarkedContent] = parent;
            if (kid.Page == page)
            {
                output.Ascii(" ").Integer(kid.MarkedContent);
                return;
            }
            output.Ascii("<</Type/MCR/Pg").Reference(pages[kid.Page].Id).Ascii("/MCID ");
            output.Integer(kid.MarkedContent).Ascii(">>");
        }
    }

    // A number tree (7.9.7) with a single leaf: keys are the pages in order, then the annotations.
    private void WriteParents(int id)
    {
        var output = file.Pack(id).Ascii("<</Nums[");
        for (var page = 0; page < contentParents.Length; page++)
        {
            output.Integer(page).Ascii("[");
            foreach (var element in contentParents[page])
            {
                output.Reference(element);
            }
            output.Ascii("]");
        }
        foreach (var (key, element) in annotationParents.OrderBy(parent => parent.Key))
        {
            output.Ascii(" ").Integer(key).Reference(element);
        }
        output.Ascii("]>>");
    }
}
