namespace Enrollment.Documents.Certificates;

/// <summary>
/// Says across the sheet, and to those who hear it read, that this is no certificate: it was signed with a key that
/// anybody could have made.
/// </summary>
internal static class SpecimenMark
{
    private const string Explanation =
        "SPECIMEN  ·  ҮЛГІ  ·  ОБРАЗЕЦ  ·  Signed with a key for development: this is not a certificate";

    public static void Draw(Typesetter set, CertificateTypefaces typefaces)
    {
        var (width, middle) = (set.Page.Width - (2 * Background.Frame), set.Page.Width / 2);
        var across = set.Shared("SPECIMEN", new(typefaces.Sans, width, 118, 40));
        set.Centered(
            across,
            Palette.PaleAlarm,
            middle,
            (set.Page.Height / 2) - 35.638,
            spacing: Math.Min(6, width / 122)
        );
        set.Centered(set.Shared(Explanation, new(typefaces.Sans, width, 8.4, 6)), Palette.Alarm, middle, 56.5);
    }
}
