using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Enrollment.Certificates;
using Enrollment.Documents.Pdf;
using Enrollment.Documents.Signatures;
using Enrollment.Documents.Signatures.Keys;

namespace Enrollment.Tests.Documents.Signatures;

/// <summary>What a forger has: the writer of this program, any key but the center's, and an editor for bytes.</summary>
internal static class Forgery
{
    public static readonly CertificateIssuer Trusted = new(SigningSamples.At);

    /// <summary>A file whose signature is made by a key that the authority issued, in every respect as asked.</summary>
    public static byte[] Sign(
        Issued issued,
        Action<CmsSigner>? change = null,
        SignatureRequest? request = null,
        Func<byte[], byte[]>? content = null,
        bool isDetached = true,
        Action<SignedCms>? finish = null
    )
    {
        var space = SignatureSpace.Make(SigningSamples.Unsigned, request ?? SigningSamples.Request, 8_000);
        var signer = new CmsSigner(
            SubjectIdentifierType.IssuerAndSerialNumber,
            issued.Certificate,
            (AsymmetricAlgorithm?)issued.Certificate.GetRSAPrivateKey() ?? issued.Certificate.GetECDsaPrivateKey()
        )
        {
            DigestAlgorithm = new(Oids.Sha256),
            IncludeOption = X509IncludeOption.EndCertOnly,
        };
        signer.Certificates.Add(issued.Authority);
        signer.SignedAttributes.Add(Reference(issued.Certificate));
        change?.Invoke(signer);
        var bytes = space.Content;
        var cms = new SignedCms(new ContentInfo(content?.Invoke(bytes) ?? bytes), isDetached);
        cms.ComputeSignature(signer, silent: true);
        finish?.Invoke(cms);
        return space.Fill(cms.Encode());
    }

    public static AsnEncodedData Reference(X509Certificate2 certificate) =>
        new(Oids.SigningCertificateV2, SigningCertificate.EncodeReference(certificate));

    /// <summary>The file with a text of it replaced by one of the same length, at its last occurrence.</summary>
    public static byte[] Replace(byte[] pdf, string old, string replacement)
    {
        var at = pdf.AsSpan().LastIndexOf(Encoding.Latin1.GetBytes(old));
        if (at < 0 || old.Length != replacement.Length)
        {
            throw new InvalidOperationException($"'{old}' can't be replaced.");
        }
        var copy = pdf.ToArray();
        Encoding.Latin1.GetBytes(replacement, copy.AsSpan(at));
        return copy;
    }

    /// <summary>The file with one bit turned at a distance behind the first occurrence of a text.</summary>
    public static byte[] Flip(byte[] pdf, string text, int distance)
    {
        var at = pdf.AsSpan().IndexOf(Encoding.Latin1.GetBytes(text));
        var copy = pdf.ToArray();
        copy[at + text.Length + distance] ^= 1;
        return copy;
    }

    /// <summary>The file with other digits for the signature.</summary>
    public static byte[] Contents(byte[] pdf, Func<string, string> change)
    {
        var (start, end) = Place(pdf);
        var digits = Encoding.Latin1.GetString(pdf[start..end]);
        var changed = change(digits);
        return changed.Length == digits.Length
            ? [.. pdf[..start], .. Encoding.Latin1.GetBytes(changed), .. pdf[end..]]
            : throw new InvalidOperationException("The signature's room can't be changed.");
    }

    /// <summary>Where the digits of the signature are.</summary>
    public static (int Start, int End) Place(byte[] pdf)
    {
        var start = pdf.AsSpan().LastIndexOf("/Contents<"u8) + "/Contents<".Length;
        return (start, start + pdf.AsSpan(start).IndexOf((byte)'>'));
    }

    /// <summary>The file with the four numbers of its byte range replaced.</summary>
    public static byte[] Range(byte[] pdf, Func<int[], string> change)
    {
        var start = pdf.AsSpan().LastIndexOf("/ByteRange["u8) + "/ByteRange[".Length;
        var end = start + pdf.AsSpan(start).IndexOf((byte)']');
        var numbers = Encoding.Latin1.GetString(pdf[start..end]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var text = change([.. numbers.Select(number => int.Parse(number, null))]).PadRight(end - start);
        return [.. pdf[..start], .. Encoding.Latin1.GetBytes(text), .. pdf[end..]];
    }

    /// <summary>The file with an update behind it.</summary>
    public static byte[] Update(byte[] pdf, Action<PdfReader, PdfUpdate> write)
    {
        var reader = new PdfReader(pdf);
        var update = new PdfUpdate(reader, 10_000);
        write(reader, update);
        return update.Finish();
    }

    /// <summary>Writes an object of the file anew, changed.</summary>
    public static void Rewrite(PdfReader reader, PdfUpdate update, int id, Func<string, string> change)
    {
        var value = reader.Object(id);
        update.Begin(id).Ascii(change(Encoding.Latin1.GetString(reader.File.Span[value.Start..value.End])));
        update.End();
    }

    /// <summary>Object number of the page tree, which holds the size of every page that doesn't have its own.</summary>
    public static int Pages(PdfReader reader) => ((PdfReference)reader.Dictionary(reader.Catalog)["Pages"]!).Id;
}
