using Enrollment.Accounts;
using Enrollment.Certificates;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Messages;

/// <summary>
/// Takes a message that is due, so that no other sender does. The lease is longer than an attempt can take; a sender that
/// was killed loses the message to another one when it ends. It leaves no audit event: only what becomes of a message does.
/// </summary>
[Requires(Permission.SendMessages)]
public sealed record ClaimMessage(Guid Id, int Version) : ICommand<ClaimedMessage>;

/// <summary>A message in the hands of one sender, and all that its text needs.</summary>
public sealed record ClaimedMessage
{
    public Guid Id { get; init; }

    /// <summary>By which the sender says what became of it.</summary>
    public int Version { get; init; }

    /// <summary>1 for the first.</summary>
    public int Attempts { get; init; }
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The person's address as it is now; null where there is none.</summary>
    public string? Recipient { get; init; }
    public required MessageFacts Facts { get; init; }
}

sealed class ClaimMessageHandler(Db db, CertificateOptions options, TimeProvider time)
    : IRequestHandler<ClaimMessage, Result<ClaimedMessage>>
{
    internal static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    public async Task<Result<ClaimedMessage>> Handle(ClaimMessage request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var claim = new
        {
            request.Id,
            request.Version,
            Now = now,
            LeasedUntil = now + Lease,
        };
        if (await db.ExecuteAsync(Claim, claim, cancellationToken) == 0)
            return MessageErrors.Taken;

        var key = new { request.Id };
        var row = (await db.FindAsync<ClaimedRow>(ById, key, cancellationToken))!;
        var facts = (await db.FindAsync<MessageFacts>(Facts, key, cancellationToken))!;
        return new ClaimedMessage
        {
            Id = row.Id,
            Version = row.Version,
            Attempts = row.Attempts,
            CreatedAt = row.CreatedAt,
            Recipient = row.Recipient,
            Facts = facts with
            {
                VerificationUrl = facts.VerificationCode is { } code ? options.VerificationUrl(code) : null,
            },
        };
    }

    sealed record ClaimedRow
    {
        public Guid Id { get; init; }
        public int Version { get; init; }
        public int Attempts { get; init; }
        public DateTimeOffset CreatedAt { get; init; }
        public string? Recipient { get; init; }
    }

    internal static readonly Sql Claim = new(
        """
        UPDATE OutboxMessages
        SET Status = 'Sending', LeasedUntil = @LeasedUntil, Attempts = Attempts + 1, Version = Version + 1
        WHERE Id = @Id AND Version = @Version
          AND (Status = 'Waiting' AND DueAt <= @Now OR Status = 'Sending' AND LeasedUntil <= @Now)
        """
    );

    /// <summary>Whoever was merged away while the message was written is written to as the survivor.</summary>
    const string Person = """
        JOIN People w ON w.Id = m.PersonId
        JOIN People p ON p.Id = COALESCE(w.MergedIntoId, w.Id)
        """;

    internal static readonly Sql ById = new(
        $"""
        SELECT m.Id, m.Version, m.Attempts, m.CreatedAt, p.Email AS Recipient
        FROM OutboxMessages m
        {Person}
        WHERE m.Id = @Id
        """
    );

    internal static readonly Sql Facts = new(
        $"""
        SELECT m.Kind, m.Reason, m.Conditions, m.OfferExpiresAt, m.HappensAt, m.ClosesAt, m.About, e.EndedOn,
               n.FullName AS PersonName, p.Language,
               v.Title AS CourseTitle, v.TitleLocal AS CourseTitleLocal, v.TitleLanguage, v.FurtherTitles, h.Code AS CohortCode, h.StartsOn,
               h.TimeZone, c.Name AS CenterName, c.NameLocal AS CenterNameLocal, c.NameLanguage, c.FurtherNames,
               c.CertificateDelivery,
               k.Serial, k.VerificationCode, k.FileHash, o.Serial AS ReplacedSerial
        FROM OutboxMessages m
        {Person}
        JOIN PersonNames n ON n.PersonId = p.Id AND n.Position = 0
        LEFT JOIN Applications a ON a.Id = m.ApplicationId
        LEFT JOIN Enrollments e ON e.Id = m.EnrollmentId
        LEFT JOIN Certificates k ON k.Id = m.CertificateId
        LEFT JOIN Certificates o ON o.Id = k.ReplacesId
        JOIN Cohorts h ON h.Id = COALESCE(e.CohortId, a.CohortId)
        JOIN CourseVersions v ON v.Id = h.CourseVersionId
        JOIN Centers c ON c.Id = h.CenterId
        WHERE m.Id = @Id
        """
    );
}
