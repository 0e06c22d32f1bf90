using Enrollment.Cohorts;

namespace Enrollment.Admissions;

/// <summary>What a transition makes of an application's row.</summary>
sealed record ChangedApplication
{
    public required Guid Id { get; init; }
    public required int Version { get; init; }
    public required string From { get; init; }
    public required string To { get; init; }
    public required string? Reason { get; init; }
    public required string? Conditions { get; init; }
    public required string? EligibilityWaiver { get; init; }
    public required DateTimeOffset? OfferExpiresAt { get; init; }
    public required DateTimeOffset? SubmittedAt { get; init; }
    public required long? WaitlistRank { get; init; }
    public Guid? RoundId { get; init; }
    public Guid? DeferredToId { get; init; }

    /// <summary>An offer's fields come with the offer and go when the case is reopened, and so does a waiver.</summary>
    internal static ChangedApplication Of(
        ApplicationVerb verb,
        TransitionInput input,
        ApplicationRow before,
        ApplicationState to,
        DateTimeOffset now
    )
    {
        var isOffer = verb == ApplicationVerb.Offer;
        var isReopened = verb == ApplicationVerb.Reopen;
        return new ChangedApplication
        {
            Id = before.Id,
            Version = before.Version,
            From = before.State.ToString(),
            To = to.ToString(),
            Reason = input.Reason,
            Conditions =
                isOffer ? input.Conditions
                : isReopened ? null
                : before.Conditions,
            EligibilityWaiver = isReopened ? null : input.EligibilityWaiver ?? before.EligibilityWaiver,
            OfferExpiresAt =
                isOffer ? LocalDay.End(input.OfferExpiresOn!.Value, before.TimeZone)
                : isReopened ? null
                : before.OfferExpiresAt,
            SubmittedAt = verb == ApplicationVerb.Submit ? now : before.SubmittedAt,
            WaitlistRank = to == ApplicationState.Waitlisted ? WaitingList.Rank(now) : null,
        };
    }
}
