using System.Buffers.Text;
using System.Text;
using Enrollment.Credentials.Issuers;

namespace Enrollment.Credentials.Proofs;

/// <summary>
/// Credentials as signed tokens: VC-JWT with ES256 as Open Badges 3.0 has it, the credential itself being the payload,
/// with the registered claims that mirror its members.
/// </summary>
static class CredentialToken
{
    /// <summary>ECDSA with P-256 and SHA-256 (RFC 7518, 3.4).</summary>
    internal const string Algorithm = "ES256";

    internal static readonly string[] Claims = ["iss", "jti", "sub", "nbf", "exp"];

    /// <summary>The token in compact form. Signatures of ES256 hold a random number: no two are equal.</summary>
    internal static string Sign(ReadOnlySpan<byte> credential, CredentialMirror mirror, IssuerKeySet keys)
    {
        var claims = CredentialJson.Write(json =>
        {
            json.WriteString("iss", mirror.Issuer);
            json.WriteString("jti", mirror.Id);
            json.WriteString("sub", mirror.Subject);
            json.WriteNumber("nbf", mirror.ValidFrom.ToUnixTimeSeconds());
            if (mirror.ValidUntil is { } end)
                json.WriteNumber("exp", end.ToUnixTimeSeconds());
        });
        var header = CredentialJson.Write(json =>
        {
            json.WriteString("alg", Algorithm);
            json.WriteString("kid", keys.TokenKey.VerificationMethod);
            json.WriteString("typ", "JWT");
        });
        var payload = CredentialJson.Append(credential, CredentialJson.Members(claims));
        var signed = $"{Base64Url.EncodeToString(header)}.{Base64Url.EncodeToString(payload)}";
        return $"{signed}.{Base64Url.EncodeToString(keys.TokenKey.Sign(Encoding.ASCII.GetBytes(signed)))}";
    }
}
