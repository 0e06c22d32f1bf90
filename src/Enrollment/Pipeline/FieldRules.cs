using System.Buffers;
using System.Globalization;
using System.Text;
using FluentValidation;

namespace Enrollment.Pipeline;

/// <summary>The rules that fields of many requests share, each with a message that says what to enter.</summary>
static class FieldRules
{
    /// <summary>A short code: 1 to 40 letters, digits, dots and hyphens, starting with a letter or digit.</summary>
    internal static IRuleBuilderOptions<T, string> Code<T>(this IRuleBuilder<T, string> rule) =>
        rule.NotEmpty()
            .Matches(@"^[A-Za-z0-9][A-Za-z0-9.-]{0,39}\z")
            .WithMessage("Use 1 to 40 Latin letters, digits, dots and hyphens, starting with a letter or digit.");

    /// <summary>Text that is shown and printed: not blank, no control characters, at most <paramref name="most"/>.</summary>
    internal static IRuleBuilderOptions<T, string> Text<T>(this IRuleBuilder<T, string> rule, int most) =>
        rule.NotEmpty()
            .MaximumLength(most)
            .Must(text => string.IsNullOrWhiteSpace(text) || IsPlain(text))
            .WithMessage("'{PropertyName}' holds a control character or stands with blanks around it. Remove them.");

    internal static IRuleBuilderOptions<T, string?> OptionalText<T>(this IRuleBuilder<T, string?> rule, int most) =>
        rule.MaximumLength(most)
            .Must(text => text is null || (text.Length > 0 && IsPlain(text)))
            .WithMessage("'{PropertyName}' must be left out or hold text without control characters.");

    /// <summary>Free text of several lines: control characters other than line breaks and tabs are refused.</summary>
    internal static IRuleBuilderOptions<T, string?> Prose<T>(this IRuleBuilder<T, string?> rule, int most) =>
        rule.MaximumLength(most)
            .Must(IsProse)
            .WithMessage("'{PropertyName}' holds a control character or half of one. Remove it.");

    /// <summary>Something with an @ in it that can be written on an envelope: at most 254 characters.</summary>
    internal static IRuleBuilderOptions<T, string?> Email<T>(this IRuleBuilder<T, string?> rule) =>
        rule.EmailAddress()
            .MaximumLength(254)
            .Must(text => text is null || IsPlain(text))
            .WithMessage("Give an e-mail address such as name@example.org.");

    /// <summary>An absolute http or https address of at most 500 characters.</summary>
    internal static IRuleBuilderOptions<T, string> WebAddress<T>(this IRuleBuilder<T, string> rule) =>
        rule.NotEmpty()
            .MaximumLength(500)
            .Must(text => text is not null && IsPlain(text) && IsWebAddress(text))
            .WithMessage("Give an address such as https://example.org/standards/1.");

    // As it will stand in credentials, whose readers take no address that must be escaped first.
    static bool IsWebAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && Uri.IsWellFormedUriString(text, UriKind.Absolute);

    /// <summary>A day that every zone can place: the ends of the calendar have no neighboring day.</summary>
    internal static IRuleBuilderOptions<T, DateOnly> Day<T>(this IRuleBuilder<T, DateOnly> rule) =>
        rule.Must(IsPlaceable).WithMessage("Give a date with its year between 1900 and 2999.");

    internal static IRuleBuilderOptions<T, DateOnly?> Day<T>(this IRuleBuilder<T, DateOnly?> rule) =>
        rule.Must(day => day is not { } given || IsPlaceable(given))
            .WithMessage("Give a date with its year between 1900 and 2999.");

    static bool IsPlaceable(DateOnly day) => day.Year is >= 1900 and <= 2999;

    internal static IRuleBuilderOptions<T, string> TimeZone<T>(this IRuleBuilder<T, string> rule) =>
        rule.NotEmpty()
            .Must(zone => zone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) && zone.Contains('/'))
            .WithMessage("Give an IANA time zone such as Asia/Almaty.");

    internal static IRuleBuilderOptions<T, string> Country<T>(this IRuleBuilder<T, string> rule) =>
        rule.NotEmpty().Matches(@"^[A-Z]{2}\z").WithMessage("Give the two-letter country code (KZ, CN ...).");

    internal static IRuleBuilderOptions<T, string> Language<T>(this IRuleBuilder<T, string> rule) =>
        rule.NotEmpty()
            .Matches(@"^[a-z]{2,3}\z")
            .WithMessage("Give the code of the language as in ISO 639: kk, ru, en, zh ...");

    /// <summary>A number that is stored in hundredths: at most two decimals.</summary>
    internal static IRuleBuilderOptions<T, decimal> Hundredths<T>(
        this IRuleBuilder<T, decimal> rule,
        decimal least,
        decimal most
    ) =>
        rule.InclusiveBetween(least, most)
            .Must(value => decimal.Round(value, 2) == value)
            .WithMessage(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"'{{PropertyName}}' must lie between {least} and {most} with at most two decimals."
                )
            );

    internal static IRuleBuilderOptions<T, decimal?> Hundredths<T>(
        this IRuleBuilder<T, decimal?> rule,
        decimal least,
        decimal most
    ) =>
        rule.Must(value => value is not { } v || (v >= least && v <= most && decimal.Round(v, 2) == v))
            .WithMessage(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"'{{PropertyName}}' must lie between {least} and {most} with at most two decimals."
                )
            );

    /// <summary>Whether text of several lines can be stored and shown; no text can.</summary>
    internal static bool IsProse(string? text) =>
        text is null || IsWellFormed(text) && !text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'));

    static bool IsPlain(string? text) =>
        text is not null && text.Trim().Length == text.Length && !text.Any(char.IsControl) && IsWellFormed(text);

    /// <summary>Not every engine takes half a surrogate pair, and none gives it back.</summary>
    static bool IsWellFormed(string text)
    {
        var rest = text.AsSpan();
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var length) != OperationStatus.Done)
                return false;
            rest = rest[length..];
        }

        return true;
    }
}
