using Enrollment.Pipeline;
using FluentValidation;

namespace Enrollment.Admissions.Selection;

/// <summary>How the applicants of a cohort are compared (rule 5). Frozen once a score was entered under it.</summary>
public record SelectionFields
{
    /// <summary>Whether those who score don't learn whom they score.</summary>
    public bool Anonymous { get; init; }

    /// <summary>Complete reviews that an application needs before it is ranked, 1 to 20.</summary>
    public int RequiredReviews { get; init; } = 1;

    /// <summary>1 to 20; the weights sum to 100.</summary>
    public required IReadOnlyList<SelectionCriterion> Criteria { get; init; }

    /// <summary>
    /// What decides between equal totals, first to last; whatever is still equal then goes to the lottery, named or not.
    /// </summary>
    public IReadOnlyList<TieBreak> TieBreaks { get; init; } = [];

    /// <summary>
    /// Published with the criteria: the lottery goes by the SHA-256 of this text, a colon and the id of the application,
    /// the lowest first. Left out: one that nobody has chosen.
    /// </summary>
    public string? LotterySeed { get; init; }
}

/// <summary>Something that is scored on a scale of its own.</summary>
public sealed record SelectionCriterion
{
    public required string Code { get; init; }
    public required string Name { get; init; }

    /// <summary>Share of the total, 0 to 100 with at most two decimals.</summary>
    public required decimal Weight { get; init; }

    /// <summary>The best score, above 0 to 10,000 with at most two decimals; the worst is 0.</summary>
    public required decimal Maximum { get; init; }

    /// <summary>Least mean score with which an application is ranked at all.</summary>
    public decimal? Minimum { get; init; }
}

/// <summary>What can decide between equal totals.</summary>
public enum TieBreakKind
{
    /// <summary>The higher mean score in one criterion.</summary>
    Criterion,

    /// <summary>The instant of the submission.</summary>
    EarlierSubmission,

    /// <summary>The published seed.</summary>
    Lottery,
}

/// <summary>One link of the chain; <paramref name="Criterion"/> is the code of the criterion where one decides.</summary>
public sealed record TieBreak(TieBreakKind Kind, string? Criterion = null);

sealed class SelectionFieldsValidator : AbstractValidator<SelectionFields>
{
    public SelectionFieldsValidator()
    {
        RuleFor(s => s.RequiredReviews).InclusiveBetween(1, 20);
        RuleFor(s => s.LotterySeed).OptionalText(100);
        RuleFor(s => s.Criteria)
            .NotNull()
            .Must(list => list is { Count: >= 1 and <= 20 })
            .WithMessage("Name 1 to 20 criteria.")
            .Must(list => list is null || list.Sum(c => c.Weight) == 100)
            .WithMessage("The weights of the criteria must sum to 100.")
            .Must(list =>
                list is null
                || list.Select(c => c.Code).Distinct(StringComparer.OrdinalIgnoreCase).Count() == list.Count
            )
            .WithMessage("Two criteria have the same code.");
        RuleForEach(s => s.Criteria)
            .ChildRules(criterion =>
            {
                criterion.RuleFor(c => c.Code).Code();
                criterion.RuleFor(c => c.Name).Text(200);
                criterion.RuleFor(c => c.Weight).Hundredths(0, 100);
                criterion.RuleFor(c => c.Maximum).Hundredths(0.01m, 10_000);
                criterion.RuleFor(c => c.Minimum).Hundredths(0, 10_000);
                criterion
                    .RuleFor(c => c.Minimum)
                    .Must((c, minimum) => minimum is null || minimum <= c.Maximum)
                    .WithMessage("The least score can't be above the best one.");
            });
        RuleFor(s => s.TieBreaks)
            .NotNull()
            .Must(list => list is null || list.Distinct().Count() == list.Count)
            .WithMessage("A tie-break stands twice in the chain.")
            .Must(list => list is null || list.SkipLast(1).All(t => t.Kind != TieBreakKind.Lottery))
            .WithMessage("The lottery leaves nothing equal, so it must come last.");
        RuleForEach(s => s.TieBreaks)
            .Must(
                (s, t) =>
                    t.Kind == TieBreakKind.Criterion
                        ? s.Criteria is not null && s.Criteria.Any(c => c.Code == t.Criterion)
                        : Enum.IsDefined(t.Kind) && t.Criterion is null
            )
            .WithMessage("Name the code of one of the criteria where a criterion decides, and none elsewhere.");
    }
}

/// <summary>A cohort's selection as read: the criteria in force, which are the ones with the highest number.</summary>
public sealed record SelectionView : SelectionFields
{
    public required Guid Id { get; init; }
    public required Guid CohortId { get; init; }

    /// <summary>1 for the first criteria of the cohort.</summary>
    public required int Number { get; init; }

    /// <summary>When the first score was entered; null while the criteria may still be changed.</summary>
    public DateTimeOffset? FrozenAt { get; init; }
    public required int Version { get; init; }
}
