using System.Security.Cryptography;
using NSec.Cryptography;

namespace Enrollment.Credentials.Issuers;

/// <summary>A key as its owner keeps it.</summary>
/// <param name="Pem">
/// PEM text, Ed25519 or P-256: PKCS #8 (PRIVATE KEY); for a retired key the public half (PUBLIC KEY) is enough, and all
/// that should still be around.
/// </param>
/// <param name="IsRetired">Whether it only verifies from now on.</param>
public sealed record KeyText(string Pem, bool IsRetired)
{
    /// <summary>Two fresh keys, one of each kind, for development and tests.</summary>
    public static IReadOnlyList<KeyText> Generate()
    {
        using var ed25519 = Key.Create(
            SignatureAlgorithm.Ed25519,
            new() { ExportPolicy = KeyExportPolicies.AllowPlaintextExport }
        );
        using var p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return
        [
            new(PemEncoding.WriteString("PRIVATE KEY", ed25519.Export(KeyBlobFormat.PkixPrivateKey)), false),
            new(p256.ExportPkcs8PrivateKeyPem(), false),
        ];
    }

    /// <summary>
    /// The keys of a text that holds PEM blocks one after another: a PRIVATE KEY signs, a PUBLIC KEY is one that is retired.
    /// </summary>
    /// <exception cref="FormatException">There is no PEM block, or something else stands between or behind them.</exception>
    public static IReadOnlyList<KeyText> ReadAll(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var keys = new List<KeyText>();
        var rest = text.AsSpan().Trim();
        while (PemEncoding.TryFind(rest, out var fields) && rest[..fields.Location.Start.Value].Trim().IsEmpty)
        {
            keys.Add(new(rest[fields.Location].ToString(), rest[fields.Label].SequenceEqual("PUBLIC KEY")));
            rest = rest[fields.Location.End.Value..].Trim();
        }

        return keys.Count > 0 && rest.IsEmpty
            ? keys
            : throw new FormatException(
                $"After {keys.Count} keys there is something that is no PEM block: each begins with '-----BEGIN'."
            );
    }

    /// <summary>The text itself may be a secret.</summary>
    public override string ToString() => IsRetired ? "a retired key" : "a key";

    internal IssuerKey Read(string did, string name)
    {
        if (!PemEncoding.TryFind(Pem, out var fields))
            throw new FormatException($"{name} is no PEM text: it begins with '-----BEGIN PRIVATE KEY-----'.");
        var label = Pem[fields.Label];
        var isPrivate = label == "PRIVATE KEY";
        if (!isPrivate && (label != "PUBLIC KEY" || !IsRetired))
            throw new FormatException($"{name} is a '{label}': a key that signs is a PKCS #8 'PRIVATE KEY'.");
        var der = Convert.FromBase64String(Pem[fields.Base64Data]);
        IssuerKey? key = ReadEd25519(did, der, isPrivate);
        return key
            ?? ReadP256(did, der, isPrivate)
            ?? throw new FormatException($"{name} is neither an Ed25519 nor a P-256 key.");
    }

    ProofKey? ReadEd25519(string did, byte[] der, bool isPrivate)
    {
        if (!isPrivate)
        {
            return PublicKey.TryImport(SignatureAlgorithm.Ed25519, der, KeyBlobFormat.PkixPublicKey, out var publicKey)
                ? new(did, publicKey!, null)
                : null;
        }

        if (!Key.TryImport(SignatureAlgorithm.Ed25519, der, KeyBlobFormat.PkixPrivateKey, out var key))
            return null;
        var half = key!.PublicKey;
        if (!IsRetired)
            return new(did, half, key);
        key.Dispose();
        return new(did, half, null);
    }

    TokenKey? ReadP256(string did, byte[] der, bool isPrivate)
    {
        using var key = ECDsa.Create();
        try
        {
            if (isPrivate)
                key.ImportPkcs8PrivateKey(der, out _);
            else
                key.ImportSubjectPublicKeyInfo(der, out _);
        }
        catch (CryptographicException)
        {
            // Another kind of key: the caller says so, with its name.
            return null;
        }

        var parameters = key.ExportParameters(includePrivateParameters: isPrivate && !IsRetired);
        var isP256 = parameters.Curve.IsNamed && parameters.Curve.Oid.Value == "1.2.840.10045.3.1.7";
        return isP256 ? new(did, parameters) : null;
    }
}
