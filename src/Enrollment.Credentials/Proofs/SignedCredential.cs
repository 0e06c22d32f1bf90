using Enrollment.Credentials.Issuers;

namespace Enrollment.Credentials.Proofs;

/// <summary>A credential in both forms that wallets and verifiers take.</summary>
/// <param name="Json">With an embedded proof; served as <c>application/vc+ld+json</c>.</param>
/// <param name="Token">As a VC-JWT in compact form; served as <c>text/plain</c>.</param>
public sealed record SignedCredential(byte[] Json, string Token)
{
    /// <summary>Signs with the issuer's two keys. The JSON is the same for equal input, the token is not.</summary>
    /// <param name="credential">As <see cref="Badges.OpenBadge"/> or <see cref="Status.StatusList"/> writes it.</param>
    /// <param name="keys">The issuer's; the credential must name it.</param>
    /// <param name="created">When it is signed; written in whole seconds.</param>
    /// <exception cref="MalformedCredentialException">
    /// A value can't stand in a credential, such as a relative URL, or it names another issuer; it says which.
    /// </exception>
    public static SignedCredential Of(ReadOnlyMemory<byte> credential, IssuerKeySet keys, DateTimeOffset created)
    {
        ArgumentNullException.ThrowIfNull(keys);
        using var document = CredentialJson.Read(credential);
        var mirror = CredentialMirror.Of(document.RootElement);
        if (mirror.Issuer != keys.Did.Value)
            throw new MalformedCredentialException("issuer.id", $"is {mirror.Issuer}, the keys are of {keys.Did}");
        if (document.RootElement.TryGetProperty("proof", out _))
            throw new MalformedCredentialException("proof", "is there already");
        // The proof first: it reads every member.
        var proof = DataIntegrity.Sign(document.RootElement, keys, created);
        return new(CredentialJson.Append(credential.Span, proof), CredentialToken.Sign(credential.Span, mirror, keys));
    }
}
