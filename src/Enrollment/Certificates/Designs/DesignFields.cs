using System.Text.RegularExpressions;
using Enrollment.Pipeline;
using FluentValidation;

namespace Enrollment.Certificates.Designs;

/// <summary>A design as a person enters it.</summary>
/// <param name="Name">What the center calls it, 1 to 200 characters.</param>
/// <param name="Design">How certificates look.</param>
public sealed record DesignFields(string Name, CertificateDesign Design);

sealed partial class DesignFieldsValidator : AbstractValidator<DesignFields>
{
    internal const int LongestLogo = 200_000;
    internal const int LargestImage = 150_000;

    public DesignFieldsValidator()
    {
        RuleFor(f => f.Name).Text(200);
        RuleFor(f => f.Design).NotNull();
        When(f => f.Design is not null, RulesOfDesign);
    }

    void RulesOfDesign()
    {
        RuleFor(f => f.Design.Style).IsInEnum();
        RuleFor(f => f.Design.Languages)
            .Must(l => l is { Count: >= 1 and <= 3 } && l.Distinct(StringComparer.Ordinal).Count() == l.Count)
            .WithMessage("Name one to three languages, each once.");
        RuleForEach(f => f.Design.Languages)
            .Must(language => CertificateDesign.KnownLanguages.Contains(language))
            .WithMessage($"Certificates speak {string.Join(", ", CertificateDesign.KnownLanguages)}.");
        RuleFor(f => f.Design.Color).Must(IsColor).WithMessage("Give the color as #RRGGBB.");
        RuleFor(f => f.Design.Accent).Must(IsColor).WithMessage("Give the color as #RRGGBB.");
        RuleFor(f => f.Design.Logo)
            .Must(logo => logo is null || logo.Length is > 0 and <= LongestLogo)
            .WithMessage("A logo has 1 to 200,000 characters. Simplify the drawing.");
        RuleFor(f => f.Design.Words)
            .Must(words => words is not null && words.Select(w => w.Language).Distinct().Count() == words.Count)
            .WithMessage("Give the words of a language once.");
        RuleForEach(f => f.Design.Words)
            .Must((fields, words) => fields.Design.Languages?.Contains(words.Language) == true)
            .WithMessage("The design doesn't have this language.");
        RuleForEach(f => f.Design.Words)
            .ChildRules(words =>
            {
                words.RuleFor(w => w.Heading).OptionalText(120);
                words.RuleFor(w => w.Certify).OptionalText(120);
                words.RuleFor(w => w.Completed).OptionalText(120);
            });
        RuleFor(f => f.Design.Signatures)
            .Must(s => s is { Count: <= 3 } && s.Select(one => one.Signatory).Distinct().Count() == s.Count)
            .WithMessage("Give at most three signatures, one for each signatory.");
        RuleForEach(f => f.Design.Signatures)
            .ChildRules(signature =>
            {
                signature.RuleFor(s => s.Signatory).Text(100);
                signature
                    .RuleFor(s => s.Image)
                    .Must(image => image.Length is > 0 and <= LargestImage)
                    .WithMessage("A signature is a PNG or JPEG file of at most 150 KB.");
            });
    }

    static bool IsColor(string? text) => text is not null && HexColor().IsMatch(text);

    [GeneratedRegex("^#[0-9A-Fa-f]{6}$")]
    private static partial Regex HexColor();
}
