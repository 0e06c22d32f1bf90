using Enrollment.Cohorts;

namespace Enrollment.Certificates;

/// <summary>What the register has of a certificate that somebody asks about.</summary>
sealed record RegisterEntry
{
    public CertificateState State { get; init; }
    public string Snapshot { get; init; } = "";
    public DateOnly? ExpiresOn { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public string? FileHash { get; init; }
    public string? SignedBy { get; init; }
    public string TimeZone { get; init; } = "";
    public string? ReplacedByCode { get; init; }
    public string? RenewedByCode { get; init; }

    internal static Verification Unknown { get; } = new() { Answer = VerificationAnswer.Unknown };

    internal Verification Answer(DateTimeOffset now) =>
        new()
        {
            Answer = State switch
            {
                CertificateState.Suspended => VerificationAnswer.Suspended,
                CertificateState.Revoked => VerificationAnswer.Revoked,
                CertificateState.Replaced => VerificationAnswer.Replaced,
                // A certificate is valid to the end of its last day at the center.
                _ when ExpiresOn < LocalDay.Of(now, TimeZone) => VerificationAnswer.Expired,
                _ => VerificationAnswer.Valid,
            },
            Certificate = SnapshotJson.Read(Snapshot),
            EndedAt = EndedAt,
            EndedOn = EndedAt is { } ended ? LocalDay.Of(ended, TimeZone) : null,
            ReplacedByCode = ReplacedByCode,
            RenewedByCode = RenewedByCode,
            FileHash = FileHash,
            SignedBy = SignedBy,
        };

    /// <summary>
    /// Reads entries, whose certificate t calls; what is asked for follows. A renewal's state is looked at behind the join:
    /// as a condition it would lead SQLite without statistics through all issued certificates at each verification.
    /// </summary>
    internal const string Select = """
        SELECT t.State, t.Snapshot, t.ExpiresOn, t.EndedAt, t.FileHash, t.SignedBy, h.TimeZone,
               (SELECT n.VerificationCode FROM Certificates n
                WHERE n.ReplacesId = t.Id AND n.State <> 'Prepared' AND n.State <> 'Void') AS ReplacedByCode,
               (SELECT MAX(CASE WHEN n.State = 'Issued' THEN n.VerificationCode END) FROM Awards w
                JOIN Certificates n ON n.AwardId = w.Id
                WHERE w.RenewsId = t.AwardId) AS RenewedByCode
        FROM Certificates t
        JOIN Cohorts h ON h.Id = t.CohortId
        """;

    /// <summary>
    /// A document that was prepared and never issued was never printed: it is unknown. States are excluded one by one
    /// because SQLite makes a table of a list of three for each verification.
    /// </summary>
    internal const string Public = "AND t.State <> 'Prepared' AND t.State <> 'Void'";
}
