using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using Enrollment.Documents.Pdf;
using Enrollment.Documents.Signatures.Keys;

namespace Enrollment.Documents.Signatures.Verification;

/// <summary>
/// Verifies the signatures of documents that this library wrote and signed, by authorities at hand; it fetches nothing. A
/// document of any other form is malformed here. Thread-safe, and never throws for what is in a document.
/// </summary>
/// <param name="authorities">The root authorities that are trusted to vouch for signers.</param>
/// <param name="stampAuthorities">
/// The root authorities that are trusted to vouch for time-stamp authorities. A stamp of any other must belong to the
/// signature too, but doesn't count as a time.
/// </param>
public sealed class SignatureVerifier(
    IEnumerable<X509Certificate2> authorities,
    IEnumerable<X509Certificate2>? stampAuthorities = null
)
{
    private readonly TrustedAuthorities trusted = new(authorities);
    private readonly TrustedAuthorities trustedForTime = new(stampAuthorities ?? []);

    /// <summary>The answer for a document.</summary>
    /// <param name="pdf">The file. It takes time and memory in proportion to its length.</param>
    public SignatureAnswer Verify(ReadOnlyMemory<byte> pdf)
    {
        try
        {
            var reader = new PdfReader(pdf);
            return Judge(reader) with
            {
                Title = DocumentTitle.Read(reader),
                Credential = AttachedCredential.Read(reader),
            };
        }
        catch (MalformedPdfException error)
        {
            return new(SignatureVerdict.Malformed, error.Message);
        }
        catch (CryptographicException)
        {
            return new(SignatureVerdict.Malformed, "A certificate in the signature can't be read.");
        }
    }

    private SignatureAnswer Judge(PdfReader reader)
    {
        if (ReceivedSignature.Find(reader) is not { } signature)
        {
            return new(SignatureVerdict.NotSigned);
        }
        if (!signature.IsAround)
        {
            return new(SignatureVerdict.Altered, "The bytes that are signed aren't those around the signature.");
        }
        if (signature.End != reader.File.Length && !ValidationData.IsAllThatFollows(reader, signature.End))
        {
            return new(SignatureVerdict.Altered, "Something was appended to the document after it was signed.");
        }
        var message = ReceivedMessage.Read(signature.Contents, signature.Content);
        return message.Signer.Certificate is { } certificate
            ? Judge(signature, message, certificate) with
            {
                SignerName = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false),
                SignerFingerprint = certificate.GetCertHashString(HashAlgorithmName.SHA256),
                SignedAt = signature.SignedAt,
            }
            : new(SignatureVerdict.UnknownSigner, "The signer's certificate isn't in the signature.");
    }

    private SignatureAnswer Judge(ReceivedSignature signature, ReceivedMessage message, X509Certificate2 certificate)
    {
        // Before the signature is checked: what that costs is the key's choice.
        if (SigningCertificate.FindKeyProblem(certificate) is { } unfit)
        {
            return new(SignatureVerdict.NotEntitled, $"The certificate {unfit}.");
        }
        if (!message.IsUnaltered())
        {
            return new(SignatureVerdict.Altered);
        }
        DateTimeOffset? stampedAt = null;
        if (message.Stamp is { } stamp && !IsStampOf(message.Signer, stamp, out stampedAt))
        {
            return new(SignatureVerdict.Altered, "The time stamp isn't one of this signature.");
        }
        var at = stampedAt ?? signature.SignedAt;
        return JudgeSigner(certificate, message.Certificates, at) with { StampedAt = stampedAt };
    }

    private SignatureAnswer JudgeSigner(
        X509Certificate2 certificate,
        X509Certificate2Collection others,
        DateTimeOffset at
    )
    {
        var (isTrusted, isInTime, isComplete) = trusted.Judge(certificate, others, at);
        if (!isTrusted)
        {
            return new(SignatureVerdict.UnknownSigner);
        }
        if (!isComplete)
        {
            return new(
                SignatureVerdict.Altered,
                "A certificate in the signature isn't one of the signer's authorities."
            );
        }
        if (SigningCertificate.FindProblem(certificate) is { } problem)
        {
            return new(SignatureVerdict.NotEntitled, $"The certificate {problem}.");
        }
        return isInTime ? new(SignatureVerdict.Valid) : new(SignatureVerdict.OutsideValidity);
    }

    /// <summary>Whether a time stamp is one over this signature, and its time where its authority is trusted.</summary>
    private bool IsStampOf(SignerInfo signer, ReadOnlyMemory<byte> encoded, out DateTimeOffset? at)
    {
        at = null;
        try
        {
            if (
                !Rfc3161TimestampToken.TryDecode(encoded, out var stamp, out var read)
                || read != encoded.Length
                || !stamp.VerifySignatureForSignerInfo(signer, out var authority)
            )
            {
                return false;
            }
            var time = stamp.TokenInfo.Timestamp;
            at = trustedForTime.Judge(authority, stamp.AsSignedCms().Certificates, time) is (true, true, _)
                ? time
                : null;
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
