using Enrollment.Accounts;
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

    /// <summary>The number was issued, to somebody of another name.</summary>
    NameDiffers,

    /// <summary>The file was issued here, and changed since.</summary>
    Altered,

    /// <summary>Nothing was ever issued under this code or number, nor this file.</summary>
    Unknown,
}

/// <summary>The answer, and what is printed on the genuine document, to be compared with the one at hand.</summary>
public sealed record Verification
{
    public required VerificationAnswer Answer { get; init; }

    /// <summary>Null where the answer is Unknown or NameDiffers.</summary>
    public CertificateSnapshot? Certificate { get; init; }

    /// <summary>When it was suspended, revoked or replaced.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The day of that at the center, as all printed days are.</summary>
    public DateOnly? EndedOn { get; init; }

    /// <summary>The verification code of the certificate that took its place.</summary>
    public string? ReplacedByCode { get; init; }

    /// <summary>The verification code of the certificate that renews it; null where there is none in force.</summary>
    public string? RenewedByCode { get; init; }

    /// <summary>Lower-case hexadecimal SHA-256 of the genuine PDF file.</summary>
    public string? FileHash { get; init; }

    /// <summary>
    /// Lower-case hexadecimal SHA-256 of the certificate whose key signed it; null on what was issued before that was kept.
    /// </summary>
    public string? SignedBy { get; init; }
}

sealed class VerifyCertificateHandler(Db db, TimeProvider time)
    : IRequestHandler<VerifyCertificate, Result<Verification>>
{
    public async Task<Result<Verification>> Handle(VerifyCertificate request, CancellationToken cancellationToken)
    {
        if (VerificationCode.Normalize(request.Code) is not { } code)
            return RegisterEntry.Unknown;

        var entry = await db.FindAsync<RegisterEntry>(ByCode, new { Code = code }, cancellationToken);
        return entry?.Answer(time.GetUtcNow()) ?? RegisterEntry.Unknown;
    }

    internal static readonly Sql ByCode = new(
        $"{RegisterEntry.Select} WHERE t.VerificationCode = @Code {RegisterEntry.Public}"
    );
}
