using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using Enrollment.Certificates;
using Enrollment.Documents.Pdf;
using Enrollment.Documents.Signatures.Keys;
using Enrollment.Documents.Signatures.Revocation;

namespace Enrollment.Documents.Signatures;

/// <summary>
/// Signs with the keys of the centers and, where there is an authority for it, has the time stamped; then adds proof that
/// the certificates aren't revoked.
/// </summary>
internal sealed class DocumentSigner(SigningKeySet keys, TimeStampAuthority? authority, RevocationSource? revocation)
    : IDocumentSigner
{
    // Around a time stamp: the sequence of the attribute, its name, the set of its values.
    private const int StampFrame = 32;

    public async Task<SignedDocument> SignAsync(
        ReadOnlyMemory<byte> pdf,
        SignatureRequest request,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        var key = keys.For(request.CenterCode);
        var space = MakeSpace(
            pdf,
            request,
            key.FindRoom(request.At) + (authority is null ? 0 : authority.Settings.Room + StampFrame)
        );
        var cms = key.Sign(space.Content, request.At);
        if (authority is null)
        {
            return new(space.Fill(cms.Encode()), key.Fingerprint, SignatureLevel.Basic);
        }
        var (stamp, shortfall) = await StampAsync(cms, authority, cancellationToken);
        var file = space.Fill(cms.Encode());
        if (stamp is null)
        {
            return new(file, key.Fingerprint, SignatureLevel.Basic, shortfall);
        }
        return revocation is null || !RevocationSource.IsOffered(key.Certificate)
            ? new(file, key.Fingerprint, SignatureLevel.TimeStamped)
            : await AddProofAsync(file, key, stamp, revocation, request.At, cancellationToken);
    }

    private static SignatureSpace MakeSpace(ReadOnlyMemory<byte> pdf, SignatureRequest request, int room)
    {
        try
        {
            return SignatureSpace.Make(pdf, request, room);
        }
        catch (MalformedPdfException error)
        {
            throw new ArgumentException(error.Message, nameof(pdf), error);
        }
    }

    /// <summary>Adds a time stamp to the signature; what is missing where it falls back.</summary>
    private static async Task<(SignedCms? Stamp, string? Shortfall)> StampAsync(
        SignedCms cms,
        TimeStampAuthority authority,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var signer = cms.SignerInfos[0];
            var stamp = await authority.StampAsync(signer.GetSignature(), cancellationToken);
            signer.AddUnsignedAttribute(new AsnEncodedData(Oids.TimeStampToken, stamp.Encode()));
            return (stamp, null);
        }
        catch (TimeStampException error)
        {
            return authority.Settings.OnFailure == TimeStampFailure.FallBack
                ? (null, $"It was signed without a time stamp. {error.Message}")
                : throw new DocumentSigningException($"{error.Message} Try again later.", canRetry: true, error);
        }
    }

    private static List<X509Certificate2> ChainOf(SignedCms stamp) =>
        SigningCertificate.Chain(stamp.SignerInfos[0].Certificate!, [.. stamp.Certificates]);

    private static async Task<SignedDocument> AddProofAsync(
        byte[] file,
        SigningKey key,
        SignedCms stamp,
        RevocationSource revocation,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var proof = await revocation.FindAsync([key.Chain, ChainOf(stamp)], at, cancellationToken);
            return new(proof.AppendTo(new PdfReader(file)), key.Fingerprint, SignatureLevel.LongTerm);
        }
        catch (RevocationException error)
        {
            return error.IsRevoked
                ? throw new DocumentSigningException($"{error.Message} Put another key in its place.", error)
                : new(
                    file,
                    key.Fingerprint,
                    SignatureLevel.TimeStamped,
                    $"It was signed without proof for later. {error.Message}"
                );
        }
    }
}
