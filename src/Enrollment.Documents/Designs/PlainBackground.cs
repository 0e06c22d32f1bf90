using Enrollment.Documents.Certificates;
using Enrollment.Documents.Pdf;

namespace Enrollment.Documents.Designs;

/// <summary>Two fine rules around the sheet and a short one of color above the text: little ink.</summary>
internal static class PlainBackground
{
    public static StaticForm Create(SheetLayout layout, DesignColors colors)
    {
        var output = new ByteWriter(512);
        foreach (
            var (inset, thickness, color) in (ReadOnlySpan<(double, double, Color)>)
                [(28, 1.4, colors.Main), (33, 0.5, colors.Accent)]
        )
        {
            output.Stroke(color, thickness);
            output.Numbers(inset, inset, layout.Width - (2 * inset), layout.Height - (2 * inset)).Ascii("re S\n");
        }
        output.Fill(colors.Main);
        output.Numbers(layout.Middle - 60, layout.Height - 28 - 5, 120, 5).Ascii("re f\n");
        return new(output, (0, 0, layout.Width, layout.Height));
    }
}
