using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Certificates.Wallets;

/// <summary>
/// Gives a wallet that has both codes an access token, once (OpenID for Verifiable Credential Issuance 1.0, section 6).
/// Open to everybody. A wrong transaction code is counted, so it is an answer and no refusal, of which nothing would stay.
/// </summary>
/// <param name="Code">The pre-authorized code.</param>
/// <param name="TransactionCode">As the holder typed it; null where the wallet sent none.</param>
/// <param name="Identified">Whether the wallet asked for identifiers of what it may collect.</param>
[Requires(Permission.ReadCatalog)]
public sealed record RedeemWalletOffer(string Code, string? TransactionCode, bool Identified = false)
    : ICommand<Redemption>,
        ISecretAnswer;

public enum RedemptionAnswer
{
    Granted,

    /// <summary>There is no such offer, or it is over, or its certificate isn't in force any more.</summary>
    NoOffer,
    TransactionCodeMissing,
    TransactionCodeWrong,
}

/// <summary>Printed by nothing but the answer itself.</summary>
public sealed class Redemption
{
    /// <summary>For how long the token counts.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    public required RedemptionAnswer Answer { get; init; }

    /// <summary>Null unless it was granted.</summary>
    public string? AccessToken { get; init; }

    internal static Redemption Of(RedemptionAnswer answer) => new() { Answer = answer };
}

sealed class RedeemWalletOfferHandler(Db db, AuditTrail audit, TimeProvider time)
    : IRequestHandler<RedeemWalletOffer, Result<Redemption>>
{
    /// <summary>Of a million codes, so many may be tried.</summary>
    internal const int MostWrongCodes = 5;

    public async Task<Result<Redemption>> Handle(RedeemWalletOffer request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var key = new { CodeHash = WalletSecrets.Hash(request.Code) };
        var offer = await db.FindAsync<WalletOfferRow>(WalletOfferRow.ByCode, key, cancellationToken);
        if (offer?.IsOpen(now) != true)
            return Redemption.Of(RedemptionAnswer.NoOffer);
        if (string.IsNullOrEmpty(request.TransactionCode))
            return Redemption.Of(RedemptionAnswer.TransactionCodeMissing);

        var typed = WalletSecrets.TransactionHash(request.Code, request.TransactionCode);
        return WalletSecrets.Matches(offer.TransactionHash, typed)
            ? await GrantAsync(offer, request.Identified, now, cancellationToken)
            : await CountAsync(offer, cancellationToken);
    }

    /// <summary>Of two wallets that come at once, the second finds another version, runs again, and finds it redeemed.</summary>
    async Task<Redemption> GrantAsync(
        WalletOfferRow offer,
        bool identified,
        DateTimeOffset now,
        CancellationToken token
    )
    {
        var accessToken = WalletSecrets.NewToken();
        var row = new
        {
            offer.CertificateId,
            offer.Version,
            Now = now,
            TokenHash = WalletSecrets.Hash(accessToken),
            TokenEndsAt = now + Redemption.Lifetime,
            Identified = identified ? 1 : 0,
        };
        await db.ChangeAsync(Redeem, row, "wallet offer", token);
        audit.Record("certificate.wallet-offer-redeemed", offer.CertificateId);
        return new Redemption { Answer = RedemptionAnswer.Granted, AccessToken = accessToken };
    }

    async Task<Redemption> CountAsync(WalletOfferRow offer, CancellationToken token)
    {
        var wrong = offer.WrongCodes + 1;
        var state = wrong >= MostWrongCodes ? WalletOfferState.Locked : WalletOfferState.Open;
        var row = new
        {
            offer.CertificateId,
            offer.Version,
            WrongCodes = wrong,
            State = state.ToString(),
        };
        await db.ChangeAsync(Count, row, "wallet offer", token);
        audit.Record("certificate.wallet-code-refused", offer.CertificateId, new { WrongCodes = wrong, State = state });
        return Redemption.Of(RedemptionAnswer.TransactionCodeWrong);
    }

    internal static readonly Sql Redeem = new(
        """
        UPDATE WalletOffers
        SET State = 'Redeemed', RedeemedAt = @Now, TokenHash = @TokenHash, TokenEndsAt = @TokenEndsAt,
            Identified = @Identified, Version = Version + 1
        WHERE CertificateId = @CertificateId AND Version = @Version
        """
    );

    internal static readonly Sql Count = new(
        """
        UPDATE WalletOffers
        SET WrongCodes = @WrongCodes, State = @State, Version = Version + 1
        WHERE CertificateId = @CertificateId AND Version = @Version
        """
    );
}
