using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Certificates.Wallets;

/// <summary>What an offer's address answers a wallet with. Open to whoever has the address.</summary>
[Requires(Permission.ReadCatalog)]
public sealed record OpenWalletOffer(string Secret) : IQuery<OpenedWalletOffer>;

/// <summary>Nothing of the person or the certificate; printed by nothing but the answer itself.</summary>
public sealed class OpenedWalletOffer
{
    /// <summary>The pre-authorized code.</summary>
    public required string Code { get; init; }
}

sealed class OpenWalletOfferHandler(Db db, TimeProvider time)
    : IRequestHandler<OpenWalletOffer, Result<OpenedWalletOffer>>
{
    public async Task<Result<OpenedWalletOffer>> Handle(OpenWalletOffer request, CancellationToken cancellationToken)
    {
        var code = WalletSecrets.CodeOf(request.Secret);
        var key = new { CodeHash = WalletSecrets.Hash(code) };
        var offer = await db.FindAsync<WalletOfferRow>(WalletOfferRow.ByCode, key, cancellationToken);
        return offer?.IsOpen(time.GetUtcNow()) == true ? new OpenedWalletOffer { Code = code } : WalletErrors.Gone;
    }
}
