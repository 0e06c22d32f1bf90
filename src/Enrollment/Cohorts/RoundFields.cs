using Enrollment.Pipeline;
using FluentValidation;

namespace Enrollment.Cohorts;

/// <summary>
/// What a person enters of an admission round: cohorts that a center admits to together, with limits on how many of them
/// one person may choose (rule 3).
/// </summary>
public record RoundFields
{
    public required string Code { get; init; }
    public required string Name { get; init; }

    /// <summary>Applications that one person may have open at a time, 1 to 1,000; left out: no limit.</summary>
    public int? MaximumOpen { get; init; }

    /// <summary>Applications that one person may submit in all, 1 to 1,000; left out: no limit.</summary>
    public int? MaximumTotal { get; init; }
}

sealed class RoundFieldsValidator : AbstractValidator<RoundFields>
{
    public RoundFieldsValidator()
    {
        RuleFor(r => r.Code).Code();
        RuleFor(r => r.Name).Text(200);
        RuleFor(r => r.MaximumOpen).InclusiveBetween(1, 1_000);
        RuleFor(r => r.MaximumTotal).InclusiveBetween(1, 1_000);
    }
}

public sealed record RoundView
{
    public Guid Id { get; init; }
    public Guid CenterId { get; init; }
    public string Code { get; init; } = "";
    public string Name { get; init; } = "";
    public int? MaximumOpen { get; init; }
    public int? MaximumTotal { get; init; }
    public int Version { get; init; }
}
