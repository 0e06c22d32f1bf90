using Enrollment.Data;

namespace Enrollment.Certificates.Wallets;

/// <summary>An offer with what its certificate has become.</summary>
sealed record WalletOfferRow
{
    public Guid CertificateId { get; init; }
    public WalletOfferState State { get; init; }
    public string TransactionHash { get; init; } = "";
    public int WrongCodes { get; init; }
    public DateTimeOffset MadeAt { get; init; }
    public DateTimeOffset EndsAt { get; init; }
    public DateTimeOffset? RedeemedAt { get; init; }
    public DateTimeOffset? TokenEndsAt { get; init; }
    public bool Identified { get; init; }
    public DateTimeOffset? JsonCollectedAt { get; init; }
    public DateTimeOffset? TokenCollectedAt { get; init; }
    public int Version { get; init; }
    public CertificateState CertificateState { get; init; }
    public DateOnly? ExpiresOn { get; init; }
    public string TimeZone { get; init; } = "";

    internal WalletOfferState StateAt(DateTimeOffset now) =>
        State == WalletOfferState.Open && EndsAt <= now ? WalletOfferState.Expired : State;

    /// <summary>Whether a wallet may still come for it.</summary>
    internal bool IsOpen(DateTimeOffset now) => StateAt(now) == WalletOfferState.Open && IsInForce(now);

    /// <summary>Whether the token that a wallet was given still counts.</summary>
    internal bool HasToken(DateTimeOffset now) => State == WalletOfferState.Redeemed && TokenEndsAt > now;

    /// <summary>Revoked, suspended, replaced or expired since, the credential isn't handed over.</summary>
    internal bool IsInForce(DateTimeOffset now) =>
        CertificateState == CertificateState.Issued && !OfferedCertificate.HasExpired(ExpiresOn, TimeZone, now);

    internal WalletOfferView View(DateTimeOffset now) =>
        new()
        {
            CertificateId = CertificateId,
            State = StateAt(now),
            MadeAt = MadeAt,
            EndsAt = EndsAt,
            WrongCodes = WrongCodes,
            RedeemedAt = RedeemedAt,
            JsonCollectedAt = JsonCollectedAt,
            TokenCollectedAt = TokenCollectedAt,
            Version = Version,
        };

    const string Select = """
        SELECT w.CertificateId, w.State, w.TransactionHash, w.WrongCodes, w.MadeAt, w.EndsAt, w.RedeemedAt, w.TokenEndsAt,
               w.Identified, w.JsonCollectedAt, w.TokenCollectedAt, w.Version, t.State AS CertificateState, t.ExpiresOn,
               h.TimeZone
        FROM WalletOffers w
        JOIN Certificates t ON t.Id = w.CertificateId
        JOIN Cohorts h ON h.Id = t.CohortId
        """;

    internal static readonly Sql OfCertificate = new($"{Select} WHERE w.CertificateId = @CertificateId");

    internal static readonly Sql ByCode = new($"{Select} WHERE w.CodeHash = @CodeHash");

    internal static readonly Sql ByToken = new($"{Select} WHERE w.TokenHash = @TokenHash");
}
