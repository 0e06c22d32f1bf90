using Enrollment.Cohorts;

namespace Enrollment.Web.Api;

/// <summary>
/// A cohort as it shall be. Every field is demanded, those that can be null too: what somebody forgets to send must not
/// take the scheme or the round away.
/// </summary>
public sealed record CohortChange
{
    public required string Code { get; init; }

    /// <summary>Null: none.</summary>
    public required Guid? SchemeId { get; init; }
    public required int Capacity { get; init; }
    public required int Overbooking { get; init; }
    public required DateOnly OpensOn { get; init; }
    public required DateOnly ClosesOn { get; init; }
    public required DateOnly StartsOn { get; init; }
    public required DateOnly EndsOn { get; init; }

    /// <summary>IANA name.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Null: none.</summary>
    public required Guid? RoundId { get; init; }
    public required int OfferDays { get; init; }
    public required int AppealDays { get; init; }

    internal CohortFields Fields() =>
        new()
        {
            Code = Code,
            SchemeId = SchemeId,
            Capacity = Capacity,
            Overbooking = Overbooking,
            OpensOn = OpensOn,
            ClosesOn = ClosesOn,
            StartsOn = StartsOn,
            EndsOn = EndsOn,
            TimeZone = TimeZone,
            RoundId = RoundId,
            OfferDays = OfferDays,
            AppealDays = AppealDays,
        };
}
