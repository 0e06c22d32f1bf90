using System.Security.Cryptography;
using Net.Pkcs11Interop.Common;

namespace Enrollment.Documents.Signatures.Keys;

/// <summary>A P-256 key on a token.</summary>
internal sealed class TokenEcdsa : ECDsa
{
    private readonly TokenSessions sessions;
    private readonly ECDsa publicKey;

    public TokenEcdsa(TokenSessions sessions, ECDsa publicKey) =>
        (this.sessions, this.publicKey, KeySizeValue) = (sessions, publicKey, publicKey.KeySize);

    public override byte[] SignHash(byte[] hash) => sessions.Sign(CKM.CKM_ECDSA, hash);

    public override bool VerifyHash(byte[] hash, byte[] signature) => publicKey.VerifyHash(hash, signature);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            publicKey.Dispose();
        }
        base.Dispose(disposing);
    }
}
