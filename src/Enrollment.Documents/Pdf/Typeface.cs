using System.Text;

namespace Enrollment.Documents.Pdf;

/// <summary>
/// A style of type: the face that draws it and the faces that stand in, in order, for characters that it lacks. A face
/// is opened when a text first needs it.
/// </summary>
internal sealed class Typeface(params Lazy<FontFace>[] chain)
{
    /// <summary>
    /// The face for one character with its marks. <paramref name="current"/>, the face of the text in front, is asked
    /// first for characters that belong to no script, so that a space or a full stop doesn't cut a run in two.
    /// </summary>
    /// <returns>Null where no face has all of them.</returns>
    public FontFace? FaceFor(ReadOnlySpan<char> cluster, FontFace? current)
    {
        if (current is not null && Covers(current, cluster))
        {
            return current;
        }
        foreach (var candidate in chain)
        {
            if (candidate.Value != current && Covers(candidate.Value, cluster))
            {
                return candidate.Value;
            }
        }
        return null;
    }

    /// <summary>The characters of a cluster that keep it from being printed; never empty for a refused cluster.</summary>
    public IEnumerable<Rune> MissingFrom(string cluster)
    {
        Rune? first = null;
        var any = false;
        foreach (var rune in cluster.EnumerateRunes())
        {
            first ??= rune;
            if (!Characters.IsIgnorable(rune) && !Array.Exists(chain, face => Covers(face.Value, rune)))
            {
                any = true;
                yield return rune;
            }
        }
        // Each has a glyph, but in different faces: the marks can't be set on their base.
        if (!any)
        {
            foreach (var mark in cluster.EnumerateRunes().Skip(1).Where(rune => !Characters.IsIgnorable(rune)))
            {
                yield return mark;
            }
        }
    }

    private static bool Covers(FontFace face, ReadOnlySpan<char> cluster)
    {
        foreach (var rune in cluster.EnumerateRunes())
        {
            if (!Characters.IsIgnorable(rune) && !Covers(face, rune))
            {
                return false;
            }
        }
        return true;
    }

    private static bool Covers(FontFace face, Rune rune) =>
        face.Has(rune.Value) || (Characters.Substitute(rune) != rune.Value && face.Has(Characters.Substitute(rune)));
}
