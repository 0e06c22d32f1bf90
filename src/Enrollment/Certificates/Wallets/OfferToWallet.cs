using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Certificates.Wallets;

/// <summary>
/// Offers an issued certificate's credential to its holder's wallet (OpenID for Verifiable Credential Issuance 1.0, section
/// 4.1). The former offer of the same certificate ends with it, and so does a token that was given for that one.
/// </summary>
[Requires(Permission.IssueCertificates)]
public sealed record OfferToWallet(Guid CertificateId) : ICommand<MadeWalletOffer>, ISecretAnswer;

/// <summary>Both secrets of an offer, told this once; printed by nothing but the answer itself.</summary>
public sealed class MadeWalletOffer
{
    /// <summary>Digits of a transaction code.</summary>
    public const int TransactionCodeLength = 6;

    /// <summary>What the offer's public address ends with.</summary>
    public required string Secret { get; init; }

    /// <summary>Six digits, for the holder by another way than the address.</summary>
    public required string TransactionCode { get; init; }
    public required DateTimeOffset EndsAt { get; init; }
    public required int Version { get; init; }
}

sealed class OfferToWalletHandler(Db db, AuditTrail audit, CertificateOptions options, TimeProvider time)
    : IRequestHandler<OfferToWallet, Result<MadeWalletOffer>>
{
    public async Task<Result<MadeWalletOffer>> Handle(OfferToWallet request, CancellationToken cancellationToken)
    {
        var key = new { request.CertificateId };
        var certificate = await db.FindAsync<OfferedCertificate>(OfferedCertificate.ById, key, cancellationToken);
        if (certificate is null)
            return Refusal.NotFound("certificate", request.CertificateId);
        var now = time.GetUtcNow();
        if (certificate.Problem(now) is { } refusal)
            return refusal;
        if (options.PublicAddress is { IsLoopback: false } address && address.Scheme != Uri.UriSchemeHttps)
            return WalletErrors.NotSecure(address);

        var former = await db.FindAsync<WalletOfferRow>(WalletOfferRow.OfCertificate, key, cancellationToken);
        var made = new MadeWalletOffer
        {
            Secret = WalletSecrets.NewOffer(),
            TransactionCode = WalletSecrets.NewTransactionCode(),
            EndsAt = now + options.WalletOfferLifetime,
            Version = former?.Version + 1 ?? 1,
        };
        await WriteAsync(request.CertificateId, made, former, now, cancellationToken);
        audit.Record("certificate.wallet-offered", request.CertificateId, new { made.EndsAt });
        return made;
    }

    async Task WriteAsync(
        Guid certificateId,
        MadeWalletOffer made,
        WalletOfferRow? former,
        DateTimeOffset now,
        CancellationToken token
    )
    {
        var code = WalletSecrets.CodeOf(made.Secret);
        var row = new
        {
            CertificateId = certificateId,
            CodeHash = WalletSecrets.Hash(code),
            TransactionHash = WalletSecrets.TransactionHash(code, made.TransactionCode),
            Now = now,
            made.EndsAt,
            Version = former?.Version ?? 0,
        };
        if (former is not null)
            await db.ChangeAsync(Replace, row, "wallet offer", token);
        else if (!await db.TryInsertAsync(Insert, row, token))
            throw new LostRaceException("wallet offer");
    }

    internal static readonly Sql Insert = new(
        """
        INSERT INTO WalletOffers
            (CertificateId, State, CodeHash, TransactionHash, WrongCodes, MadeAt, EndsAt, Identified, Version)
        VALUES (@CertificateId, 'Open', @CodeHash, @TransactionHash, 0, @Now, @EndsAt, 0, 1)
        """
    );

    internal static readonly Sql Replace = new(
        """
        UPDATE WalletOffers
        SET State = 'Open', CodeHash = @CodeHash, TransactionHash = @TransactionHash, WrongCodes = 0, MadeAt = @Now,
            EndsAt = @EndsAt, RedeemedAt = NULL, TokenHash = NULL, TokenEndsAt = NULL, Identified = 0,
            JsonCollectedAt = NULL, TokenCollectedAt = NULL, Version = Version + 1
        WHERE CertificateId = @CertificateId AND Version = @Version
        """
    );
}
