using System.Security.Cryptography;

namespace Enrollment.Documents.Signatures.Keys;

/// <summary>
/// A P-256 key in memory that belongs to its certificate. It has only the plain call for signing: the library checks what
/// the other gives against the certificate, each time, which takes three times as long as to sign.
/// </summary>
internal sealed class FileEcdsa : ECDsa
{
    private readonly ECDsa key;

    public FileEcdsa(ECDsa key) => (this.key, KeySizeValue) = (key, key.KeySize);

    public override byte[] SignHash(byte[] hash) => key.SignHash(hash);

    public override bool VerifyHash(byte[] hash, byte[] signature) => key.VerifyHash(hash, signature);

    public override bool TrySignHash(ReadOnlySpan<byte> hash, Span<byte> destination, out int bytesWritten)
    {
        bytesWritten = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            key.Dispose();
        }
        base.Dispose(disposing);
    }
}
