using Enrollment.Pipeline;
using FluentValidation;

namespace Enrollment.People;

/// <summary>What a person declares of schooling and languages, as a whole.</summary>
public record BackgroundFields
{
    /// <summary>Up to 20.</summary>
    public required IReadOnlyList<Qualification> Qualifications { get; init; }

    /// <summary>Up to 20, each language once.</summary>
    public required IReadOnlyList<LanguageSkill> Languages { get; init; }
}

/// <summary>A qualification that was awarded elsewhere.</summary>
public sealed record Qualification
{
    /// <summary>Level of the European or the national qualifications framework, which both count from 1 to 8.</summary>
    public required int Level { get; init; }
    public required string Title { get; init; }
    public required string Institution { get; init; }

    /// <summary>Where it was awarded: ISO 3166-1 alpha-2, upper case.</summary>
    public required string Country { get; init; }

    /// <summary>The year of the award, 1900 to the present one.</summary>
    public required int Year { get; init; }
}

/// <summary>A language that a person knows.</summary>
public sealed record LanguageSkill
{
    /// <summary>ISO 639: kk, ru, en, zh ...</summary>
    public required string Language { get; init; }
    public required CefrLevel Level { get; init; }

    /// <summary>What shows it, such as a test with its date; left out: the person's word.</summary>
    public string? Evidence { get; init; }
}

sealed class BackgroundFieldsValidator : AbstractValidator<BackgroundFields>
{
    const int Most = 20;

    public BackgroundFieldsValidator()
    {
        RuleFor(b => b.Qualifications)
            .NotNull()
            .Must(list => list is null || list.Count <= Most)
            .WithMessage("Declare at most 20 qualifications, the highest ones.");
        RuleForEach(b => b.Qualifications)
            .ChildRules(qualification =>
            {
                qualification.RuleFor(q => q.Level).InclusiveBetween(1, 8);
                qualification.RuleFor(q => q.Title).Text(200);
                qualification.RuleFor(q => q.Institution).Text(200);
                qualification.RuleFor(q => q.Country).Country();
                qualification.RuleFor(q => q.Year).InclusiveBetween(1900, 2999);
            });
        RuleFor(b => b.Languages)
            .NotNull()
            .Must(list => list is null || list.Count <= Most)
            .WithMessage("Declare at most 20 languages.")
            .Must(list =>
                list is null || list.Select(l => l.Language).Distinct(StringComparer.Ordinal).Count() == list.Count
            )
            .WithMessage("A language is declared twice. Keep the higher level.");
        RuleForEach(b => b.Languages)
            .ChildRules(skill =>
            {
                skill.RuleFor(s => s.Language).Language();
                skill.RuleFor(s => s.Level).IsInEnum();
                skill.RuleFor(s => s.Evidence).OptionalText(200);
            });
    }
}

/// <summary>A declaration as read; version 0 where nothing was declared yet.</summary>
public sealed record BackgroundView : BackgroundFields
{
    public required Guid PersonId { get; init; }
    public required int Version { get; init; }
}
