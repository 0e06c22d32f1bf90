namespace Enrollment.Documents.Certificates;

/// <summary>
/// Says across the sheet, and to those who hear it read, that this is no certificate: it was signed with a key that
/// anybody could have made.
/// </summary>
internal static class SpecimenMark
{
    private const double Middle = Background.Width / 2;

    public static void Draw(Typesetter set, CertificateTypefaces typefaces)
    {
        var across = set.Shared("SPECIMEN", new(typefaces.Sans, Background.Width - (2 * Background.Frame), 118, 40));
        set.Centered(across, Palette.PaleAlarm, Middle, 262, spacing: 6);
        var explanation = set.Shared(
            "SPECIMEN  ·  ҮЛГІ  ·  ОБРАЗЕЦ  ·  Signed with a key for development: this is not a certificate",
            new(typefaces.Sans, Background.Width - (2 * Background.Frame), 8.4, 6)
        );
        set.Centered(explanation, Palette.Alarm, Middle, 56.5);
    }
}
