namespace Enrollment.Credentials.Status;

/// <summary>Where a status list is published, and for how long it may be relied on.</summary>
/// <param name="Url">Its address, which credentials name as <c>statusListCredential</c>.</param>
/// <param name="IssuerDid">The DID that issues the credentials, too.</param>
/// <param name="Purpose">What a bit that is set says.</param>
/// <param name="ValidFrom">When it was written.</param>
/// <param name="ValidUntil">From then on it must be fetched anew.</param>
public sealed record StatusListFacts(
    string Url,
    string IssuerDid,
    StatusPurpose Purpose,
    DateTimeOffset ValidFrom,
    DateTimeOffset ValidUntil
);

/// <summary>Writes status lists as credentials (Bitstring Status List 1.0), not yet signed.</summary>
public static class StatusList
{
    /// <returns>UTF-8 JSON for <see cref="Proofs.SignedCredential"/>.</returns>
    public static byte[] Write(Bitstring bits, StatusListFacts facts)
    {
        ArgumentNullException.ThrowIfNull(bits);
        ArgumentNullException.ThrowIfNull(facts);
        return CredentialJson.Write(json =>
        {
            json.WriteStrings("@context", CredentialContexts.StatusList);
            json.WriteString("id", facts.Url);
            json.WriteStrings("type", "VerifiableCredential", CredentialKind.StatusList);
            json.WriteString("issuer", facts.IssuerDid);
            json.WriteString("validFrom", CredentialJson.Instant(facts.ValidFrom));
            json.WriteString("validUntil", CredentialJson.Instant(facts.ValidUntil));
            json.WriteStartObject("credentialSubject");
            json.WriteString("id", $"{facts.Url}#list");
            json.WriteString("type", "BitstringStatusList");
            json.WriteString("statusPurpose", facts.Purpose.Word());
            json.WriteString("encodedList", bits.Encode());
            json.WriteEndObject();
        });
    }
}
