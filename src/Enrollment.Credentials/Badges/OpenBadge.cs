using System.Globalization;
using System.Text.Json;
using Enrollment.Certificates;
using Enrollment.Cohorts;
using Enrollment.Credentials.Status;

namespace Enrollment.Credentials.Badges;

/// <summary>
/// Writes a certificate as an Open Badges 3.0 credential over Verifiable Credentials 2.0, not yet signed: a pure function
/// of the snapshot and the facts.
/// </summary>
public static class OpenBadge
{
    /// <returns>UTF-8 JSON for <see cref="Proofs.SignedCredential"/>.</returns>
    /// <exception cref="MalformedCredentialException">A fact is missing or in a language without words.</exception>
    public static byte[] Write(CertificateSnapshot snapshot, BadgeFacts facts)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(facts);
        if (facts.Identities.Count == 0)
            throw new MalformedCredentialException("credentialSubject.identifier", "needs at least one identity");
        return CredentialJson.Write(json => Write(json, snapshot, facts), expected: 6_000);
    }

    static void Write(Utf8JsonWriter json, CertificateSnapshot snapshot, BadgeFacts facts)
    {
        json.WriteStrings("@context", CredentialContexts.Badge);
        json.WriteString("id", Urn(facts.Id));
        json.WriteStrings("type", "VerifiableCredential", "OpenBadgeCredential");
        json.WriteString("name", Achievement.Title(snapshot, facts, facts.Language));
        json.WriteStartObject("issuer");
        json.WriteString("id", facts.Issuer.Did);
        json.WriteStrings("type", "Profile");
        json.WriteString("name", facts.Issuer.Name);
        json.WriteString("url", facts.Issuer.Url);
        json.WriteEndObject();
        json.WriteString("validFrom", CredentialJson.Instant(facts.ValidFrom));
        if (snapshot.ExpiresOn is { } last)
            json.WriteString("validUntil", CredentialJson.Instant(LocalDay.End(last, facts.TimeZone)));
        json.WriteString("awardedDate", CredentialJson.Instant(LocalDay.Start(snapshot.AwardedOn, facts.TimeZone)));
        WriteSubject(json, snapshot, facts);
        json.WriteStartArray("credentialSchema");
        json.WriteStartObject();
        json.WriteString("id", CredentialContexts.Schema);
        json.WriteString("type", "1EdTechJsonSchemaValidator2019");
        json.WriteEndObject();
        json.WriteEndArray();
        WriteStatus(json, facts.Status);
    }

    static void WriteSubject(Utf8JsonWriter json, CertificateSnapshot snapshot, BadgeFacts facts)
    {
        json.WriteStartObject("credentialSubject");
        json.WriteString("id", Urn(facts.SubjectId));
        json.WriteStrings("type", "AchievementSubject");
        json.WriteStartArray("identifier");
        foreach (var identity in facts.Identities)
        {
            json.WriteStartObject();
            json.WriteString("type", "IdentityObject");
            json.WriteBoolean("hashed", true);
            json.WriteString("identityType", identity.Type);
            json.WriteString("salt", identity.Salt);
            json.WriteString("identityHash", identity.Hash);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("licenseNumber", snapshot.Serial);
        if (snapshot.Credits is { } credits)
            json.WriteNumber("creditsEarned", Achievement.Plain(credits));
        json.WriteStartObject("achievement");
        Achievement.WriteMembers(json, snapshot, facts, facts.Language);
        json.WriteEndObject();
        WriteResults(json, snapshot, facts);
        json.WriteEndObject();
    }

    static void WriteResults(Utf8JsonWriter json, CertificateSnapshot snapshot, BadgeFacts facts)
    {
        json.WriteStartArray("result");
        if (snapshot.Mark is { } mark)
        {
            WriteResult(
                Achievement.MarkId(facts, facts.Language),
                Achievement.Plain(mark).ToString(CultureInfo.InvariantCulture)
            );
        }

        WriteResult(Achievement.AwardId(facts, facts.Language), snapshot.Award);
        json.WriteEndArray();

        void WriteResult(string description, string value)
        {
            json.WriteStartObject();
            json.WriteStrings("type", "Result");
            json.WriteString("resultDescription", description);
            json.WriteString("value", value);
            json.WriteEndObject();
        }
    }

    static void WriteStatus(Utf8JsonWriter json, StatusEntry status)
    {
        if (status.Index < 0)
            throw new MalformedCredentialException("credentialStatus.statusListIndex", "must not be negative");
        var index = status.Index.ToString(CultureInfo.InvariantCulture);
        json.WriteStartObject("credentialStatus");
        // Not the list's own address: the entry is another thing.
        json.WriteString("id", $"{status.ListUrl}#{index}");
        json.WriteString("type", "BitstringStatusListEntry");
        json.WriteString("statusPurpose", status.Purpose.Word());
        json.WriteString("statusListIndex", index);
        json.WriteString("statusListCredential", status.ListUrl);
        json.WriteEndObject();
    }

    static string Urn(Guid id) => $"urn:uuid:{id}";
}
