using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Enrollment.Certificates;
using Enrollment.Credentials.Issuers;
using Enrollment.Credentials.Verification;
using Enrollment.Documents.Signatures;
using Enrollment.Documents.Signatures.Verification;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Web.Issuing;

/// <summary>What was found in a file that somebody had verified.</summary>
/// <param name="Sha256">Its hash in lower-case hexadecimal digits.</param>
/// <param name="IsIssued">Whether each of its bytes is the one that was issued; null for a credential.</param>
/// <param name="Signature">Of a PDF.</param>
/// <param name="Signer">SHA-256 of the certificate that signed it.</param>
/// <param name="Credential">
/// Of a credential, or of the one in a PDF, by its proof alone: whether it still counts is what the register says.
/// </param>
public sealed record CheckedFile(
    string Sha256,
    bool? IsIssued,
    SignatureVerdict? Signature,
    string? Signer,
    Verdict? Credential
);

/// <summary>
/// Verifies files that people bring: against the register by their bytes, and by what stands in them. Nothing is kept.
/// </summary>
sealed class ReceivedFiles(IssuerKeySet keys, SigningKeySet signingKeys, TrustedAuthorities trusted, TimeProvider time)
{
    /// <summary>Many times what a certificate takes, in bytes.</summary>
    internal const int MostBytes = 5_000_000;

    readonly FileVerifier verifier = new(
        new SignatureVerifier(signingKeys.Authorities.Concat(trusted.Certificates)),
        // Without lists: the register is asked itself.
        new CredentialVerifier([DidDocument.Read(IssuerDocuments.DidDocument(keys))], [])
    );

    internal async Task<Result<(Verification Found, CheckedFile File)>> VerifyAsync(
        ReadOnlyMemory<byte> received,
        IMediator mediator,
        CancellationToken token
    )
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(received.Span));
        var content = BadgeFiles.CredentialIn(received);
        var answer = verifier.Verify(content, time.GetUtcNow());
        var isPdf = answer.Signature is not null;
        var issued = await mediator.Send(new VerifyFile(hash), token);
        if (issued.Refusal is { } refusal)
            return refusal;

        var isIssued = issued.Value.Answer != VerificationAnswer.Unknown;
        var file = new CheckedFile(
            hash,
            isPdf ? isIssued : null,
            answer.Signature?.Verdict,
            answer.Signature?.SignerFingerprint?.ToLowerInvariant(),
            answer.Credential?.Verdict
        );
        if (isIssued)
            return (issued.Value, file);
        if (!IsGenuine(answer.Credential))
        {
            // A credential of ours in another wording; of a PDF only its bytes say whether it is one of ours.
            var isAltered = !isPdf && answer.Credential?.Verdict == Verdict.Altered;
            var nothing = new Verification
            {
                Answer = isAltered ? VerificationAnswer.Altered : VerificationAnswer.Unknown,
            };
            return (nothing, file);
        }

        var proven = await mediator.Send(new VerifyProvenSerial(Serial(answer, content)), token);
        if (proven.Refusal is { } unread)
            return unread;
        // The credential in a PDF is genuine, and the PDF isn't what was issued: something around it was changed.
        return (isPdf ? proven.Value with { Answer = VerificationAnswer.Altered } : proven.Value, file);
    }

    static bool IsGenuine(CredentialAnswer? answer) =>
        answer?.Verdict
            is Verdict.Valid
                or Verdict.StatusUnknown
                or Verdict.Expired
                or Verdict.NotYetValid
                or Verdict.Revoked
                or Verdict.Suspended;

    /// <summary>The number in a credential that was found genuine, so its form is known.</summary>
    static string Serial(FileAnswer answer, ReadOnlyMemory<byte> content)
    {
        var credential = answer.Signature?.Credential ?? content;
        using var json = JsonDocument.Parse(
            credential.Span.TrimStart(" \t\r\n"u8) is [(byte)'{', ..]
                ? credential
                : Base64Url.DecodeFromChars(Encoding.ASCII.GetString(credential.Span).Trim().Split('.')[1])
        );
        return json.RootElement.GetProperty("credentialSubject").GetProperty("licenseNumber").GetString() ?? "";
    }
}
