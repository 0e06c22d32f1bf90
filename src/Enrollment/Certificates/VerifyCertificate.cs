using Enrollment.Accounts;
using Enrollment.Cohorts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Certificates;

/// <summary>Answers "is this genuine?" for the code on a certificate. Open to everybody.</summary>
[Requires(Permission.ReadCatalog)]
public sealed record VerifyCertificate(string Code) : IQuery<Verification>;

/// <summary>The distinct answers of rule 27.</summary>
public enum VerificationAnswer
{
    Valid,
    Suspended,
    Revoked,
    Replaced,
    Expired,

    /// <summary>No certificate was ever issued under this code.</summary>
    Unknown,
}

/// <summary>The answer, and what is printed on the genuine document, to be compared with the one at hand.</summary>
public sealed record Verification
{
    public required VerificationAnswer Answer { get; init; }

    /// <summary>Null where the answer is Unknown.</summary>
    public CertificateSnapshot? Certificate { get; init; }

    /// <summary>When it was suspended, revoked or replaced.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The day of that at the center, as all printed days are.</summary>
    public DateOnly? EndedOn { get; init; }

    /// <summary>The verification code of the certificate that took its place.</summary>
    public string? ReplacedByCode { get; init; }

    /// <summary>Lower-case hexadecimal SHA-256 of the genuine PDF file.</summary>
    public string? FileHash { get; init; }
}

sealed class VerifyCertificateHandler(Db db, TimeProvider time)
    : IRequestHandler<VerifyCertificate, Result<Verification>>
{
    static readonly Verification unknown = new() { Answer = VerificationAnswer.Unknown };

    public async Task<Result<Verification>> Handle(VerifyCertificate request, CancellationToken cancellationToken)
    {
        if (VerificationCode.Normalize(request.Code) is not { } code)
            return unknown;

        var row = await db.FindAsync<RegisterRow>(ByCode, new { Code = code }, cancellationToken);
        if (row is null)
            return unknown;

        return new Verification
        {
            Answer = Answer(row),
            Certificate = SnapshotJson.Read(row.Snapshot),
            EndedAt = row.EndedAt,
            EndedOn = row.EndedAt is { } ended ? LocalDay.Of(ended, row.TimeZone) : null,
            ReplacedByCode = row.ReplacedByCode,
            FileHash = row.FileHash,
        };
    }

    VerificationAnswer Answer(RegisterRow row) =>
        row.State switch
        {
            CertificateState.Suspended => VerificationAnswer.Suspended,
            CertificateState.Revoked => VerificationAnswer.Revoked,
            CertificateState.Replaced => VerificationAnswer.Replaced,
            // A certificate is valid to the end of its last day at the center.
            _ when row.ExpiresOn < LocalDay.Of(time.GetUtcNow(), row.TimeZone) => VerificationAnswer.Expired,
            _ => VerificationAnswer.Valid,
        };

    sealed record RegisterRow
    {
        public CertificateState State { get; init; }
        public string Snapshot { get; init; } = "";
        public DateOnly? ExpiresOn { get; init; }
        public DateTimeOffset? EndedAt { get; init; }
        public string? FileHash { get; init; }
        public string TimeZone { get; init; } = "";
        public string? ReplacedByCode { get; init; }
    }

    /// <summary>
    /// A code of a document that was prepared and never issued was never printed: it is unknown. States are excluded one
    /// by one because SQLite makes a table of a list of three for each verification.
    /// </summary>
    internal static readonly Sql ByCode = new(
        """
        SELECT t.State, t.Snapshot, t.ExpiresOn, t.EndedAt, t.FileHash, h.TimeZone,
               (SELECT n.VerificationCode FROM Certificates n
                WHERE n.ReplacesId = t.Id AND n.State <> 'Prepared' AND n.State <> 'Void') AS ReplacedByCode
        FROM Certificates t
        JOIN Cohorts h ON h.Id = t.CohortId
        WHERE t.VerificationCode = @Code AND t.State <> 'Prepared' AND t.State <> 'Void'
        """
    );
}
