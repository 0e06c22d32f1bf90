namespace Enrollment.Messages;

/// <summary>What a message tells the applicant; each has a template in every language.</summary>
public enum MessageKind
{
    Submitted,
    InterviewInvited,
    Waitlisted,

    /// <summary>An offer with its last moment and, where it has some, its conditions.</summary>
    Offered,

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
