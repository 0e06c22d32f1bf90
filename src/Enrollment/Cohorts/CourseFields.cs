using Enrollment.Pipeline;
using FluentValidation;

namespace Enrollment.Cohorts;

/// <summary>What a person enters of a course; a later change makes a new version.</summary>
public record CourseFields
{
    public required string Title { get; init; }
    public string? TitleLocal { get; init; }

    /// <summary>Hours of instruction, 1 to 10,000.</summary>
    public required int Hours { get; init; }

    /// <summary>Credits, 0 to 1,000 with at most two decimals; left out where the course carries none.</summary>
    public decimal? Credits { get; init; }

    /// <summary>Level of the national qualifications framework, 1 to 8.</summary>
    public int? NqfLevel { get; init; }

    /// <summary>How long its certificates are valid, 1 to 600 months; left out: without end.</summary>
    public int? ValidityMonths { get; init; }
}

sealed class CourseFieldsValidator : AbstractValidator<CourseFields>
{
    public CourseFieldsValidator()
    {
        RuleFor(c => c.Title).Text(200);
        RuleFor(c => c.TitleLocal).OptionalText(200);
        RuleFor(c => c.Hours).InclusiveBetween(1, 10_000);
        RuleFor(c => c.Credits).Hundredths(0, 1000);
        RuleFor(c => c.NqfLevel).InclusiveBetween(1, 8);
        RuleFor(c => c.ValidityMonths).InclusiveBetween(1, 600);
    }
}

/// <summary>A course with its newest version.</summary>
public sealed record CourseView
{
    public Guid Id { get; init; }
    public string Code { get; init; } = "";
    public Guid VersionId { get; init; }

    /// <summary>1 for the first version.</summary>
    public int Version { get; init; }
    public string Title { get; init; } = "";
    public string? TitleLocal { get; init; }
    public int Hours { get; init; }
    public decimal? Credits { get; init; }
    public int? NqfLevel { get; init; }
    public int? ValidityMonths { get; init; }
}
