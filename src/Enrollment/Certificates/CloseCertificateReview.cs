using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Certificates;

/// <summary>
/// Notes what became of a certificate under review. The certificate itself is revoked or replaced by its own act before,
/// which has its own reason, version and audit event: a review that revoked, too, would be a second way to do the same.
/// </summary>
[Requires(Permission.RevokeCertificates)]
public sealed record CloseCertificateReview(Guid Id, int? Version, ReviewOutcome Outcome, string Reason)
    : ICommand<CertificateReviewView>;

sealed class CloseCertificateReviewValidator : AbstractValidator<CloseCertificateReview>
{
    public CloseCertificateReviewValidator()
    {
        RuleFor(c => c.Outcome).IsInEnum();
        RuleFor(c => c.Reason).Text(1_000);
    }
}

sealed class CloseCertificateReviewHandler(Db db, AuditTrail audit, TimeProvider time, RequestContext context)
    : IRequestHandler<CloseCertificateReview, Result<CertificateReviewView>>
{
    public async Task<Result<CertificateReviewView>> Handle(
        CloseCertificateReview request,
        CancellationToken cancellationToken
    )
    {
        var key = new { request.Id };
        var review = await db.FindAsync<CertificateReviewView>(CertificateReviewHandler.ById, key, cancellationToken);
        if (review is null)
            return Refusal.NotFound("certificate_review", request.Id);
        if (request.Version is { } seen && seen != review.Version)
            return Refusal.Stale("certificate_review");
        if (review.State != ReviewState.Open)
            return CertificateErrors.ReviewClosed;
        if (!Fits(request.Outcome, review.CertificateState))
            return CertificateErrors.ReviewOutcomeUntrue(request.Outcome, review.CertificateState);
        if (await db.FindAsync<string>(OpenMinutes, key, cancellationToken) is { } number)
            return CertificateErrors.ReviewBeforeSeal(number);

        var row = new
        {
            review.Id,
            review.Version,
            Outcome = request.Outcome.ToString(),
            request.Reason,
            By = context.Caller.Id,
            Now = time.GetUtcNow(),
        };
        await db.ChangeAsync(Close, row, "certificate_review", cancellationToken);
        audit.Record(
            "certificate.review-closed",
            review.CertificateId,
            new
            {
                ReviewId = review.Id,
                request.Outcome,
                request.Reason,
            }
        );
        return (await db.FindAsync<CertificateReviewView>(CertificateReviewHandler.ById, key, cancellationToken))!;
    }

    /// <summary>Whether the certificate is what the outcome says.</summary>
    static bool Fits(ReviewOutcome outcome, CertificateState state) =>
        outcome switch
        {
            ReviewOutcome.Kept => state
                is CertificateState.Prepared
                    or CertificateState.Issued
                    or CertificateState.Suspended,
            // A number that was given up before its document was finished certifies nothing, either.
            ReviewOutcome.Revoked => state is CertificateState.Revoked or CertificateState.Void,
            _ => state == CertificateState.Replaced,
        };

    /// <summary>The number of minutes in which the decision on the trainee can still change.</summary>
    internal static readonly Sql OpenMinutes = new(
        """
        SELECT m.MinutesNumber
        FROM CertificateReviews r
        JOIN BoardDecisions d
            ON d.EnrollmentId = r.EnrollmentId
            AND d.Sequence = (SELECT MAX(l.Sequence) FROM BoardDecisions l WHERE l.EnrollmentId = r.EnrollmentId)
        JOIN BoardMeetings m ON m.Id = d.MeetingId
        WHERE r.Id = @Id AND m.SealedAt IS NULL
        """
    );

    internal static readonly Sql Close = new(
        """
        UPDATE CertificateReviews
        SET State = 'Closed', OpenKey = Id, Outcome = @Outcome, Reason = @Reason, ClosedBy = @By, ClosedAt = @Now,
            Version = Version + 1
        WHERE Id = @Id AND Version = @Version
        """
    );
}
