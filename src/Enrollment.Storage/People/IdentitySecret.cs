using System.Security.Cryptography;

namespace Enrollment.Storage.People;

/// <summary>
/// What is derived from one secret by HKDF with SHA-256 (RFC 5869): a key to seal national numbers with, another one to
/// hash them with, one for check-in codes, and an id that tells which secret it was without telling anything of it.
/// </summary>
sealed class IdentitySecret
{
    internal const int LeastBytes = 32;

    internal IdentitySecret(byte[] secret)
    {
        Encryption = Derive(secret, "national numbers encryption", 32);
        Hashing = Derive(secret, "national numbers hashing", 32);
        CheckIn = Derive(secret, "check-in codes", 32);
        Id = Convert.ToHexStringLower(Derive(secret, "national numbers id", 8));
    }

    /// <summary>16 hexadecimal digits.</summary>
    internal string Id { get; }

    internal byte[] Encryption { get; }

    internal byte[] Hashing { get; }

    internal byte[] CheckIn { get; }

    /// <exception cref="DatabaseSetupException">It isn't base64 or is too short; <paramref name="source"/> names it.</exception>
    internal static IdentitySecret Read(string base64, string source)
    {
        var bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64.Trim(), bytes, out var length) || length < LeastBytes)
        {
            throw new DatabaseSetupException(
                $"{source} must be at least {LeastBytes} random bytes in base64, such as 'openssl rand -base64 32' prints."
            );
        }

        return new IdentitySecret(bytes[..length]);
    }

    static byte[] Derive(byte[] secret, string purpose, int length) =>
        HKDF.DeriveKey(
            HashAlgorithmName.SHA256,
            secret,
            length,
            info: System.Text.Encoding.ASCII.GetBytes($"enrollment {purpose} 1")
        );
}
