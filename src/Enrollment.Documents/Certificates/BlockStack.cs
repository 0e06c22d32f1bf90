namespace Enrollment.Documents.Certificates;

/// <summary>A part of a stack: its height, the weight of the room above it, and how it is drawn from its top.</summary>
internal readonly record struct Block(double Height, double Room, Action<double> Draw);

/// <summary>
/// Blocks one below the other: where long texts need more room than there is, all of them are set smaller; what room is
/// left over goes between them.
/// </summary>
internal static class BlockStack
{
    /// <param name="stack">Makes the blocks at a scale, 1 where there is room.</param>
    /// <param name="top">Upper edge, in points from the lower edge of the sheet.</param>
    /// <param name="bottom">Lower edge.</param>
    /// <param name="leastScale">
    /// Below half of its size nothing is read any more, and a name of 400 characters stays above it; what has a least size
    /// of its own may go further down.
    /// </param>
    public static void Draw(Func<double, List<Block>> stack, double top, double bottom, double leastScale = 0.5)
    {
        var scale = 1.0;
        var blocks = stack(scale);
        while (blocks.Sum(block => block.Height) + (blocks.Count * 2) > top - bottom && scale > leastScale)
        {
            scale *= 0.96;
            blocks = stack(scale);
        }
        var spare = top - bottom - blocks.Sum(block => block.Height);
        var weights = blocks.Sum(block => block.Room);
        var y = top;
        foreach (var block in blocks)
        {
            y -= spare * block.Room / weights;
            block.Draw(y);
            y -= block.Height;
        }
    }
}
