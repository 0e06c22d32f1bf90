using Enrollment.Credentials.Verification;
using Enrollment.Documents.Signatures.Verification;

namespace Enrollment.Web.Issuing;

/// <summary>What a file is found to be by what stands in it alone.</summary>
/// <param name="Signature">Of a PDF; null for other files.</param>
/// <param name="Credential">Of a credential, or of the one that is attached to a PDF; null where there is none.</param>
public sealed record FileAnswer(SignatureAnswer? Signature, CredentialAnswer? Credential)
{
    /// <summary>Everything that the file has is valid, and it has something.</summary>
    public bool IsValid =>
        (Signature, Credential) is not (null, null)
        && Signature is null or { Verdict: SignatureVerdict.Valid }
        && Credential is null or { Verdict: Verdict.Valid };
}

/// <summary>Verifies a certificate's PDF, or a credential as JSON or VC-JWT, by documents at hand.</summary>
public sealed class FileVerifier(SignatureVerifier signatures, CredentialVerifier credentials)
{
    /// <summary>The answer for a file. It takes time and memory in proportion to the file's length.</summary>
    public FileAnswer Verify(ReadOnlyMemory<byte> file, DateTimeOffset now)
    {
        if (!file.Span.StartsWith("%PDF-"u8))
            return new(null, credentials.Verify(file, now));

        var signature = signatures.Verify(file);
        return new(signature, signature.Credential is { } attached ? credentials.Verify(attached, now) : null);
    }
}
