using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Enrollment.Credentials.Verification;

namespace Enrollment.Tests.Credentials;

/// <summary>What somebody could change in a credential's token.</summary>
/// <param name="Name">What is changed.</param>
/// <param name="Expected">Our answer.</param>
/// <param name="Change">Gets the three parts and gives the token.</param>
sealed record TokenTampering(string Name, Verdict Expected, Func<string, string, string, string> Change)
{
    internal static readonly IReadOnlyList<TokenTampering> All =
    [
        Header("alg none without a signature", h => h["alg"] = "none", signature: ""),
        Header("alg none with the signature", h => h["alg"] = "none"),
        Header("alg RS256", h => h["alg"] = "RS256"),
        Header("alg ES384", h => h["alg"] = "ES384"),
        new(
            "alg HS256 with the public key as secret",
            Verdict.Malformed,
            (_, payload, _) => SymmetricallySigned(payload)
        ),
        Header(
            "kid of the retired key",
            h => h["kid"] = CredentialSamples.Keys.Keys[3].VerificationMethod,
            Verdict.Altered
        ),
        Header(
            "kid of another issuer",
            h => h["kid"] = CredentialSamples.OtherKeys.TokenKey.VerificationMethod,
            Verdict.UnknownKey
        ),
        Header("kid unknown", h => h["kid"] = CredentialSamples.Keys.Did + "#none", Verdict.UnknownKey),
        Header(
            "kid of the key for proofs",
            h => h["kid"] = CredentialSamples.Keys.ProofKey.VerificationMethod,
            Verdict.UnknownKey
        ),
        Header("no kid", h => h.Remove("kid")),
        Header("no typ", h => h.Remove("typ")),
        Header("another typ", h => h["typ"] = "at+jwt"),
        Header("a key in the header", h => h["jwk"] = JsonNode.Parse(CredentialSamples.OtherKeys.TokenKey.ToJwk())),
        Header("an address of keys in the header", h => h["jku"] = "https://evil.example/jwks.json"),
        Header("a critical extension", h => h["crit"] = new JsonArray("b64")),
        Payload("iss", p => p["iss"] = CredentialSamples.OtherKeys.Did.Value, Verdict.Malformed),
        Payload("sub", p => p["sub"] = "urn:uuid:0193a1b2-0000-7000-8000-0000000000ff", Verdict.Malformed),
        Payload("jti", p => p["jti"] = "urn:uuid:0193a1b2-0000-7000-8000-0000000000ff", Verdict.Malformed),
        Payload("nbf", p => p["nbf"] = 0, Verdict.Malformed),
        Payload("exp", p => p["exp"] = 4_000_000_000, Verdict.Malformed),
        Payload("no exp", p => p.Remove("exp"), Verdict.Malformed),
        Payload("no sub", p => p.Remove("sub"), Verdict.Malformed),
        Payload("a claim vc", p => p["vc"] = new JsonObject(), Verdict.Malformed),
        Payload("an embedded proof", p => p["proof"] = new JsonArray(), Verdict.Malformed),
        Payload("the name", p => p["name"] = "Welding"),
        Payload("the mark", p => p["credentialSubject"]!["result"]![0]!["value"] = "100"),
        Payload("the status", p => p.Remove("credentialStatus")),
        Payload(
            "issuer and iss alike",
            p =>
            {
                p["iss"] = CredentialSamples.OtherKeys.Did.Value;
                p["issuer"]!["id"] = CredentialSamples.OtherKeys.Did.Value;
            },
            Verdict.UnknownKey
        ),
        Payload(
            "the end, twice",
            p =>
            {
                p["validUntil"] = "2096-10-02T07:06:40Z";
                p["exp"] = 4_000_000_000;
            }
        ),
        new(
            "a payload with other white space",
            Verdict.Altered,
            (header, payload, signature) =>
                $"{header}.{Encode([.. Base64Url.DecodeFromChars(payload), (byte)' '])}.{signature}"
        ),
        new("no signature", Verdict.Malformed, (header, payload, _) => $"{header}.{payload}."),
        new("two parts", Verdict.Malformed, (header, payload, _) => $"{header}.{payload}"),
        new(
            "four parts",
            Verdict.Malformed,
            (header, payload, signature) => $"{header}.{payload}.{signature}.{signature}"
        ),
        new(
            "a short signature",
            Verdict.Malformed,
            (header, payload, signature) => $"{header}.{payload}.{signature[..^4]}"
        ),
        new(
            "a signature of zeros",
            Verdict.Altered,
            (header, payload, _) => $"{header}.{payload}.{Encode(new byte[64])}"
        ),
        new(
            "another token's signature",
            Verdict.Altered,
            (header, payload, _) =>
                $"{header}.{payload}.{CredentialSamples.Signed(facts: CredentialSamples.Facts with { Id = Guid.AllBitsSet }).Token.Split('.')[2]}"
        ),
        new("the signature in DER", Verdict.Malformed, (header, payload, _) => SignedInDer(header, payload)),
        new(
            "another issuer's signature",
            Verdict.Altered,
            (header, payload, _) =>
                $"{header}.{payload}.{Encode(CredentialSamples.OtherKeys.TokenKey.Sign(Encoding.ASCII.GetBytes($"{header}.{payload}")))}"
        ),
    ];

    /// <summary>The token after the change.</summary>
    internal string Apply() =>
        CredentialSamples.Signed().Token.Split('.') is [var header, var payload, var signature]
            ? Change(header, payload, signature)
            : throw new InvalidOperationException("A token has three parts.");

    static TokenTampering Header(
        string name,
        Action<JsonObject> change,
        Verdict expected = Verdict.Malformed,
        string? signature = null
    ) => new(name, expected, (header, payload, former) => $"{Changed(header, change)}.{payload}.{signature ?? former}");

    static TokenTampering Payload(string name, Action<JsonObject> change, Verdict expected = Verdict.Altered) =>
        new(
            $"payload: {name}",
            expected,
            (header, payload, signature) => $"{header}.{Changed(payload, change)}.{signature}"
        );

    static string Changed(string part, Action<JsonObject> change)
    {
        var node = JsonNode.Parse(Base64Url.DecodeFromChars(part))!.AsObject();
        change(node);
        return Encode(Encoding.UTF8.GetBytes(node.ToJsonString()));
    }

    static string SymmetricallySigned(string payload)
    {
        var header = Encode(
            Encoding.UTF8.GetBytes(
                $$"""{"alg":"HS256","kid":"{{CredentialSamples.Keys.TokenKey.VerificationMethod}}","typ":"JWT"}"""
            )
        );
        var secret = CredentialSamples.Keys.TokenKey.ToJwk();
        return $"{header}.{payload}.{Encode(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes($"{header}.{payload}")))}";
    }

    static string SignedInDer(string header, string payload)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var data = Encoding.ASCII.GetBytes($"{header}.{payload}");
        return $"{header}.{payload}.{Encode(key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence))}";
    }

    static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
