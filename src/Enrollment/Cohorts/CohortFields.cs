using Enrollment.Pipeline;
using FluentValidation;

namespace Enrollment.Cohorts;

/// <summary>What a person enters of a cohort: one dated run of a course at a center.</summary>
public record CohortFields
{
    public required string Code { get; init; }

    /// <summary>The scheme that its results follow; may be named later, never exchanged once marks are entered.</summary>
    public Guid? SchemeId { get; init; }

    /// <summary>Places, 0 to 100,000: accepted and enrolled trainees never exceed it.</summary>
    public required int Capacity { get; init; }

    /// <summary>Offers that may be outstanding beyond the capacity, 0 to 100,000.</summary>
    public int Overbooking { get; init; }

    /// <summary>First day of the application window, from its start in the cohort's zone.</summary>
    public required DateOnly OpensOn { get; init; }

    /// <summary>Last day of the application window, to its end in the cohort's zone.</summary>
    public required DateOnly ClosesOn { get; init; }
    public required DateOnly StartsOn { get; init; }
    public required DateOnly EndsOn { get; init; }

    /// <summary>IANA name; left out: the center's zone.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The admission round that applications count towards from now on; null: none.</summary>
    public Guid? RoundId { get; init; }

    /// <summary>Days that an offer to the head of the waiting list lasts after its own day, 1 to 365.</summary>
    public int OfferDays { get; init; } = 7;

    /// <summary>Days after the day on which results are released on which they can be appealed against, 1 to 365.</summary>
    public int AppealDays { get; init; } = 10;
}

sealed class CohortFieldsValidator : AbstractValidator<CohortFields>
{
    public CohortFieldsValidator()
    {
        RuleFor(c => c.Code).Code();
        RuleFor(c => c.Capacity).InclusiveBetween(0, 100_000);
        RuleFor(c => c.Overbooking).InclusiveBetween(0, 100_000);
        RuleFor(c => c.OfferDays).InclusiveBetween(1, 365);
        RuleFor(c => c.AppealDays).InclusiveBetween(1, 365);
        RuleFor(c => c.OpensOn).Day();
        RuleFor(c => c.ClosesOn).Day();
        RuleFor(c => c.StartsOn).Day();
        RuleFor(c => c.EndsOn).Day();
        RuleFor(c => c.ClosesOn)
            .GreaterThanOrEqualTo(c => c.OpensOn)
            .WithMessage("The application window must close on or after the day on which it opens.");
        RuleFor(c => c.EndsOn)
            .GreaterThanOrEqualTo(c => c.StartsOn)
            .WithMessage("A cohort must end on or after the day on which it starts.");
        RuleFor(c => c.EndsOn)
            .GreaterThanOrEqualTo(c => c.ClosesOn)
            .WithMessage("The application window must close before the cohort ends.");
        RuleFor(c => c.TimeZone!).TimeZone().When(c => c.TimeZone is not null);
    }
}

public sealed record CohortView
{
    public Guid Id { get; init; }
    public string Code { get; init; } = "";
    public Guid CenterId { get; init; }
    public string CenterCode { get; init; } = "";
    public string CenterName { get; init; } = "";
    public Guid CourseId { get; init; }
    public string CourseCode { get; init; } = "";
    public Guid CourseVersionId { get; init; }
    public string CourseTitle { get; init; } = "";
    public Guid? SchemeId { get; init; }
    public string TimeZone { get; init; } = "";
    public int Capacity { get; init; }
    public int Overbooking { get; init; }

    /// <summary>Offers outstanding, accepted and enrolled.</summary>
    public int SeatsHeld { get; init; }

    /// <summary>Accepted and enrolled.</summary>
    public int PlacesTaken { get; init; }

    /// <summary>Applications on the waiting list.</summary>
    public int Waiting { get; init; }
    public Guid? RoundId { get; init; }
    public int OfferDays { get; init; }
    public int AppealDays { get; init; }
    public DateOnly OpensOn { get; init; }
    public DateOnly ClosesOn { get; init; }

    /// <summary>The instant from which applications may be submitted.</summary>
    public DateTimeOffset OpensAt { get; init; }

    /// <summary>The first instant at which applications may no longer be submitted.</summary>
    public DateTimeOffset ClosesAt { get; init; }
    public DateOnly StartsOn { get; init; }
    public DateOnly EndsOn { get; init; }
    public DateTimeOffset? ResultsReleasedAt { get; init; }
    public int Version { get; init; }
}
