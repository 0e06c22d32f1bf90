using System.Text.Json;

namespace Enrollment.Credentials.Issuers;

/// <summary>A key of an issuer. What it signed stays verifiable after it is retired.</summary>
public abstract class IssuerKey
{
    private protected IssuerKey(string did, string id, bool isRetired) =>
        (Id, VerificationMethod, IsRetired) = (id, $"{did}#{id}", isRetired);

    /// <summary>The key's thumbprint (RFC 7638): the same key always has the same id.</summary>
    public string Id { get; }

    /// <summary>The DID URL that proofs and tokens name.</summary>
    public string VerificationMethod { get; }

    /// <summary>Whether it only verifies from now on.</summary>
    public bool IsRetired { get; }

    /// <summary>The public key as one bare JWK with <c>kid</c>, as an https key id must answer.</summary>
    public byte[] ToJwk() => CredentialJson.Write(WriteJwk);

    internal abstract void WriteJwk(Utf8JsonWriter json);

    /// <summary>The verification method of a DID document, without id and controller.</summary>
    internal abstract void WriteMethod(Utf8JsonWriter json);
}
