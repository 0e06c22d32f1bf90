namespace Enrollment.Certificates;

/// <summary>Makes the credential of a certificate with the keys of this installation. Thread-safe.</summary>
public interface ICredentialIssuer
{
    /// <summary>DID that credentials name as their issuer.</summary>
    string Issuer { get; }

    /// <summary>How somebody is named in a credential: by a salted hash.</summary>
    /// <param name="type">Word of the Open Badges vocabulary: emailAddress, name.</param>
    /// <param name="identifier">In one spelling: an address in lower case, a name as printed.</param>
    HolderIdentity Identify(string type, string identifier);

    /// <summary>
    /// The credential in both forms. The JSON is the same for equal snapshots, the token is not. The snapshot must have
    /// facts for a credential.
    /// </summary>
    IssuedCredential Issue(CertificateSnapshot snapshot);
}

/// <summary>A credential as wallets take it.</summary>
/// <param name="Json">UTF-8, Open Badges 3.0 with an embedded proof.</param>
/// <param name="Token">The same as a VC-JWT in compact form.</param>
public sealed record IssuedCredential(ReadOnlyMemory<byte> Json, string Token);
