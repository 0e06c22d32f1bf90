using System.Globalization;
using System.Text.Json;

namespace Enrollment.Credentials;

/// <summary>What tokens repeat of a credential and verifiers ask first.</summary>
/// <param name="Id">The credential's id.</param>
/// <param name="Issuer">The issuer's DID.</param>
/// <param name="Subject">Id of the holder or list.</param>
/// <param name="ValidFrom">First instant.</param>
/// <param name="ValidUntil">The instant from which it no longer counts; null where it doesn't end.</param>
sealed record CredentialMirror(
    string Id,
    string Issuer,
    string Subject,
    DateTimeOffset ValidFrom,
    DateTimeOffset? ValidUntil
)
{
    // Without a fraction the point may be missing, too.
    const string Format = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    /// <exception cref="MalformedCredentialException">Says which member is missing or can't be read.</exception>
    internal static CredentialMirror Of(JsonElement credential)
    {
        var issuer = Member(credential, "issuer", "");
        var subject = Member(credential, "credentialSubject", "");
        var mirror = new CredentialMirror(
            CredentialJson.ReadText(Member(credential, "id", ""), "id"),
            issuer.ValueKind == JsonValueKind.Object
                ? CredentialJson.ReadText(Member(issuer, "id", "issuer."), "issuer.id")
                : CredentialJson.ReadText(issuer, "issuer"),
            CredentialJson.ReadText(Member(subject, "id", "credentialSubject."), "credentialSubject.id"),
            Instant(Member(credential, "validFrom", ""), "validFrom"),
            credential.TryGetProperty("validUntil", out var end) ? Instant(end, "validUntil") : null
        );
        return mirror.ValidUntil <= mirror.ValidFrom
            ? throw new MalformedCredentialException("validUntil", "must be later than validFrom")
            : mirror;
    }

    /// <summary>An instant in UTC, which says so by its Z.</summary>
    internal static DateTimeOffset Instant(JsonElement value, string path) =>
        DateTimeOffset.TryParseExact(
            CredentialJson.ReadText(value, path),
            Format,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var instant
        )
            ? instant
            : throw new MalformedCredentialException(path, "must be an instant in UTC such as 2026-11-24T00:00:00Z");

    static JsonElement Member(JsonElement parent, string name, string path)
    {
        if (parent.ValueKind != JsonValueKind.Object)
            throw new MalformedCredentialException(path.TrimEnd('.'), "must be an object");
        return parent.TryGetProperty(name, out var value)
            ? value
            : throw new MalformedCredentialException(path + name, "is missing");
    }
}
