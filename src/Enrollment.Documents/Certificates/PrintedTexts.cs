using Enrollment.Certificates;
using Enrollment.Documents.Pdf;

namespace Enrollment.Documents.Certificates;

/// <summary>One string of the snapshot that is printed: the name of its field, its text, the style that draws it.</summary>
internal readonly record struct PrintedText(string Field, string Text, Typeface Typeface);

/// <summary>Walks every string of a snapshot that stands on the certificate.</summary>
internal static class PrintedTexts
{
    public static IEnumerable<PrintedText> Of(CertificateSnapshot snapshot, CertificateTypefaces typefaces)
    {
        var (serif, sans) = (typefaces.Serif, typefaces.Sans);
        for (var i = 0; i < snapshot.Names.Count; i++)
        {
            yield return new(FormattableString.Invariant($"names[{i}].text"), snapshot.Names[i].Text, serif);
        }
        yield return new("courseCode", snapshot.CourseCode, sans);
        yield return new("courseTitle", snapshot.CourseTitle, serif);
        yield return new("courseTitleLocal", snapshot.CourseTitleLocal ?? "", serif);
        yield return new("centerName", snapshot.CenterName, serif);
        yield return new("centerNameLocal", snapshot.CenterNameLocal ?? "", sans);
        yield return new("city", snapshot.City ?? "", sans);
        yield return new("award", snapshot.Award, serif);
        yield return new("minutesNumber", snapshot.MinutesNumber, sans);
        yield return new("serial", snapshot.Serial, sans);
        yield return new("verificationCode", snapshot.VerificationCode, sans);
        yield return new("verificationUrl", snapshot.VerificationUrl, sans);
        for (var i = 0; i < snapshot.Signatories.Count; i++)
        {
            yield return new(
                FormattableString.Invariant($"signatories[{i}].name"),
                snapshot.Signatories[i].Name,
                serif
            );
            yield return new(
                FormattableString.Invariant($"signatories[{i}].position"),
                snapshot.Signatories[i].Position,
                sans
            );
        }
    }
}
