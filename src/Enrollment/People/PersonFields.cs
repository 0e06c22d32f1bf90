using System.Text.RegularExpressions;
using Enrollment.Pipeline;
using FluentValidation;

namespace Enrollment.People;

/// <summary>What a person enters of a person.</summary>
public record PersonFields
{
    /// <summary>
    /// One to three spellings as on the identity document, the principal one first. Nothing is transliterated
    /// (rule 11).
    /// </summary>
    public required IReadOnlyList<PersonName> Names { get; init; }
    public DateOnly? BirthDate { get; init; }
    public string? Email { get; init; }

    /// <summary>
    /// As it is typed, up to 40 characters: in international form, or as it is dialed within <see cref="PhoneCountry"/>.
    /// </summary>
    public string? Phone { get; init; }

    /// <summary>
    /// The country in which the number is dialed as it stands: ISO 3166-1 alpha-2, upper case. Without it only a number in
    /// international form is compared when records of the same person are looked for.
    /// </summary>
    public string? PhoneCountry { get; init; }

    /// <summary>
    /// The language in which the person is written to (BCP 47): en, kk, ru or zh. Left out: the one that the script of the
    /// principal name suggests.
    /// </summary>
    public string? Language { get; init; }

    internal string LanguageOrSuggested => Language ?? WritingLanguage.For(Names[0]);
}

/// <summary>One spelling of a name, in one script.</summary>
public sealed record PersonName
{
    /// <summary>ISO 15924: Latn, Cyrl, Hans, Hant, Arab ...</summary>
    public required string Script { get; init; }

    /// <summary>The whole name as on the document, in its order; printed on certificates as it stands.</summary>
    public required string FullName { get; init; }
    public string? Family { get; init; }
    public string? Given { get; init; }
    public string? Patronymic { get; init; }
}

sealed partial class PersonFieldsValidator : AbstractValidator<PersonFields>
{
    public PersonFieldsValidator(IPhoneNumbers phones)
    {
        RuleFor(p => p.Names)
            .NotNull()
            .Must(names => names is { Count: >= 1 and <= 3 })
            .WithMessage("Give one to three spellings of the name.");
        RuleForEach(p => p.Names)
            .ChildRules(name =>
            {
                name.RuleFor(n => n.Script)
                    .Matches(@"^[A-Z][a-z]{3}\z")
                    .WithMessage("Give the script as in ISO 15924: Latn, Cyrl, Hans, Arab ...");
                name.RuleFor(n => n.FullName).Text(200);
                name.RuleFor(n => n.Family).OptionalText(100);
                name.RuleFor(n => n.Given).OptionalText(100);
                name.RuleFor(n => n.Patronymic).OptionalText(100);
            });
        RuleFor(p => p.BirthDate)
            .Must(date => date is null || date.Value.Year >= 1900)
            .WithMessage("Give the birth date with four digits of the year.");
        RuleFor(p => p.Email).Email();
        RuleFor(p => p.Phone)
            .Must(
                (person, phone) =>
                    phone is null || (Typed().IsMatch(phone) && phones.Read(phone, person.PhoneCountry).IsPossible)
            )
            .WithErrorCode(PersonErrors.PhoneImpossible)
            .WithMessage(
                "This can't be a phone number. Give it with + and the code of its country, such as +7 701 123 45 67, or as "
                    + "it is dialed within the country that goes with it."
            );
        RuleFor(p => p.PhoneCountry)
            .Matches(@"^[A-Z]{2}\z")
            .When(p => p.PhoneCountry is not null)
            .WithMessage("Give the two-letter country code (KZ, CN ...), or leave it out.");
        RuleFor(p => p.Language)
            .Must(language => language is null || WritingLanguage.All.Contains(language, StringComparer.Ordinal))
            .WithMessage($"Give one of the languages {string.Join(", ", WritingLanguage.All)}, or leave it out.");
    }

    /// <summary>Digits and what people put between them; no letters, which some countries' keypads have.</summary>
    [GeneratedRegex(@"^\+?[0-9 \u00A0()./\u2010-\u2013-]{3,39}\z")]
    private static partial Regex Typed();
}

/// <summary>A person as read.</summary>
public sealed record PersonView : PersonFields
{
    public required Guid Id { get; init; }
    public required int Version { get; init; }

    /// <summary>The record that this one was merged into and that goes on in its place; null: it stands by itself.</summary>
    public Guid? MergedInto { get; init; }
}
