using System.Security.Cryptography;
using System.Text;
using Enrollment.People;

namespace Enrollment.Storage.People;

/// <summary>
/// AES-256-GCM with a random 96-bit nonce, bound to person and kind as associated data; HMAC-SHA-256 to search by. A
/// ciphertext is the id of its secret, a colon, and nonce, encrypted number and 128-bit tag in base64.
/// </summary>
/// <param name="secrets">The one to seal with, then those to read with.</param>
sealed class NationalNumberVault(IReadOnlyList<IdentitySecret> secrets) : INationalNumberVault
{
    const int NonceBytes = 12;
    const int TagBytes = 16;

    public string Seal(Guid personId, NationalNumberKind kind, string number)
    {
        var plain = Encoding.UTF8.GetBytes(number);
        var packed = new byte[NonceBytes + plain.Length + TagBytes];
        var nonce = packed.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(secrets[0].Encryption, TagBytes);
        aes.Encrypt(
            nonce,
            plain,
            packed.AsSpan(NonceBytes, plain.Length),
            packed.AsSpan(NonceBytes + plain.Length),
            Bound(personId, kind)
        );
        return $"{secrets[0].Id}:{Convert.ToBase64String(packed)}";
    }

    public string Open(Guid personId, NationalNumberKind kind, string ciphertext)
    {
        var colon = ciphertext.IndexOf(':', StringComparison.Ordinal);
        var secret =
            secrets.FirstOrDefault(s => colon > 0 && ciphertext.AsSpan(0, colon).SequenceEqual(s.Id))
            ?? throw Unreadable("is sealed with a secret that isn't here");
        var packed = new byte[ciphertext.Length];
        if (
            !Convert.TryFromBase64Chars(ciphertext.AsSpan(colon + 1), packed, out var length)
            || length < NonceBytes + TagBytes
        )
            throw Unreadable("isn't a sealed number");

        var plain = new byte[length - NonceBytes - TagBytes];
        using var aes = new AesGcm(secret.Encryption, TagBytes);
        try
        {
            aes.Decrypt(
                packed.AsSpan(0, NonceBytes),
                packed.AsSpan(NonceBytes, plain.Length),
                packed.AsSpan(length - TagBytes, TagBytes),
                plain,
                Bound(personId, kind)
            );
        }
        catch (AuthenticationTagMismatchException)
        {
            throw Unreadable("was changed, or belongs to another record");
        }

        return Encoding.UTF8.GetString(plain);

        NationalNumberUnreadableException Unreadable(string why) =>
            new($"The stored number of the kind {kind} of the person {personId} {why}.");
    }

    public string Hash(NationalNumberKind kind, string number) => Hash(secrets[0], kind, number);

    public IReadOnlyList<string> SearchHashes(NationalNumberKind kind, string number) =>
        [.. secrets.Select(secret => Hash(secret, kind, number))];

    static string Hash(IdentitySecret secret, NationalNumberKind kind, string number) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(secret.Hashing, Encoding.UTF8.GetBytes($"{kind}/{number}")));

    static byte[] Bound(Guid personId, NationalNumberKind kind) => Encoding.UTF8.GetBytes($"{personId:D}/{kind}");
}
