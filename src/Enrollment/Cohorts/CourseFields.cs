using Enrollment.Pipeline;
using FluentValidation;

namespace Enrollment.Cohorts;

/// <summary>What a person enters of a course; a later change makes a new version.</summary>
public record CourseFields
{
    public required string Title { get; init; }
    public string? TitleLocal { get; init; }

    /// <summary>
    /// Language of the local title: kk, ru or zh. With it credentials describe the course in that language, too.
    /// </summary>
    public string? TitleLanguage { get; init; }

    /// <summary>The title in further languages: ar, kk, ru or zh, each once and not that of the local title.</summary>
    public IReadOnlyList<TextIn> FurtherTitles { get; init; } = [];

    /// <summary>What the course corresponds to in frameworks of skills and occupations; at most 20.</summary>
    public IReadOnlyList<CourseAlignment> Alignments { get; init; } = [];

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
        RuleFor(c => c.TitleLanguage).LocalLanguage(c => c.TitleLocal, "the local title");
        RuleFor(c => c.FurtherTitles).EachLanguageOnce(c => c.TitleLanguage, "titleLanguage");
        RuleForEach(c => c.FurtherTitles).SetValidator(new TextInValidator(200, FurtherTexts.Languages));
        RuleFor(c => c.Alignments)
            .Must(alignments => alignments is { Count: <= 20 })
            .WithMessage("Name at most 20 alignments.");
        RuleForEach(c => c.Alignments).SetValidator(new CourseAlignmentValidator());
        RuleFor(c => c.Hours).InclusiveBetween(1, 10_000);
        RuleFor(c => c.Credits).Hundredths(0, 1000);
        RuleFor(c => c.NqfLevel).InclusiveBetween(1, 8);
        RuleFor(c => c.ValidityMonths).InclusiveBetween(1, 600);
    }
}

sealed class CourseAlignmentValidator : AbstractValidator<CourseAlignment>
{
    public CourseAlignmentValidator()
    {
        RuleFor(a => a.Name).Text(200);
        RuleFor(a => a.Url).WebAddress();
        RuleFor(a => a.Code).OptionalText(100);
        RuleFor(a => a.Framework).OptionalText(200);
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
    public string? TitleLanguage { get; init; }
    public IReadOnlyList<TextIn> FurtherTitles { get; init; } = [];
    public IReadOnlyList<CourseAlignment> Alignments { get; init; } = [];
    public int Hours { get; init; }
    public decimal? Credits { get; init; }
    public int? NqfLevel { get; init; }
    public int? ValidityMonths { get; init; }
}
