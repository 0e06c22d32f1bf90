using Enrollment.Assessments;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;

namespace Enrollment.Certificates;

/// <summary>
/// What a board's decision does to certificates, inside its own command: a decision that isn't what a certificate says
/// opens a review of it, and nothing else changes (rule 21).
/// </summary>
public static class CertificateReviewing
{
    /// <summary>
    /// Opens a review of each certificate of the trainee, prepared or issued, that the decision contradicts. One that has
    /// an open review already keeps it. The caller holds the trainee's record, so that no certificate is being prepared.
    /// </summary>
    internal static async Task OpenAsync(
        Db db,
        AuditTrail audit,
        Ids ids,
        Guid enrollmentId,
        Guid meetingId,
        BoardDecision decision,
        DateTimeOffset now,
        CancellationToken token
    )
    {
        // A board that decides later has contradicted nothing yet.
        if (decision == BoardDecision.Defer)
            return;

        foreach (var certificate in await db.QueryAsync<CertifiedRow>(Live, new { Id = enrollmentId }, token))
        {
            var certifiedAs = SnapshotJson.Read(certificate.Snapshot).Award;
            if (certificate.Reviewed || certifiedAs == decision.ToString())
                continue;

            var review = new
            {
                Id = ids.New(),
                CertificateId = certificate.Id,
                EnrollmentId = enrollmentId,
                MeetingId = meetingId,
                OpenKey = Guid.Empty,
                CertifiedAs = certifiedAs,
                DecidedAs = decision.ToString(),
                Now = now,
            };
            await db.ExecuteAsync(Insert, review, token);
            audit.Record(
                "certificate.review-opened",
                certificate.Id,
                new
                {
                    ReviewId = review.Id,
                    certifiedAs,
                    decision,
                    meetingId,
                }
            );
        }
    }

    /// <summary>The meeting took its decision back: the reviews that it opened are without cause.</summary>
    internal static async Task TakeBackAsync(
        Db db,
        AuditTrail audit,
        Guid enrollmentId,
        Guid meetingId,
        string by,
        DateTimeOffset now,
        CancellationToken token
    )
    {
        var row = new
        {
            EnrollmentId = enrollmentId,
            MeetingId = meetingId,
            By = by,
            Now = now,
        };
        if (await db.ExecuteAsync(Withdraw, row, token) is > 0 and var reviews)
            audit.Record("certificate.review-withdrawn", enrollmentId, new { meetingId, reviews });
    }

    sealed record CertifiedRow
    {
        public Guid Id { get; init; }
        public string Snapshot { get; init; } = "";
        public bool Reviewed { get; init; }
    }

    internal static readonly Sql Live = new(
        """
        SELECT t.Id, t.Snapshot,
               (SELECT COUNT(*) FROM CertificateReviews r
                WHERE r.CertificateId = t.Id AND r.State = 'Open') AS Reviewed
        FROM Certificates t
        WHERE t.EnrollmentId = @Id AND t.State IN ('Prepared', 'Issued', 'Suspended')
        ORDER BY t.Id
        """
    );

    internal static readonly Sql Insert = new(
        """
        INSERT INTO CertificateReviews
            (Id, CertificateId, EnrollmentId, MeetingId, OpenKey, CertifiedAs, DecidedAs, State, OpenedAt, Version)
        VALUES (@Id, @CertificateId, @EnrollmentId, @MeetingId, @OpenKey, @CertifiedAs, @DecidedAs, 'Open', @Now, 1)
        """
    );

    internal static readonly Sql Withdraw = new(
        """
        UPDATE CertificateReviews
        SET State = 'Withdrawn', OpenKey = Id, ClosedBy = @By, ClosedAt = @Now, Version = Version + 1
        WHERE EnrollmentId = @EnrollmentId AND MeetingId = @MeetingId AND State = 'Open'
        """
    );
}
