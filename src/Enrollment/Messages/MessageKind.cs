namespace Enrollment.Messages;

/// <summary>What a message tells the applicant or trainee; each has a template in every language.</summary>
public enum MessageKind
{
    Submitted,
    InterviewInvited,
    Waitlisted,

    /// <summary>An offer with its last moment and, where it has some, its conditions.</summary>
    Offered,

    /// <summary>An offer that ends soon hasn't been answered yet.</summary>
    OfferReminder,

    /// <summary>A conditional offer was accepted.</summary>
    Accepted,
    Enrolled,
    Deferred,
    Rejected,
    OfferWithdrawn,
    OfferExpired,
    ConditionsNotMet,

    /// <summary>The window closed on a draft.</summary>
    NotSent,
    Reopened,
    Withdrawn,
    Declined,

    /// <summary>A time that was booked for the interview was cancelled by the center.</summary>
    InterviewCancelled,

    /// <summary>A document was refused, with the reason.</summary>
    DocumentRefused,
    EnrollmentWithdrawn,
    EnrollmentCancelled,

    /// <summary>The trainee belongs to another cohort of the course now.</summary>
    EnrollmentTransferred,
    EnrollmentReinstated,

    /// <summary>New or changed results can be seen; what they are isn't told.</summary>
    ResultsReleased,
    AppealUpheld,
    AppealPartlyUpheld,
    AppealDismissed,
    ClaimAccepted,
    ClaimRejected,
    CertificateIssued,

    /// <summary>A certificate took the place of another one.</summary>
    CertificateReplaced,
    CertificateSuspended,
    CertificateResumed,
    CertificateRevoked,

    /// <summary>A revocation was taken back.</summary>
    CertificateReinstated,
}

public enum MessageStatus
{
    /// <summary>To be sent when it is due: at once, or again after an attempt that failed.</summary>
    Waiting,

    /// <summary>Taken by a sender, whose lease ends.</summary>
    Sending,

    /// <summary>The mail server has it.</summary>
    Sent,

    /// <summary>Refused for good, or given up after the last attempt.</summary>
    Failed,

    /// <summary>There is no address that it could go to.</summary>
    Undeliverable,
}
