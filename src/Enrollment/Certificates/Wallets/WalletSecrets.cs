using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Enrollment.Certificates.Wallets;

/// <summary>
/// The secrets between the center, the holder and the wallet. The database has hashes of them alone: the code that a wallet
/// redeems is derived from the one that stands in the offer's address, so that the address can answer with it.
/// </summary>
static class WalletSecrets
{
    /// <summary>128 bits for an address that must fit into a small QR code.</summary>
    const int OfferBytes = 16;

    const int TokenBytes = 32;

    internal static string NewOffer() => New(OfferBytes);

    internal static string NewToken() => New(TokenBytes);

    /// <summary>Six digits, for the holder to type.</summary>
    internal static string NewTransactionCode() =>
        RandomNumberGenerator.GetString("0123456789", MadeWalletOffer.TransactionCodeLength);

    /// <summary>The pre-authorized code that an offer's address answers with.</summary>
    internal static string CodeOf(string offer) => Base64Url.EncodeToString(Keyed(offer, "pre-authorized_code"));

    /// <summary>64 lower-case hexadecimal digits.</summary>
    internal static string Hash(string secret) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>
    /// Of a transaction code, keyed with the code that it goes with: six digits alone would be found from their hash by
    /// trying a million.
    /// </summary>
    internal static string TransactionHash(string code, string transactionCode) =>
        Convert.ToHexStringLower(Keyed(code, transactionCode));

    internal static bool Matches(string hash, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(hash), Encoding.UTF8.GetBytes(other));

    static string New(int bytes) => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes));

    static byte[] Keyed(string key, string text) =>
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(text));
}
