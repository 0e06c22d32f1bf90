using Enrollment.Cohorts;
using Enrollment.Data;
using Enrollment.Pipeline;

namespace Enrollment.Certificates.Wallets;

/// <summary>What decides whether a certificate's credential is offered and handed over.</summary>
sealed record OfferedCertificate
{
    public CertificateState CertificateState { get; init; }
    public string Serial { get; init; } = "";
    public DateOnly? ExpiresOn { get; init; }
    public string TimeZone { get; init; } = "";

    /// <summary>Null where it was issued without a credential, or isn't issued yet.</summary>
    public Guid? CredentialOf { get; init; }

    /// <summary>Why it isn't offered; null where it is.</summary>
    internal Refusal? Problem(DateTimeOffset now) =>
        CertificateState != CertificateState.Issued ? WalletErrors.NotInForce(CertificateState)
        : HasExpired(ExpiresOn, TimeZone, now) ? WalletErrors.Expired(ExpiresOn!.Value)
        : CredentialOf is null ? CertificateErrors.NoCredential(Serial)
        : null;

    /// <summary>A certificate is valid to the end of its last day at the center.</summary>
    internal static bool HasExpired(DateOnly? expiresOn, string timeZone, DateTimeOffset now) =>
        expiresOn < LocalDay.Of(now, timeZone);

    internal static readonly Sql ById = new(
        """
        SELECT t.State AS CertificateState, t.Serial, t.ExpiresOn, h.TimeZone, c.CertificateId AS CredentialOf
        FROM Certificates t
        JOIN Cohorts h ON h.Id = t.CohortId
        LEFT JOIN CertificateCredentials c ON c.CertificateId = t.Id AND c.Json IS NOT NULL
        WHERE t.Id = @CertificateId
        """
    );
}
