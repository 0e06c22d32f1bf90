using Enrollment.Credentials.Verification;
using Enrollment.Documents.Signatures.Verification;

namespace Enrollment.Web.Issuing;

/// <summary>What a file is found to be by what stands in it alone.</summary>
/// <param name="Signature">Of a PDF; null for other files.</param>
/// <param name="Credential">Of a credential, or of the one that is attached to a PDF; null where there is none.</param>
public sealed record FileAnswer(SignatureAnswer? Signature, CredentialAnswer? Credential)
{
    /// <summary>What the credential says; null where its proof doesn't hold.</summary>
    public CredentialStatement? Statement { get; init; }

    /// <summary>Everything that the file has is valid, and it has something.</summary>
    public bool IsValid =>
        (Signature, Credential) is not (null, null)
        && Signature is null or { Verdict: SignatureVerdict.Valid }
        && Credential is null or { Verdict: Verdict.Valid };
}

/// <summary>
/// Verifies a certificate's PDF, a credential as JSON or VC-JWT, or the one in a badge (SVG or PNG), by documents at hand.
/// </summary>
public sealed class FileVerifier(SignatureVerifier signatures, CredentialVerifier credentials)
{
    /// <summary>The answer for a file. It takes time and memory in proportion to the file's length.</summary>
    public FileAnswer Verify(ReadOnlyMemory<byte> file, DateTimeOffset now)
    {
        if (!file.Span.StartsWith("%PDF-"u8))
            return Judge(null, Trim(BadgeFiles.CredentialIn(file)), now);

        var signature = signatures.Verify(file);
        return signature.Credential is { } attached ? Judge(signature, attached, now) : new(signature, null);
    }

    /// <summary>Editors and shells end a file with a line break, which is no part of a token.</summary>
    internal static ReadOnlyMemory<byte> Trim(ReadOnlyMemory<byte> credential) => credential.Trim(" \t\r\n"u8);

    FileAnswer Judge(SignatureAnswer? signature, ReadOnlyMemory<byte> credential, DateTimeOffset now)
    {
        var answer = credentials.Verify(credential, now);
        return new(signature, answer)
        {
            Statement = IsProven(answer.Verdict) ? CredentialStatement.Read(credential) : null,
        };
    }

    static bool IsProven(Verdict verdict) =>
        verdict
            is Verdict.Valid
                or Verdict.StatusUnknown
                or Verdict.Expired
                or Verdict.NotYetValid
                or Verdict.Revoked
                or Verdict.Suspended;
}
