using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Certificates;

public enum ReviewState
{
    Open,
    Closed,

    /// <summary>The board took the decision back that it was opened for.</summary>
    Withdrawn,
}

/// <summary>What became of a certificate that a decision had put in question.</summary>
public enum ReviewOutcome
{
    Kept,
    Revoked,
    Replaced,
}

[Requires(Permission.ReadCertificates)]
public sealed record GetCertificateReview(Guid Id) : IQuery<CertificateReviewView>;

/// <summary>All reviews, or those in a state, in the order in which they were opened.</summary>
[Requires(Permission.ReadCertificates)]
public sealed record ListCertificateReviews(ReviewState? State, Guid? After, int Size)
    : IQuery<Page<CertificateReviewView>>;

/// <summary>A certificate that says something else than a board decided later (rule 21).</summary>
public sealed record CertificateReviewView
{
    public Guid Id { get; init; }
    public Guid CertificateId { get; init; }
    public string Serial { get; init; } = "";
    public CertificateState CertificateState { get; init; }
    public Guid EnrollmentId { get; init; }

    /// <summary>The meeting whose decision opened it.</summary>
    public Guid MeetingId { get; init; }
    public string MinutesNumber { get; init; } = "";

    /// <summary>The class that the certificate says.</summary>
    public string CertifiedAs { get; init; } = "";

    /// <summary>What the meeting decided.</summary>
    public string DecidedAs { get; init; } = "";

    /// <summary>The decision that stands now.</summary>
    public string? StandingDecision { get; init; }
    public ReviewState State { get; init; }
    public DateTimeOffset OpenedAt { get; init; }
    public ReviewOutcome? Outcome { get; init; }
    public string? Reason { get; init; }
    public string? ClosedBy { get; init; }
    public DateTimeOffset? ClosedAt { get; init; }
    public int Version { get; init; }
}

sealed class CertificateReviewHandler(Db db)
    : IRequestHandler<GetCertificateReview, Result<CertificateReviewView>>,
        IRequestHandler<ListCertificateReviews, Result<Page<CertificateReviewView>>>
{
    public async Task<Result<CertificateReviewView>> Handle(
        GetCertificateReview request,
        CancellationToken cancellationToken
    ) =>
        await db.FindAsync<CertificateReviewView>(ById, new { request.Id }, cancellationToken) is { } review
            ? review
            : Refusal.NotFound("certificate_review", request.Id);

    public async Task<Result<Page<CertificateReviewView>>> Handle(
        ListCertificateReviews request,
        CancellationToken cancellationToken
    ) =>
        await db.PageAsync<CertificateReviewView>(
            request.State is null ? All : InState,
            new { State = request.State?.ToString(), After = request.After ?? Guid.Empty },
            request.Size,
            row => row.Id,
            cancellationToken
        );

    /// <summary>Reads reviews, which r calls; conditions and order follow.</summary>
    const string Select = """
        SELECT r.Id, r.CertificateId, t.Serial, t.State AS CertificateState, r.EnrollmentId, r.MeetingId,
               m.MinutesNumber, r.CertifiedAs, r.DecidedAs, d.Decision AS StandingDecision, r.State, r.OpenedAt,
               r.Outcome, r.Reason, r.ClosedBy, r.ClosedAt, r.Version
        FROM CertificateReviews r
        JOIN Certificates t ON t.Id = r.CertificateId
        JOIN BoardMeetings m ON m.Id = r.MeetingId
        LEFT JOIN BoardDecisions d
            ON d.EnrollmentId = r.EnrollmentId
            AND d.Sequence = (SELECT MAX(l.Sequence) FROM BoardDecisions l WHERE l.EnrollmentId = r.EnrollmentId)
        """;

    internal static readonly Sql ById = new($"{Select} WHERE r.Id = @Id");

    internal static readonly Sql All = new(
        $"""
        {Select}
        WHERE r.Id > @After
        ORDER BY r.Id
        """
    )
    {
        Paged = true,
    };

    internal static readonly Sql InState = new(
        $"""
        {Select}
        WHERE r.State = @State AND r.Id > @After
        ORDER BY r.Id
        """
    )
    {
        Paged = true,
    };
}
