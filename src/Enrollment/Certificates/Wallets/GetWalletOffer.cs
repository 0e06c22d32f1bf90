using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Certificates.Wallets;

/// <summary>How far the last offer of a certificate is; without its secrets, which nobody is told again.</summary>
[Requires(Permission.ReadCertificates)]
public sealed record GetWalletOffer(Guid CertificateId) : IQuery<WalletOfferView>;

/// <summary>An offer to a holder's wallet.</summary>
public sealed record WalletOfferView
{
    public Guid CertificateId { get; init; }
    public WalletOfferState State { get; init; }
    public DateTimeOffset MadeAt { get; init; }

    /// <summary>When it can't be redeemed any more.</summary>
    public DateTimeOffset EndsAt { get; init; }

    /// <summary>How often a wrong transaction code came.</summary>
    public int WrongCodes { get; init; }
    public DateTimeOffset? RedeemedAt { get; init; }

    /// <summary>When a wallet first collected the credential as JSON.</summary>
    public DateTimeOffset? JsonCollectedAt { get; init; }

    /// <summary>When a wallet first collected the credential as a VC-JWT.</summary>
    public DateTimeOffset? TokenCollectedAt { get; init; }
    public int Version { get; init; }
}

sealed class GetWalletOfferHandler(Db db, TimeProvider time) : IRequestHandler<GetWalletOffer, Result<WalletOfferView>>
{
    public async Task<Result<WalletOfferView>> Handle(GetWalletOffer request, CancellationToken cancellationToken)
    {
        var key = new { request.CertificateId };
        var offer = await db.FindAsync<WalletOfferRow>(WalletOfferRow.OfCertificate, key, cancellationToken);
        return offer is null ? WalletErrors.NotMade : offer.View(time.GetUtcNow());
    }
}
