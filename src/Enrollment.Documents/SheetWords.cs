using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Enrollment.Documents;

/// <summary>
/// What a kind of document says of itself in one language, from a file of its own (<c>Transcripts/Words/ru.json</c>).
/// </summary>
internal sealed class SheetWords
{
    private static readonly ConcurrentDictionary<(string Kind, string Language), SheetWords?> Loaded = new();

    private readonly Dictionary<string, string> texts;
    private readonly CultureInfo culture;

    private SheetWords(string language, Dictionary<string, string> texts)
    {
        Language = language;
        this.texts = texts;
        culture = CultureInfo.GetCultureInfo(language);
    }

    /// <summary>ISO 639-1.</summary>
    public string Language { get; }

    public IEnumerable<string> Keys => texts.Keys;

    public string this[string key] => texts[key];

    /// <summary>The word under a key; null where there is none.</summary>
    public string? Find(string key) => texts.GetValueOrDefault(key);

    /// <summary>The words of a kind of document in a language; English where there are none in it.</summary>
    public static SheetWords Of(string kind, string? language) =>
        Find(kind, language is { Length: >= 2 } ? language[..2].ToLowerInvariant() : "en") ?? Find(kind, "en")!;

    /// <summary>The text with each word in braces replaced, in a single pass: what is filled in may hold braces.</summary>
    public string Fill(string key, params ReadOnlySpan<(string Word, string Text)> words)
    {
        var rest = texts[key].AsSpan();
        var filled = new StringBuilder(rest.Length + 40);
        while (rest.IndexOf('{') is var open and >= 0)
        {
            var close = rest.IndexOf('}');
            filled.Append(rest[..open]);
            foreach (var (word, text) in words)
            {
                if (rest[(open + 1)..close].SequenceEqual(word))
                {
                    filled.Append(text);
                }
            }
            rest = rest[(close + 1)..];
        }
        return filled.Append(rest).ToString();
    }

    /// <summary>A day with its month in letters, so that no country reads it differently.</summary>
    public string Date(DateOnly day) => day.ToString(texts["dateFormat"], culture);

    /// <summary>A day in digits, for tables.</summary>
    public string Day(DateOnly day) => day.ToString(texts["dayFormat"], culture);

    /// <summary>Cut after two decimals: what is below a limit never reads as if it reached it.</summary>
    public string Number(decimal number) => decimal.Round(number, 2, MidpointRounding.ToZero).ToString("0.##", culture);

    private static SheetWords? Find(string kind, string language) =>
        Loaded.GetOrAdd(
            (kind, language),
            key =>
            {
                using var stream = typeof(SheetWords).Assembly.GetManifestResourceStream($"{key.Kind}/{key.Language}");
                return stream is null
                    ? null
                    : new(key.Language, JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!);
            }
        );
}
