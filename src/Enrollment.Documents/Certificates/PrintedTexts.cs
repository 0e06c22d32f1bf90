using Enrollment.Certificates;
using Enrollment.Documents.Pdf;
using Enrollment.Pipeline;

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
        foreach (var (i, signatory) in snapshot.Signatories.Index())
        {
            yield return new(FormattableString.Invariant($"signatories[{i}].name"), signatory.Name, serif);
            yield return new(FormattableString.Invariant($"signatories[{i}].position"), signatory.Position, sans);
        }
        // The built-in template has no languages to choose from.
        foreach (var text in snapshot.DesignId is null ? [] : Further(snapshot, typefaces))
        {
            yield return text;
        }
    }

    private static IEnumerable<PrintedText> Further(CertificateSnapshot snapshot, CertificateTypefaces typefaces)
    {
        var lists = new List<(string, IReadOnlyList<TextIn>?, Typeface)>
        {
            ("furtherCourseTitles", snapshot.FurtherCourseTitles, typefaces.Serif),
            ("furtherCenterNames", snapshot.FurtherCenterNames, typefaces.Sans),
        };
        foreach (var (i, signatory) in snapshot.Signatories.Index())
        {
            var prefix = FormattableString.Invariant($"signatories[{i}]");
            lists.Add(($"{prefix}.furtherNames", signatory.FurtherNames, typefaces.Serif));
            lists.Add(($"{prefix}.furtherPositions", signatory.FurtherPositions, typefaces.Sans));
        }
        foreach (var (field, texts, typeface) in lists)
        {
            foreach (var (i, text) in (texts ?? []).Index())
            {
                yield return new(FormattableString.Invariant($"{field}[{i}].text"), text.Text, typeface);
            }
        }
    }
}
