using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Enrollment.Credentials.Issuers;
using NSec.Cryptography;

namespace Enrollment.Credentials.Verification;

/// <summary>An issuer's keys, read from the document that its DID leads to.</summary>
public sealed class DidDocument
{
    readonly Dictionary<string, PublicKey> proofKeys = new(StringComparer.Ordinal);
    readonly Dictionary<string, EcdsaPool> tokenKeys = new(StringComparer.Ordinal);

    DidDocument(string id) => Id = id;

    /// <summary>The DID.</summary>
    public string Id { get; }

    /// <summary>
    /// Reads the keys that may make assertions and that the DID itself controls. Kinds of keys that no credential of this
    /// library names are passed over.
    /// </summary>
    /// <exception cref="MalformedCredentialException">It is no DID document.</exception>
    public static DidDocument Read(ReadOnlyMemory<byte> json)
    {
        using var document = CredentialJson.Read(json);
        var root = document.RootElement;
        var result = new DidDocument(Text(root, "id", "id"));
        var allowed = Array(root, "assertionMethod")
            .Where(item => item.ValueKind == JsonValueKind.String)
            .Select(item => CredentialJson.ReadText(item, "assertionMethod"))
            .ToHashSet(StringComparer.Ordinal);
        foreach (var method in Array(root, "verificationMethod"))
        {
            var id = Text(method, "id", "verificationMethod.id");
            if (allowed.Contains(id) && Text(method, "controller", "verificationMethod.controller") == result.Id)
                result.Add(id, method);
        }

        return result;
    }

    internal PublicKey? ProofKey(string method) => proofKeys.GetValueOrDefault(method);

    /// <summary>Checks an ES256 signature; null where the document has no such key.</summary>
    internal bool? VerifyToken(string method, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (!tokenKeys.TryGetValue(method, out var pool))
            return null;
        var key = pool.Rent();
        var isRight = key.VerifyData(
            data,
            signature,
            HashAlgorithmName.SHA256,
            DSASignatureFormat.IeeeP1363FixedFieldConcatenation
        );
        pool.Return(key);
        return isRight;
    }

    void Add(string id, JsonElement method)
    {
        var type = Text(method, "type", "verificationMethod.type");
        if (type == "Multikey")
        {
            var text = Text(method, "publicKeyMultibase", "verificationMethod.publicKeyMultibase");
            if (Issuers.ProofKey.FromMultibase(text) is { } key && !proofKeys.TryAdd(id, key))
                throw new MalformedCredentialException("verificationMethod.id", $"'{id}' stands twice");
        }
        else if (type == "JsonWebKey" && method.TryGetProperty("publicKeyJwk", out var jwk))
        {
            if (P256(jwk) is { } key && !tokenKeys.TryAdd(id, key))
                throw new MalformedCredentialException("verificationMethod.id", $"'{id}' stands twice");
        }
    }

    static EcdsaPool? P256(JsonElement jwk)
    {
        const string path = "verificationMethod.publicKeyJwk";
        if (Text(jwk, "kty", $"{path}.kty") != "EC" || Text(jwk, "crv", $"{path}.crv") != "P-256")
            return null;
        var point = new ECPoint { X = Coordinate(jwk, "x"), Y = Coordinate(jwk, "y") };
        var parameters = new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = point };
        try
        {
            return new EcdsaPool(parameters);
        }
        catch (CryptographicException error)
        {
            throw new MalformedCredentialException(path, $"is no point of the curve: {error.Message}");
        }
    }

    static byte[] Coordinate(JsonElement jwk, string name)
    {
        var path = $"verificationMethod.publicKeyJwk.{name}";
        var text = Text(jwk, name, path);
        return Base64Url.IsValid(text, out var length) && length == TokenKey.Size
            ? Base64Url.DecodeFromChars(text)
            : throw new MalformedCredentialException(path, "must be 32 bytes in base64url");
    }

    static string Text(JsonElement parent, string name, string path) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value)
            ? CredentialJson.ReadText(value, path)
            : throw new MalformedCredentialException(path, "is missing");

    static JsonElement.ArrayEnumerator Array(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray()
            : throw new MalformedCredentialException(name, "must be an array");
}
