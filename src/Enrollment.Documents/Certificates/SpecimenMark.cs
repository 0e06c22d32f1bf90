namespace Enrollment.Documents.Certificates;

/// <summary>
/// Says across the sheet, and to those who hear it read, that this is no certificate: it was signed with a key that
/// anybody could have made.
/// </summary>
internal static class SpecimenMark
{
    private const string Explanation =
        "SPECIMEN  ·  ҮЛГІ  ·  ОБРАЗЕЦ  ·  Signed with a key for development: this is not a certificate";

    /// <param name="set">What it is drawn with.</param>
    /// <param name="typefaces">Its type.</param>
    /// <param name="foot">From where to where the explanation may go at the foot of the sheet; null: all of its width.</param>
    public static void Draw(Typesetter set, CertificateTypefaces typefaces, (double Left, double Right)? foot = null)
    {
        var (width, middle) = (set.Page.Width - (2 * Background.Frame), set.Page.Width / 2);
        var spacing = Math.Min(6, width / 122);
        var across = set.Shared("SPECIMEN", new(typefaces.Sans, width - (8 * spacing), 118, 40));
        set.Centered(across, Palette.PaleAlarm, middle, (set.Page.Height / 2) - 35.638, spacing: spacing);
        var (left, right) = foot ?? (Background.Frame, set.Page.Width - Background.Frame);
        set.Centered(
            set.Shared(Explanation, new(typefaces.Sans, right - left, 8.4, 5)),
            Palette.Alarm,
            (left + right) / 2,
            56.5
        );
    }
}
