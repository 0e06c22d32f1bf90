using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NSec.Cryptography;

namespace Enrollment.Credentials.Issuers;

/// <summary>An Ed25519 key, for embedded proofs.</summary>
public sealed class ProofKey : IssuerKey
{
    // Multicodec ed25519-pub (0xed) as a varint.
    static readonly byte[] multicodec = [0xED, 0x01];

    readonly PublicKey publicKey;
    readonly Key? privateKey;

    internal ProofKey(string did, PublicKey publicKey, Key? privateKey)
        : base(did, Thumbprint(publicKey), privateKey is null) =>
        (this.publicKey, this.privateKey) = (publicKey, privateKey);

    internal byte[] Sign(ReadOnlySpan<byte> data) =>
        SignatureAlgorithm.Ed25519.Sign(
            privateKey ?? throw new InvalidOperationException($"The key {VerificationMethod} is retired."),
            data
        );

    internal static bool Verify(PublicKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        SignatureAlgorithm.Ed25519.Verify(key, data, signature);

    /// <summary>The key of a Multikey; null where it is none of Ed25519.</summary>
    internal static PublicKey? FromMultibase(string text) =>
        Multibase.Decode(text) is { Length: 34 } bytes && bytes.AsSpan(0, 2).SequenceEqual(multicodec)
            ? Import(bytes.AsSpan(2))
            : null;

    internal override void WriteJwk(Utf8JsonWriter json)
    {
        json.WriteString("kty", "OKP");
        json.WriteString("crv", "Ed25519");
        json.WriteString("x", Coordinate(publicKey));
        json.WriteString("kid", VerificationMethod);
        json.WriteString("alg", "EdDSA");
        json.WriteString("use", "sig");
    }

    internal override void WriteMethod(Utf8JsonWriter json)
    {
        json.WriteString("type", "Multikey");
        json.WriteString(
            "publicKeyMultibase",
            Multibase.Encode([.. multicodec, .. publicKey.Export(KeyBlobFormat.RawPublicKey)])
        );
    }

    static PublicKey? Import(ReadOnlySpan<byte> raw) =>
        PublicKey.TryImport(SignatureAlgorithm.Ed25519, raw, KeyBlobFormat.RawPublicKey, out var key) ? key : null;

    static string Coordinate(PublicKey key) => Base64Url.EncodeToString(key.Export(KeyBlobFormat.RawPublicKey));

    // RFC 8037, section 2: the members of the thumbprint are crv, kty and x.
    static string Thumbprint(PublicKey key) =>
        Base64Url.EncodeToString(
            SHA256.HashData(Encoding.ASCII.GetBytes($$"""{"crv":"Ed25519","kty":"OKP","x":"{{Coordinate(key)}}"}"""))
        );
}
