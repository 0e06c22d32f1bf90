using System.Security.Cryptography;
using Net.Pkcs11Interop.Common;

namespace Enrollment.Documents.Signatures.Keys;

/// <summary>An RSA key on a token.</summary>
internal sealed class TokenRsa : RSA
{
    // DigestInfo of SHA-256 up to the hash (RFC 8017, section 9.2, note 1): the token only pads and signs it.
    private static readonly byte[] DigestInfo = [.. Convert.FromHexString("3031300D060960864801650304020105000420")];

    private readonly TokenSessions sessions;
    private readonly RSA publicKey;

    public TokenRsa(TokenSessions sessions, RSA publicKey) =>
        (this.sessions, this.publicKey, KeySizeValue) = (sessions, publicKey, publicKey.KeySize);

    public override byte[] SignHash(byte[] hash, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding) =>
        hashAlgorithm == HashAlgorithmName.SHA256 && padding == RSASignaturePadding.Pkcs1
            ? sessions.Sign(CKM.CKM_RSA_PKCS, [.. DigestInfo, .. hash])
            : throw new CryptographicException("A key on a token signs SHA-256 with PKCS #1 padding here.");

    public override bool VerifyHash(
        byte[] hash,
        byte[] signature,
        HashAlgorithmName hashAlgorithm,
        RSASignaturePadding padding
    ) => publicKey.VerifyHash(hash, signature, hashAlgorithm, padding);

    public override RSAParameters ExportParameters(bool includePrivateParameters) =>
        includePrivateParameters
            ? throw new CryptographicException("The private key doesn't leave the token.")
            : publicKey.ExportParameters(false);

    public override void ImportParameters(RSAParameters parameters) =>
        throw new CryptographicException("The key of a token isn't changed.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            publicKey.Dispose();
        }
        base.Dispose(disposing);
    }
}
