namespace Enrollment.Documents.Pdf;

/// <summary>
/// A drawing that many documents share (a form XObject, ISO 32000-2, 8.10): compressed once, copied into each. Forms
/// may draw other forms, which they know by name.
/// </summary>
internal sealed class StaticForm : IStaticDrawing
{
    private readonly (string Name, StaticForm Form)[] children;
    private readonly byte[] data;
    private readonly (double Left, double Bottom, double Right, double Top) box;

    /// <param name="operators">Content operators; a child is drawn with <c>/name Do</c>.</param>
    /// <param name="box">The area that is drawn on, in the form's own units; what lies outside is clipped.</param>
    /// <param name="children">Forms that this one draws.</param>
    public StaticForm(
        ByteWriter operators,
        (double Left, double Bottom, double Right, double Top) box,
        params (string Name, StaticForm Form)[] children
    )
    {
        this.box = box;
        this.children = children;
        data = Flate.CompressOnce(operators.Written);
    }

    /// <summary>Writes the form and its children, and returns its object number.</summary>
    public int Write(PdfFile file)
    {
        var entries = new ByteWriter(256);
        entries.Ascii("/Type/XObject/Subtype/Form/BBox[").Numbers(box.Left, box.Bottom, box.Right, box.Top);
        entries.Ascii("]/Resources<</XObject<<");
        foreach (var (name, form) in children)
        {
            entries.Ascii("/").Ascii(name).Reference(form.Write(file));
        }
        entries.Ascii(">>>>/Filter/FlateDecode");
        var id = file.Allocate();
        file.Stream(id, System.Text.Encoding.ASCII.GetString(entries.Written), data);
        return id;
    }
}
