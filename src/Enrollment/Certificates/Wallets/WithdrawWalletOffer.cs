using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Certificates.Wallets;

/// <summary>
/// Takes an offer back, also from a wallet that has redeemed it and not collected yet. What a wallet has, it keeps: only
/// revoking the certificate ends that.
/// </summary>
[Requires(Permission.IssueCertificates)]
public sealed record WithdrawWalletOffer(Guid CertificateId, int? Version) : ICommand<WalletOfferView>;

sealed class WithdrawWalletOfferHandler(Db db, AuditTrail audit, TimeProvider time)
    : IRequestHandler<WithdrawWalletOffer, Result<WalletOfferView>>
{
    public async Task<Result<WalletOfferView>> Handle(WithdrawWalletOffer request, CancellationToken cancellationToken)
    {
        var key = new { request.CertificateId };
        var offer = await db.FindAsync<WalletOfferRow>(WalletOfferRow.OfCertificate, key, cancellationToken);
        if (offer is null)
            return WalletErrors.NotMade;
        if (request.Version is { } seen && seen != offer.Version)
            return Refusal.Stale("wallet offer");
        var now = time.GetUtcNow();
        if (offer.StateAt(now) is not (WalletOfferState.Open or WalletOfferState.Redeemed))
            return WalletErrors.Over(offer.StateAt(now));

        await db.ChangeAsync(Withdraw, new { offer.CertificateId, offer.Version }, "wallet offer", cancellationToken);
        audit.Record("certificate.wallet-offer-withdrawn", offer.CertificateId);
        return (offer with { State = WalletOfferState.Withdrawn, Version = offer.Version + 1 }).View(now);
    }

    internal static readonly Sql Withdraw = new(
        """
        UPDATE WalletOffers
        SET State = 'Withdrawn', Version = Version + 1
        WHERE CertificateId = @CertificateId AND Version = @Version
        """
    );
}
