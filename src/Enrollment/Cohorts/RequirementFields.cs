using Enrollment.People;
using Enrollment.Pipeline;
using FluentValidation;

namespace Enrollment.Cohorts;

/// <summary>What a course demands of its applicants (rule 2); what is left out isn't demanded.</summary>
public record RequirementFields
{
    /// <summary>Whole years on the cohort's first day, 1 to 120.</summary>
    public int? MinimumAge { get; init; }

    /// <summary>Least level of a prior qualification in the European or national framework, 1 to 8.</summary>
    public int? QualificationLevel { get; init; }

    /// <summary>
    /// Codes of up to 20 courses whose award from this register must be valid on the cohort's first day, each of them.
    /// </summary>
    public IReadOnlyList<string> Prerequisites { get; init; } = [];

    /// <summary>Up to 10 languages, each of which is demanded.</summary>
    public IReadOnlyList<LanguageRequirement> Languages { get; init; } = [];
}

/// <summary>The least level of a language.</summary>
public sealed record LanguageRequirement
{
    /// <summary>ISO 639: kk, ru, en, zh ...</summary>
    public required string Language { get; init; }
    public required CefrLevel Level { get; init; }
}

sealed class RequirementFieldsValidator : AbstractValidator<RequirementFields>
{
    public RequirementFieldsValidator()
    {
        RuleFor(r => r.MinimumAge).InclusiveBetween(1, 120);
        RuleFor(r => r.QualificationLevel).InclusiveBetween(1, 8);
        RuleFor(r => r.Prerequisites)
            .NotNull()
            .Must(codes => codes is null || codes.Count <= 20)
            .WithMessage("Name at most 20 prerequisite courses.")
            .Must(codes => codes is null || codes.Distinct(StringComparer.Ordinal).Count() == codes.Count)
            .WithMessage("A prerequisite course is named twice.");
        RuleForEach(r => r.Prerequisites).Code();
        RuleFor(r => r.Languages)
            .NotNull()
            .Must(list => list is null || list.Count <= 10)
            .WithMessage("Name at most 10 languages.")
            .Must(list =>
                list is null || list.Select(l => l.Language).Distinct(StringComparer.Ordinal).Count() == list.Count
            )
            .WithMessage("A language is named twice.");
        RuleForEach(r => r.Languages)
            .ChildRules(language =>
            {
                language.RuleFor(l => l.Language).Language();
                language.RuleFor(l => l.Level).IsInEnum();
            });
    }
}

/// <summary>The requirements of a course version as read; version 0 where none were declared yet.</summary>
public sealed record RequirementView : RequirementFields
{
    public required Guid CourseVersionId { get; init; }
    public required int Version { get; init; }

    /// <summary>Whether a cohort has opened on them, so that only another version of the course can change them.</summary>
    public required bool InForce { get; init; }
}
