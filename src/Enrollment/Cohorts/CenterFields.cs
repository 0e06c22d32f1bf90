using Enrollment.Certificates;
using Enrollment.Certificates.Designs;
using Enrollment.Pipeline;
using FluentValidation;

namespace Enrollment.Cohorts;

/// <summary>What a person enters of a center.</summary>
public sealed record CenterFields
{
    /// <summary>1 to 20 letters, digits and hyphens; part of serial numbers.</summary>
    public required string Code { get; init; }
    public required string Name { get; init; }

    /// <summary>The name in the local language, as it should be printed beside the first.</summary>
    public string? NameLocal { get; init; }

    /// <summary>Language of the local name: kk, ru or zh.</summary>
    public string? NameLanguage { get; init; }

    /// <summary>The name in further languages: ar, kk, ru or zh, each once and not that of the local name.</summary>
    public IReadOnlyList<TextIn> FurtherNames { get; init; } = [];
    public string? City { get; init; }

    /// <summary>ISO 3166-1 alpha-2, upper case.</summary>
    public required string Country { get; init; }

    /// <summary>IANA name: Asia/Almaty.</summary>
    public required string TimeZone { get; init; }

    /// <summary>One to three people who sign certificates, in printed order.</summary>
    public required IReadOnlyList<Signatory> Signatories { get; init; }

    /// <summary>What the letters about new certificates carry.</summary>
    public CertificateDelivery CertificateDelivery { get; init; } = CertificateDelivery.Link;
}

sealed class CenterFieldsValidator : AbstractValidator<CenterFields>
{
    public CenterFieldsValidator()
    {
        RuleFor(c => c.Code).Code();
        RuleFor(c => c.Name).Text(200);
        RuleFor(c => c.NameLocal).OptionalText(200);
        RuleFor(c => c.NameLanguage).LocalLanguage(c => c.NameLocal, "the local name");
        RuleFor(c => c.FurtherNames).EachLanguageOnce(c => c.NameLanguage, "nameLanguage");
        RuleForEach(c => c.FurtherNames).SetValidator(new TextInValidator(200, FurtherTexts.Languages));
        RuleFor(c => c.City).OptionalText(100);
        RuleFor(c => c.Country).Country();
        RuleFor(c => c.TimeZone).TimeZone();
        RuleFor(c => c.CertificateDelivery).IsInEnum();
        RuleFor(c => c.Signatories)
            .NotNull()
            .Must(s => s is { Count: >= 1 and <= 3 })
            .WithMessage("Name one to three signatories.");
        RuleForEach(c => c.Signatories).SetValidator(new SignatoryValidator());
    }
}

sealed class SignatoryValidator : AbstractValidator<Signatory>
{
    public SignatoryValidator()
    {
        RuleFor(s => s.Name).Text(100);
        RuleFor(s => s.Position).Text(100);
        RuleFor(s => s.FurtherNames).EachLanguageOnce();
        RuleForEach(s => s.FurtherNames).SetValidator(new TextInValidator(100, CertificateDesign.KnownLanguages));
        RuleFor(s => s.FurtherPositions).EachLanguageOnce();
        RuleForEach(s => s.FurtherPositions).SetValidator(new TextInValidator(100, CertificateDesign.KnownLanguages));
    }
}
