using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Enrollment.Credentials.Proofs;

namespace Enrollment.Credentials.Issuers;

/// <summary>A P-256 key, for tokens signed with ES256.</summary>
public sealed class TokenKey : IssuerKey
{
    /// <summary>Bytes of a coordinate, and of each half of a signature.</summary>
    internal const int Size = 32;

    readonly ECParameters parameters;
    readonly EcdsaPool pool;

    internal TokenKey(string did, ECParameters parameters)
        : base(did, Thumbprint(parameters.Q), parameters.D is null) =>
        (this.parameters, pool) = (parameters, new EcdsaPool(parameters));

    /// <summary>The signature as JWS wants it (RFC 7518, section 3.4): r and s, 32 bytes each.</summary>
    internal byte[] Sign(ReadOnlySpan<byte> data)
    {
        if (IsRetired)
            throw new InvalidOperationException($"The key {VerificationMethod} is retired.");
        var key = pool.Rent();
        var signature = key.SignData(
            data,
            HashAlgorithmName.SHA256,
            DSASignatureFormat.IeeeP1363FixedFieldConcatenation
        );
        pool.Return(key);
        return signature;
    }

    internal override void WriteJwk(Utf8JsonWriter json)
    {
        WritePublic(json);
        json.WriteString("kid", VerificationMethod);
        json.WriteString("alg", CredentialToken.Algorithm);
        json.WriteString("use", "sig");
    }

    internal override void WriteMethod(Utf8JsonWriter json)
    {
        json.WriteString("type", "JsonWebKey");
        json.WriteStartObject("publicKeyJwk");
        WritePublic(json);
        json.WriteEndObject();
    }

    void WritePublic(Utf8JsonWriter json)
    {
        json.WriteString("kty", "EC");
        json.WriteString("crv", "P-256");
        json.WriteString("x", Base64Url.EncodeToString(parameters.Q.X));
        json.WriteString("y", Base64Url.EncodeToString(parameters.Q.Y));
    }

    // RFC 7638, section 3.2: the members in this order.
    static string Thumbprint(ECPoint point)
    {
        var (x, y) = (Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
        return Base64Url.EncodeToString(
            SHA256.HashData(Encoding.ASCII.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}"""))
        );
    }
}
