using System.Globalization;
using System.Text;
using System.Text.Json;
using Enrollment.Credentials.Issuers;
using Enrollment.Credentials.Proofs;
using Enrollment.Credentials.Rdf;
using Enrollment.Credentials.Status;

namespace Enrollment.Credentials.Verification;

/// <summary>
/// Verifies credentials of the shape that this library writes, with an embedded proof or as a token, by documents at
/// hand; it fetches nothing. Anything else that is a credential in the sense of the standards is malformed here.
/// </summary>
/// <param name="issuers">The DID documents of the issuers that are trusted.</param>
/// <param name="lists">Status lists that were verified by <see cref="VerifyList"/>.</param>
public sealed class CredentialVerifier(IEnumerable<DidDocument> issuers, IEnumerable<VerifiedStatusList> lists)
{
    readonly Dictionary<string, DidDocument> documents = issuers.ToDictionary(d => d.Id, StringComparer.Ordinal);
    readonly List<VerifiedStatusList> statusLists = [.. lists];

    /// <summary>The answer for a credential.</summary>
    /// <param name="credential">UTF-8: JSON with an embedded proof, or a token in compact form.</param>
    /// <param name="now">The time that its dates are compared with.</param>
    public CredentialAnswer Verify(ReadOnlyMemory<byte> credential, DateTimeOffset now)
    {
        try
        {
            using var document = Open(credential, CredentialKind.Badge, out var mirror, out var rejection);
            return rejection ?? JudgeBadge(document.RootElement, mirror, now);
        }
        catch (MalformedCredentialException error)
        {
            return new(Verdict.Malformed, error.Member, error.Message);
        }
    }

    /// <summary>The answer for a status list, and the list where it is valid.</summary>
    /// <param name="credential">UTF-8: JSON with an embedded proof, or a token in compact form.</param>
    /// <param name="now">The time that its dates are compared with.</param>
    public (CredentialAnswer Answer, VerifiedStatusList? List) VerifyList(
        ReadOnlyMemory<byte> credential,
        DateTimeOffset now
    )
    {
        try
        {
            using var document = Open(credential, CredentialKind.StatusList, out var mirror, out var rejection);
            return (rejection ?? JudgeDates(mirror, now)) is { } answer
                ? (answer, null)
                : (new(Verdict.Valid), VerifiedStatusList.Read(document.RootElement, mirror));
        }
        catch (MalformedCredentialException error)
        {
            return (new(Verdict.Malformed, error.Member, error.Message), null);
        }
    }

    /// <summary>Reads the credential and checks who signed it.</summary>
    JsonDocument Open(
        ReadOnlyMemory<byte> credential,
        string kind,
        out CredentialMirror mirror,
        out CredentialAnswer? rejection
    ) =>
        credential.Span.TrimStart(" \t\r\n"u8) is [(byte)'{', ..]
            ? OpenJson(credential, kind, out mirror, out rejection)
            : OpenToken(credential, kind, out mirror, out rejection);

    JsonDocument OpenJson(
        ReadOnlyMemory<byte> credential,
        string kind,
        out CredentialMirror mirror,
        out CredentialAnswer? rejection
    )
    {
        var document = CredentialJson.Read(credential);
        RequireKind(document.RootElement, kind);
        var proofs = EmbeddedProof.ReadAll(document.RootElement);
        var issuer = (mirror = CredentialMirror.Of(document.RootElement)).Issuer;
        rejection = proofs.Select(proof => Judge(proof, issuer)).FirstOrDefault(answer => answer is not null);
        return document;
    }

    JsonDocument OpenToken(
        ReadOnlyMemory<byte> credential,
        string kind,
        out CredentialMirror mirror,
        out CredentialAnswer? rejection
    )
    {
        var token = ReceivedToken.Read(Encoding.UTF8.GetString(credential.Span));
        var payload = token.Payload.RootElement;
        RequireKind(payload, kind);
        // Read for its rules: each member must be known and of its form, and a token has no embedded proof.
        _ = RdfMapping.Read(payload, "", kind, ["@context", .. CredentialToken.Claims]);
        mirror = CredentialMirror.Of(payload);
        token.CheckClaims(mirror);
        rejection = !IsOf(token.Method, mirror.Issuer)
            ? new(Verdict.UnknownKey, "header.kid", "isn't a key of the issuer")
            : documents
                .GetValueOrDefault(mirror.Issuer)
                ?.VerifyToken(token.Method, token.Signed, token.Signature) switch
            {
                null => new(Verdict.UnknownKey, "header.kid", "isn't in the issuer's document"),
                false => new(Verdict.Altered, "signature"),
                true => null,
            };
        return token.Payload;
    }

    CredentialAnswer? Judge(EmbeddedProof proof, string issuer)
    {
        var member = $"{proof.Path}.verificationMethod";
        if (!IsOf(proof.Method, issuer))
            return new(Verdict.UnknownKey, member, "isn't a key of the issuer");
        if (documents.GetValueOrDefault(issuer)?.ProofKey(proof.Method) is not { } key)
            return new(Verdict.UnknownKey, member, "isn't in the issuer's document");
        return ProofKey.Verify(key, proof.Digest, proof.Signature)
            ? null
            : new(Verdict.Altered, $"{proof.Path}.proofValue");
    }

    CredentialAnswer JudgeBadge(JsonElement credential, CredentialMirror mirror, DateTimeOffset now)
    {
        var status = JudgeStatus(credential, mirror, now);
        // Being revoked is said even of what has expired since.
        if (status is { Verdict: Verdict.Revoked or Verdict.Suspended })
            return status;
        return JudgeDates(mirror, now) ?? status ?? new(Verdict.Valid);
    }

    CredentialAnswer? JudgeStatus(JsonElement credential, CredentialMirror mirror, DateTimeOffset now)
    {
        if (!credential.TryGetProperty("credentialStatus", out var status))
            return null;
        const string member = "credentialStatus";
        var index = ReadIndex(status);
        var purpose =
            StatusPurposes.Read(status.GetProperty("statusPurpose").GetString()!)
            ?? throw new MalformedCredentialException(
                $"{member}.statusPurpose",
                "must be 'revocation' or 'suspension'"
            );
        var url = status.GetProperty("statusListCredential").GetString()!;
        var list = Current(url, mirror.Issuer, purpose, now);
        if (list is null || index >= list.Bits.Size)
            return new(Verdict.StatusUnknown, member, $"there is no current list {url} of this issuer at hand");
        if (!list.Bits[index])
            return null;
        if (purpose == StatusPurpose.Suspension)
            return new(Verdict.Suspended, member);
        // A credential names one list alone, and that list has what is suspended too: the one beside it tells which.
        var suspensions = Current(url + StatusPurposes.SuspendedPath, mirror.Issuer, StatusPurpose.Suspension, now);
        var isSuspended = suspensions is not null && index < suspensions.Bits.Size && suspensions.Bits[index];
        return new(isSuspended ? Verdict.Suspended : Verdict.Revoked, member);
    }

    VerifiedStatusList? Current(string url, string issuer, StatusPurpose purpose, DateTimeOffset now) =>
        statusLists
            .Where(list => list.Url == url && list.Issuer == issuer && list.Purpose == purpose && now < list.ValidUntil)
            .MaxBy(list => list.ValidFrom);

    static int ReadIndex(JsonElement status)
    {
        var text = status.GetProperty("statusListIndex").GetString()!;
        return
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && index.ToString(CultureInfo.InvariantCulture) == text
            ? index
            : throw new MalformedCredentialException("credentialStatus.statusListIndex", "must be a number from 0");
    }

    static CredentialAnswer? JudgeDates(CredentialMirror mirror, DateTimeOffset now) =>
        now < mirror.ValidFrom ? new(Verdict.NotYetValid, "validFrom")
        : now >= mirror.ValidUntil ? new(Verdict.Expired, "validUntil")
        : null;

    static void RequireKind(JsonElement credential, string kind)
    {
        if (CredentialKind.Of(credential) != kind)
            throw new MalformedCredentialException("type", $"must be {kind}");
    }

    static bool IsOf(string method, string did) => method.StartsWith(did + "#", StringComparison.Ordinal);
}
