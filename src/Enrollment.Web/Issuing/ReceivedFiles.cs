using System.Security.Cryptography;
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
/// <param name="StampedAt">
/// When it was signed at the latest, as a time stamp of an authority that is trusted says; null where none does.
/// </param>
/// <param name="Credential">
/// Of a credential, or of the one in a PDF, by its proof alone: whether it still counts is what the register says.
/// </param>
public sealed record CheckedFile(
    string Sha256,
    bool? IsIssued,
    SignatureVerdict? Signature,
    string? Signer,
    DateTimeOffset? StampedAt,
    Verdict? Credential
)
{
    /// <summary>
    /// A document of the issuer, unchanged, that carries no credential: where the register doesn't know it, it is a
    /// transcript or another paper of which no copy is kept.
    /// </summary>
    internal bool IsSignedPaper => this is { Signature: SignatureVerdict.Valid, Credential: null };
}

/// <summary>
/// Verifies files that people bring: against the register by their bytes, and by what stands in them. Nothing is kept.
/// </summary>
sealed class ReceivedFiles(IssuerKeySet keys, SigningKeySet signingKeys, TrustedAuthorities trusted, TimeProvider time)
{
    /// <summary>Many times what a certificate takes, in bytes.</summary>
    internal const int MostBytes = 5_000_000;

    readonly FileVerifier verifier = new(
        new SignatureVerifier(signingKeys.Authorities.Concat(trusted.Certificates), trusted.OfStamps),
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
        var answer = verifier.Verify(received, time.GetUtcNow());
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
            answer.Signature?.StampedAt,
            answer.Credential?.Verdict
        );
        if (isIssued)
            return (issued.Value, file);
        if (answer.Statement is not { } statement)
        {
            // A credential of ours in another wording; of a PDF only its bytes say whether it is one of ours.
            var isAltered = !isPdf && answer.Credential?.Verdict == Verdict.Altered;
            var nothing = new Verification
            {
                Answer = isAltered ? VerificationAnswer.Altered : VerificationAnswer.Unknown,
            };
            return (nothing, file);
        }

        var proven = await mediator.Send(new VerifyProvenSerial(statement.Serial), token);
        if (proven.Refusal is { } unread)
            return unread;
        // The credential in a PDF is genuine, and the PDF isn't what was issued: something around it was changed.
        return (isPdf ? proven.Value with { Answer = VerificationAnswer.Altered } : proven.Value, file);
    }
}
