using Enrollment.Documents.Certificates;
using Enrollment.Documents.Pdf;
using ShimSkiaSharp;

namespace Enrollment.Documents.Designs;

/// <summary>Writes a path of an SVG drawing with the operators of a page, which knows lines and cubic curves only.</summary>
internal static class ShapePath
{
    public static void Append(ByteWriter output, SKPath path)
    {
        var (x, y) = (0.0, 0.0);
        foreach (var command in path.Commands ?? [])
        {
            switch (command)
            {
                case MoveToPathCommand move:
                    (x, y) = (move.X, move.Y);
                    output.Numbers(x, y).Ascii("m\n");
                    break;
                case LineToPathCommand line:
                    (x, y) = (line.X, line.Y);
                    output.Numbers(x, y).Ascii("l\n");
                    break;
                case CubicToPathCommand c:
                    output.Numbers(c.X0, c.Y0, c.X1, c.Y1, c.X2, c.Y2).Ascii("c\n");
                    (x, y) = (c.X2, c.Y2);
                    break;
                case QuadToPathCommand q:
                    // The same curve with two handles (degree elevation).
                    output.Numbers(x + (2 * (q.X0 - x) / 3), y + (2 * (q.Y0 - y) / 3));
                    output.Numbers(q.X1 + (2 * (q.X0 - q.X1) / 3), q.Y1 + (2 * (q.Y0 - q.Y1) / 3));
                    output.Numbers(q.X1, q.Y1).Ascii("c\n");
                    (x, y) = (q.X1, q.Y1);
                    break;
                case ArcToPathCommand arc:
                    Arc(output, x, y, arc);
                    (x, y) = (arc.X, arc.Y);
                    break;
                case ClosePathCommand:
                    output.Ascii("h\n");
                    break;
                case AddRectPathCommand { Rect: var r }:
                    output.Numbers(r.Left, r.Top, r.Width, r.Height).Ascii("re\n");
                    break;
                case AddRoundRectPathCommand { Rect: var r } round:
                    RoundRectangle(output, r, round.Rx, round.Ry);
                    break;
                case AddOvalPathCommand { Rect: var r }:
                    Ellipse(output, (r.Left + r.Right) / 2, (r.Top + r.Bottom) / 2, r.Width / 2, r.Height / 2);
                    break;
                case AddCirclePathCommand circle:
                    Ellipse(output, circle.X, circle.Y, circle.Radius, circle.Radius);
                    break;
                case AddPolyPathCommand { Points: { } points } poly:
                    Polygon(output, points, poly.Close);
                    break;
                default:
                    throw new DesignFault("logo_not_plain", "It has a shape that can't be drawn. Turn it into a path.");
            }
        }
    }

    private static void Polygon(ByteWriter output, IList<SKPoint> points, bool close)
    {
        for (var i = 0; i < points.Count; i++)
        {
            output.Numbers(points[i].X, points[i].Y).Ascii(i == 0 ? "m\n" : "l\n");
        }
        output.Ascii(close ? "h\n" : "");
    }

    private static void Ellipse(ByteWriter output, double x, double y, double rx, double ry)
    {
        CurvePath.Append(output, t => (x + (rx * Math.Cos(t)), y + (ry * Math.Sin(t))), 0, Math.Tau, 8);
        output.Ascii("h\n");
    }

    private static void RoundRectangle(ByteWriter output, SKRect r, double rx, double ry)
    {
        // How far the handles of a quarter of an ellipse reach, as a share of the radius.
        const double handle = 0.5522847498;
        (rx, ry) = (Math.Min(rx, r.Width / 2), Math.Min(ry, r.Height / 2));
        var (hx, hy) = (rx * (1 - handle), ry * (1 - handle));
        output.Numbers(r.Left + rx, r.Top).Ascii("m ").Numbers(r.Right - rx, r.Top).Ascii("l\n");
        output.Numbers(r.Right - hx, r.Top, r.Right, r.Top + hy, r.Right, r.Top + ry).Ascii("c ");
        output.Numbers(r.Right, r.Bottom - ry).Ascii("l\n");
        output.Numbers(r.Right, r.Bottom - hy, r.Right - hx, r.Bottom, r.Right - rx, r.Bottom).Ascii("c ");
        output.Numbers(r.Left + rx, r.Bottom).Ascii("l\n");
        output.Numbers(r.Left + hx, r.Bottom, r.Left, r.Bottom - hy, r.Left, r.Bottom - ry).Ascii("c ");
        output.Numbers(r.Left, r.Top + ry).Ascii("l\n");
        output.Numbers(r.Left, r.Top + hy, r.Left + hx, r.Top, r.Left + rx, r.Top).Ascii("c h\n");
    }

    // From the end points to the center and the angles: SVG 2, appendix B.2.4.
    private static void Arc(ByteWriter output, double x1, double y1, ArcToPathCommand arc)
    {
        var (rx, ry) = ((double)Math.Abs(arc.Rx), (double)Math.Abs(arc.Ry));
        if (rx == 0 || ry == 0)
        {
            output.Numbers(arc.X, arc.Y).Ascii("l\n");
            return;
        }
        var (sine, cosine) = Math.SinCos(arc.XAxisRotate * Math.PI / 180);
        var (dx, dy) = ((x1 - arc.X) / 2, (y1 - arc.Y) / 2);
        var (x, y) = ((cosine * dx) + (sine * dy), (cosine * dy) - (sine * dx));
        if (x == 0 && y == 0)
        {
            return;
        }
        var needed = (x * x / (rx * rx)) + (y * y / (ry * ry));
        if (needed > 1)
        {
            (rx, ry) = (rx * Math.Sqrt(needed), ry * Math.Sqrt(needed));
        }
        var share = (rx * rx * y * y) + (ry * ry * x * x);
        var root = Math.Sqrt(Math.Max(0, ((rx * rx * ry * ry) - share) / share));
        var isLarge = arc.LargeArc == SKPathArcSize.Large;
        var isClockwise = arc.Sweep == SKPathDirection.Clockwise;
        root = isLarge == isClockwise ? -root : root;
        var (cx, cy) = (root * rx * y / ry, -root * ry * x / rx);
        var (middleX, middleY) = (
            (cosine * cx) - (sine * cy) + ((x1 + arc.X) / 2),
            (sine * cx) + (cosine * cy) + ((y1 + arc.Y) / 2)
        );
        var start = Math.Atan2((y - cy) / ry, (x - cx) / rx);
        var sweep = Math.Atan2((-y - cy) / ry, (-x - cx) / rx) - start;
        sweep += isClockwise && sweep < 0 ? Math.Tau : 0;
        sweep -= !isClockwise && sweep > 0 ? Math.Tau : 0;
        CurvePath.Continue(
            output,
            t =>
            {
                var (s, c) = Math.SinCos(t);
                return (middleX + (cosine * rx * c) - (sine * ry * s), middleY + (sine * rx * c) + (cosine * ry * s));
            },
            start,
            start + sweep,
            Math.Max(2, (int)Math.Ceiling(Math.Abs(sweep) / (Math.PI / 4)))
        );
    }
}
