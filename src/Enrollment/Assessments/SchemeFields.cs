using Enrollment.Pipeline;
using FluentValidation;

namespace Enrollment.Assessments;

/// <summary>The kinds of assessed work (rule 13).</summary>
public enum ComponentKind
{
    Coursework,
    Test,
    Practical,
    Exam,
}

/// <summary>What a mark that was never entered counts as (rule 14): declared, never by accident.</summary>
public enum MissingRule
{
    /// <summary>No result until it is there.</summary>
    Incomplete,

    /// <summary>A non-submission is worth nothing.</summary>
    Zero,

    /// <summary>It doesn't count, and its weight is spread over the others.</summary>
    LeaveOut,
}

/// <summary>How a cohort's results are computed. Frozen once a mark was entered under it (rule 12).</summary>
public record SchemeFields
{
    public required string Name { get; init; }

    /// <summary>Least rounded result that passes, 0 to 100.</summary>
    public required decimal PassMark { get; init; }
    public decimal? MeritMark { get; init; }
    public decimal? DistinctionMark { get; init; }

    /// <summary>Decimals to which the result is rounded half up, 0 to 2.</summary>
    public int Decimals { get; init; }

    /// <summary>The weights of the groups sum to 100.</summary>
    public required IReadOnlyList<SchemeGroup> Groups { get; init; }
}

public sealed record SchemeGroup
{
    public required string Code { get; init; }
    public required string Name { get; init; }

    /// <summary>Share of the result, 0 to 100; zero is legal.</summary>
    public required decimal Weight { get; init; }

    /// <summary>Least unrounded mark of the group that passes, 0 to 100.</summary>
    public decimal? MinimumMark { get; init; }

    /// <summary>The weights of the components sum to 100.</summary>
    public required IReadOnlyList<SchemeComponent> Components { get; init; }
}

public sealed record SchemeComponent
{
    /// <summary>Set by the system; what is sent is ignored.</summary>
    public Guid Id { get; init; }
    public required string Code { get; init; }
    public required string Name { get; init; }
    public required ComponentKind Kind { get; init; }

    /// <summary>Share of the group, 0 to 100; zero is legal.</summary>
    public required decimal Weight { get; init; }

    /// <summary>Highest mark that can be entered, above 0 to 10,000.</summary>
    public decimal MaximumMark { get; init; } = 100;

    /// <summary>Least percentage that passes the component, 0 to 100; decisive only with <see cref="MustPass"/>.</summary>
    public decimal? PassMark { get; init; }
    public bool MustPass { get; init; }

    /// <summary>How often it may be attempted, 1 to 10; the best attempt counts.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>Highest percentage that a second or later attempt counts with, 0 to 100.</summary>
    public decimal? ResitCap { get; init; }
    public MissingRule WhenMissing { get; init; }
}

sealed class SchemeFieldsValidator : AbstractValidator<SchemeFields>
{
    public SchemeFieldsValidator()
    {
        RuleFor(s => s.Name).Text(200);
        RuleFor(s => s.PassMark).Hundredths(0, 100);
        RuleFor(s => s.MeritMark).Hundredths(0, 100);
        RuleFor(s => s.MeritMark)
            .Must((s, merit) => merit is null || merit >= s.PassMark)
            .WithMessage("The merit mark can't be below the pass mark.");
        RuleFor(s => s.DistinctionMark).Hundredths(0, 100);
        RuleFor(s => s.DistinctionMark)
            .Must((s, distinction) => distinction is null || distinction >= (s.MeritMark ?? s.PassMark))
            .WithMessage("The distinction mark can't be below the merit or pass mark.");
        RuleFor(s => s.Decimals).InclusiveBetween(0, 2);
        RuleFor(s => s.Groups)
            .NotEmpty()
            .Must(groups => groups is null || groups.Sum(g => g.Weight) == 100)
            .WithMessage("The weights of the groups must sum to 100.")
            .Must(groups => groups is null || Distinct(groups.Select(g => g.Code)))
            .WithMessage("Two groups have the same code.")
            .Must(groups => groups is null || Distinct(groups.SelectMany(g => g.Components ?? []).Select(c => c.Code)))
            .WithMessage("Two components have the same code; codes are unique within the whole scheme.");
        RuleForEach(s => s.Groups).SetValidator(new GroupValidator());
    }

    static bool Distinct(IEnumerable<string> codes)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return codes.All(code => code is null || seen.Add(code));
    }

    sealed class GroupValidator : AbstractValidator<SchemeGroup>
    {
        public GroupValidator()
        {
            RuleFor(g => g.Code).Code();
            RuleFor(g => g.Name).Text(200);
            RuleFor(g => g.Weight).Hundredths(0, 100);
            RuleFor(g => g.MinimumMark).Hundredths(0, 100);
            RuleFor(g => g.Components)
                .NotEmpty()
                .Must(components => components is null || components.Sum(c => c.Weight) == 100)
                .WithMessage("The weights of a group's components must sum to 100.");
            RuleForEach(g => g.Components).SetValidator(new ComponentValidator());
        }
    }

    sealed class ComponentValidator : AbstractValidator<SchemeComponent>
    {
        public ComponentValidator()
        {
            RuleFor(c => c.Code).Code();
            RuleFor(c => c.Name).Text(200);
            RuleFor(c => c.Kind).IsInEnum();
            RuleFor(c => c.WhenMissing).IsInEnum();
            RuleFor(c => c.WhenMissing)
                .NotEqual(MissingRule.LeaveOut)
                .When(c => c.MustPass)
                .WithMessage("A component that must be passed can't be left out when its mark is missing.");
            RuleFor(c => c.Weight).Hundredths(0, 100);
            RuleFor(c => c.MaximumMark).Hundredths(0.01m, 10_000);
            RuleFor(c => c.PassMark).Hundredths(0, 100);
            RuleFor(c => c.PassMark)
                .NotNull()
                .When(c => c.MustPass)
                .WithMessage("A component that must be passed needs a pass mark.");
            RuleFor(c => c.Attempts).InclusiveBetween(1, 10);
            RuleFor(c => c.ResitCap).Hundredths(0, 100);
        }
    }
}

/// <summary>A scheme as read.</summary>
public sealed record SchemeView : SchemeFields
{
    public required Guid Id { get; init; }
    public required Guid CourseVersionId { get; init; }

    /// <summary>1 for the first scheme of the course version.</summary>
    public required int Number { get; init; }

    /// <summary>When the first mark was entered; null while the scheme may still be changed.</summary>
    public DateTimeOffset? FrozenAt { get; init; }
    public required int Version { get; init; }
}
