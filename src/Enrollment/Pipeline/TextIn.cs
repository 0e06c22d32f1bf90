using System.Text.Json;
using FluentValidation;

namespace Enrollment.Pipeline;

/// <summary>What something is called in one language (ISO 639-1).</summary>
public sealed record TextIn(string Language, string Text);

/// <summary>All that something is called.</summary>
/// <param name="Text">Its name, in English as far as nobody says otherwise.</param>
/// <param name="Local">Its name in a language of the country; null where there is none.</param>
/// <param name="LocalLanguage">The language of the local name; null where it isn't known.</param>
/// <param name="Further">Its name in further languages.</param>
public readonly record struct Naming(string Text, string? Local, string? LocalLanguage, IReadOnlyList<TextIn>? Further)
{
    const string English = "en";

    /// <summary>Its name in a language; null where it has none in it.</summary>
    public string? In(string language) =>
        Further?.FirstOrDefault(text => text.Language == language)?.Text
        ?? (language == LocalLanguage ? Local : null)
        ?? (language == English ? Text : null);
}

/// <summary>Texts in further languages: how they are stored (a JSON array, or null where there are none) and checked.</summary>
static class FurtherTexts
{
    /// <summary>Languages that titles and names have texts in beside English.</summary>
    internal static IReadOnlyList<string> Languages { get; } = ["ar", "kk", "ru", "zh"];

    internal static string? Write(IReadOnlyList<TextIn> texts) =>
        texts.Count == 0 ? null : JsonSerializer.Serialize(texts);

    /// <summary>Null where there are none.</summary>
    internal static IReadOnlyList<TextIn>? Read(string? json) =>
        json is null ? null : JsonSerializer.Deserialize<List<TextIn>>(json);

    /// <summary>The language of a local title or name, which is given with it alone.</summary>
    internal static void LocalLanguage<T>(this IRuleBuilder<T, string?> rule, Func<T, string?> local, string field) =>
        rule.Must(language => language is null or "kk" or "ru" or "zh")
            .WithMessage("Give kk, ru or zh, or leave it out.")
            .Null()
            .WithMessage($"Give {field}, too, or leave its language out.")
            .When(owner => local(owner) is null, ApplyConditionTo.CurrentValidator);

    /// <summary>Each language once, and none that the thing is named in already.</summary>
    internal static void EachLanguageOnce<T>(
        this IRuleBuilder<T, IReadOnlyList<TextIn>?> rule,
        Func<T, string?> localLanguage,
        string languageField
    ) =>
        rule.EachLanguageOnce()
            .Must((owner, texts) => texts is null || texts.All(text => text.Language != localLanguage(owner)))
            .WithMessage($"Leave out the language that {languageField} says.");

    internal static IRuleBuilderOptions<T, IReadOnlyList<TextIn>?> EachLanguageOnce<T>(
        this IRuleBuilder<T, IReadOnlyList<TextIn>?> rule
    ) =>
        rule.Must(texts =>
                texts is null
                || texts.Select(text => text.Language).Distinct(StringComparer.Ordinal).Count() == texts.Count
            )
            .WithMessage("Give each language once.");
}

sealed class TextInValidator : AbstractValidator<TextIn>
{
    /// <param name="most">Characters that a text may have.</param>
    /// <param name="languages">The languages to choose from.</param>
    internal TextInValidator(int most, IReadOnlyList<string> languages)
    {
        RuleFor(t => t.Language)
            .Must(language => languages.Contains(language, StringComparer.Ordinal))
            .WithMessage($"Give one of {string.Join(", ", languages)}.");
        RuleFor(t => t.Text).Text(most);
    }
}
