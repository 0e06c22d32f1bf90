using System.Text;
using Enrollment.Certificates;
using Enrollment.Credentials.Baking;
using Enrollment.Documents.Pictures;

namespace Enrollment.Web.Issuing;

/// <summary>A certificate's badge: a picture that holds the credential ("baked", Open Badges 3.0).</summary>
static class BadgeFiles
{
    // What badge platforms ask for.
    const int Side = 400;

    internal static string Svg(CredentialView credential) => SvgBadge.Bake(Picture(credential), credential.Json);

    internal static byte[] Png(CredentialView credential) =>
        PngBadge.Bake(PngPicture.Draw(Picture(credential), Side), credential.Json);

    /// <summary>The credential in a badge; whatever is no badge stays as it is.</summary>
    internal static ReadOnlyMemory<byte> CredentialIn(ReadOnlyMemory<byte> file)
    {
        try
        {
            var credential =
                file.Span is [0x89, (byte)'P', (byte)'N', (byte)'G', ..] ? PngBadge.Extract(file.Span)
                : file.Span.TrimStart(" \t\r\n\uFEFF"u8) is [(byte)'<', ..]
                    ? SvgBadge.Extract(Encoding.UTF8.GetString(file.Span).TrimStart('\uFEFF'))
                : null;
            return credential is null ? file : Encoding.UTF8.GetBytes(credential);
        }
        catch (FormatException)
        {
            // Some other picture, or a damaged one: it is looked at as any file.
            return file;
        }
    }

    static string Picture(CredentialView credential) =>
        BadgePicture.Draw(credential.Certificate.CourseTitle, credential.Certificate.NqfLevel);
}
