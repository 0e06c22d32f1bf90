using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace Enrollment.Web.Pages;

/// <summary>What the public pages say in English, Kazakh, Russian or Chinese (<c>Words/ru.json</c>).</summary>
sealed class PageWords
{
    /// <summary>The language of whoever asks for none of the four.</summary>
    const string Fallback = "en";

    static readonly FrozenDictionary<string, PageWords> all = new[] { "en", "kk", "ru", "zh" }.ToFrozenDictionary(
        language => language,
        language => new PageWords(language),
        StringComparer.OrdinalIgnoreCase
    );

    readonly FrozenDictionary<string, string> texts;
    readonly CultureInfo culture;

    PageWords(string language)
    {
        Language = language;
        culture = CultureInfo.GetCultureInfo(language);
        using var stream =
            typeof(PageWords).Assembly.GetManifestResourceStream($"PageWords/{language}")
            ?? throw new InvalidOperationException($"The program has no words for pages in '{language}'.");
        texts = JsonSerializer
            .Deserialize<Dictionary<string, string>>(stream)!
            .ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Languages with the name that each calls itself.</summary>
    internal static IReadOnlyList<(string Language, string Name)> Languages { get; } =
        [("en", "English"), ("kk", "Қазақша"), ("ru", "Русский"), ("zh", "中文")];

    internal static IEnumerable<PageWords> All => all.Values;

    /// <summary>ISO 639-1.</summary>
    internal string Language { get; }

    internal IEnumerable<string> Keys => texts.Keys;

    /// <summary>The text with this key.</summary>
    internal string this[string key] => texts[key];

    /// <summary>The text with each word in braces replaced.</summary>
    internal string Fill(string key, params IEnumerable<(string Word, string Text)> words)
    {
        var text = this[key];
        foreach (var (word, replacement) in words)
            text = text.Replace($"{{{word}}}", replacement, StringComparison.Ordinal);
        return text;
    }

    /// <summary>A day as the language writes it, its month in letters.</summary>
    internal string Date(DateOnly day) => day.ToString(this["dateFormat"], culture);

    internal string Number(decimal number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>The language that is asked for by name, or else the browser's first that there is.</summary>
    internal static PageWords For(HttpRequest request)
    {
        if (request.Query.TryGetValue("lang", out var named) && all.TryGetValue(named.ToString(), out var chosen))
            return chosen;
        if (!StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptLanguage, out var accepted))
            return all[Fallback];
        return accepted
                .Where(language => language.Quality is null or > 0)
                .OrderByDescending(language => language.Quality ?? 1)
                .Select(language => all.GetValueOrDefault(language.Value.ToString().Split('-')[0]))
                .FirstOrDefault(words => words is not null)
            ?? all[Fallback];
    }
}
