namespace Enrollment.Documents.Designs;

/// <summary>How small the type of a sheet gets, in points.</summary>
/// <param name="Label">Labels on the foot.</param>
/// <param name="Fact">Labels of the facts below the course.</param>
/// <param name="Least">Nothing is set smaller for want of room: it takes more lines instead.</param>
/// <param name="Lines">How many lines a text takes at most.</param>
internal sealed record SmallType(double Label, double Fact, double Least, int Lines)
{
    // What the first sheets by designs were issued with; too small to be read by many.
    private static readonly SmallType Early = new(5.4, 5.9, 0, 2);
    private static readonly SmallType Present = new(6.6, 6.6, 6.5, 4);

    public static SmallType Of(string templateVersion) => templateVersion == "2" ? Early : Present;

    // At this scale titles are hardly larger than the least size. What doesn't fit then, two names of 120 characters with
    // titles of 200 in three languages, gets still smaller rather than collide.
    private const double Tight = 0.35;

    /// <summary>How far all of a sheet may be scaled down.</summary>
    public double LeastScale => IsEarly ? 0.5 : 0.2;

    /// <summary>The same on a sheet that is scaled down.</summary>
    public SmallType At(double scale) => scale < Tight ? this with { Least = Least * scale / Tight } : this;

    /// <summary>Whether it is that of certificates from before there was a least size.</summary>
    public bool IsEarly => Label == Early.Label;

    public double AtLeast(double size) => Math.Max(size, Least);
}
