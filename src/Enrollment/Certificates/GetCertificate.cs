using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Certificates;

[Requires(Permission.ReadOwnRecord)]
public sealed record GetCertificate(Guid Id) : IQuery<CertificateView>;

/// <summary>The certificates of a cohort, or all, in the order of their preparation.</summary>
[Requires(Permission.ReadCertificates)]
public sealed record ListCertificates(Guid? CohortId, CertificateState? State, string? Serial, Guid? After, int Size)
    : IQuery<Page<CertificateView>>;

/// <summary>An entry of the register.</summary>
public sealed record CertificateView
{
    public Guid Id { get; init; }
    public string Serial { get; init; } = "";
    public string VerificationCode { get; init; } = "";
    public CertificateState State { get; init; }
    public Guid EnrollmentId { get; init; }
    public Guid CohortId { get; init; }
    public Guid PersonId { get; init; }
    public string AwardClass { get; init; } = "";
    public DateOnly AwardedOn { get; init; }

    /// <summary>Lower-case hexadecimal SHA-256 of the PDF; null until it is issued.</summary>
    public string? FileHash { get; init; }
    public DateTimeOffset? IssuedAt { get; init; }
    public DateOnly? ExpiresOn { get; init; }

    /// <summary>Why it was revoked, reinstated, voided or replaced.</summary>
    public string? Reason { get; init; }
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The certificate that this one took the place of.</summary>
    public Guid? ReplacesId { get; init; }
    public int Version { get; init; }

    /// <summary>Reads entries; t is the certificate, a its award.</summary>
    internal const string Select = """
        SELECT t.Id, t.Serial, t.VerificationCode, t.State, t.EnrollmentId, t.CohortId, a.PersonId, a.AwardClass,
               a.AwardedOn, t.FileHash, t.IssuedAt, t.ExpiresOn, t.Reason, t.EndedAt, t.ReplacesId, t.Version
        FROM Certificates t
        JOIN Awards a ON a.Id = t.AwardId
        """;
}

sealed class GetCertificateHandler(Db db, RequestContext context)
    : IRequestHandler<GetCertificate, Result<CertificateView>>
{
    public async Task<Result<CertificateView>> Handle(GetCertificate request, CancellationToken cancellationToken)
    {
        var view = await db.FindAsync<CertificateView>(ById, new { request.Id }, cancellationToken);
        return view is null ? Refusal.NotFound("certificate", request.Id)
            : Hides(view, context.Caller) is { } refusal ? refusal
            : view;
    }

    /// <summary>
    /// What keeps a certificate from the caller; null where nothing does. To its holder there is none before it is issued:
    /// that one is being made tells the board's decision.
    /// </summary>
    internal static Refusal? Hides(CertificateView view, Caller caller) =>
        !caller.MayActFor(view.PersonId) ? AccountErrors.NotYours
        : view.IssuedAt is null && !caller.May(Permission.ReadMarks) ? Refusal.NotFound("certificate", view.Id)
        : null;

    internal static readonly Sql ById = new(
        $"""
        {CertificateView.Select}
        WHERE t.Id = @Id
        """
    );
}

sealed class ListCertificatesHandler(Db db) : IRequestHandler<ListCertificates, Result<Page<CertificateView>>>
{
    public async Task<Result<Page<CertificateView>>> Handle(
        ListCertificates request,
        CancellationToken cancellationToken
    ) =>
        await db.PageAsync<CertificateView>(
            request.CohortId is not null ? OfCohort
                : request.Serial is not null ? OfSerial
                : request.State is not null ? InState
                : All,
            new
            {
                request.CohortId,
                State = request.State?.ToString(),
                Serial = request.Serial is { } serial ? TypedText.Plain(serial) : null,
                After = request.After ?? Guid.Empty,
            },
            request.Size,
            row => row.Id,
            cancellationToken
        );

    internal static readonly Sql OfCohort = new(
        $"""
        {CertificateView.Select}
        WHERE t.CohortId = @CohortId AND t.Id > @After AND (@State IS NULL OR t.State = @State)
          AND (@Serial IS NULL OR t.Serial = @Serial)
        ORDER BY t.Id
        """
    )
    {
        Paged = true,
    };

    internal static readonly Sql OfSerial = new(
        $"""
        {CertificateView.Select}
        WHERE t.Serial = @Serial AND t.Id > @After AND (@State IS NULL OR t.State = @State)
        ORDER BY t.Id
        """
    )
    {
        Paged = true,
    };

    internal static readonly Sql InState = new(
        $"""
        {CertificateView.Select}
        WHERE t.State = @State AND t.Id > @After
        ORDER BY t.Id
        """
    )
    {
        Paged = true,
    };

    internal static readonly Sql All = new(
        $"""
        {CertificateView.Select}
        WHERE t.Id > @After
        ORDER BY t.Id
        """
    )
    {
        Paged = true,
    };
}
