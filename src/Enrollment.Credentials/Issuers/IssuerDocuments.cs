namespace Enrollment.Credentials.Issuers;

/// <summary>What an issuer publishes about its keys; retired ones stay, so that old credentials still verify.</summary>
public static class IssuerDocuments
{
    static readonly string[] contexts = ["https://www.w3.org/ns/did/v1", "https://www.w3.org/ns/cid/v1"];

    /// <summary>The DID document, to be served at <see cref="WebDid.DocumentUrl"/>.</summary>
    public static byte[] DidDocument(IssuerKeySet keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return CredentialJson.Write(json =>
        {
            json.WriteStrings("@context", contexts);
            json.WriteString("id", keys.Did.Value);
            json.WriteStartArray("verificationMethod");
            foreach (var key in keys.Keys)
            {
                json.WriteStartObject();
                json.WriteString("id", key.VerificationMethod);
                json.WriteString("controller", keys.Did.Value);
                key.WriteMethod(json);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStrings("assertionMethod", [.. keys.Keys.Select(key => key.VerificationMethod)]);
        });
    }

    /// <summary>All public keys as a JWK set (RFC 7517).</summary>
    public static byte[] KeySet(IssuerKeySet keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return CredentialJson.Write(json =>
        {
            json.WriteStartArray("keys");
            foreach (var key in keys.Keys)
            {
                json.WriteStartObject();
                key.WriteJwk(json);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }
}
