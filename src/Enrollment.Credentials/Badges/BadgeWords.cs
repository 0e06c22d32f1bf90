using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Enrollment.Certificates;

namespace Enrollment.Credentials.Badges;

/// <summary>What an achievement says in English, Kazakh, Russian or Chinese (<c>Words/ru.json</c>).</summary>
sealed class BadgeWords
{
    static readonly FrozenDictionary<string, BadgeWords> all = new[] { "en", "kk", "ru", "zh" }.ToFrozenDictionary(
        language => language,
        language => new BadgeWords(language),
        StringComparer.Ordinal
    );

    readonly FrozenDictionary<string, string> templates;

    BadgeWords(string language)
    {
        using var stream =
            typeof(BadgeWords).Assembly.GetManifestResourceStream($"Words/{language}")
            ?? throw new InvalidOperationException($"The program has no words for badges in '{language}'.");
        templates = JsonSerializer
            .Deserialize<Dictionary<string, string>>(stream)!
            .ToFrozenDictionary(StringComparer.Ordinal);
    }

    internal static IEnumerable<string> Languages => all.Keys.Order(StringComparer.Ordinal);

    /// <exception cref="MalformedCredentialException">There are no words in that language.</exception>
    internal static BadgeWords In(string language) =>
        all.GetValueOrDefault(language)
        ?? throw new MalformedCredentialException(
            "achievement.inLanguage",
            $"'{language}' is none of {string.Join(", ", Languages)}"
        );

    internal string Description(CertificateSnapshot snapshot)
    {
        var sentence = Fill("description", snapshot);
        return snapshot.NqfLevel is null ? sentence : sentence + Fill("level", snapshot);
    }

    internal string Criteria(CertificateSnapshot snapshot) => Fill("criteria", snapshot);

    internal string Mark => templates["mark"];

    internal string Award => templates["award"];

    string Fill(string key, CertificateSnapshot snapshot) =>
        templates[key]
            .Replace("{hours}", snapshot.Hours.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{level}", snapshot.NqfLevel?.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            // Last: a name may itself hold braces.
            .Replace("{center}", snapshot.CenterName, StringComparison.Ordinal);
}
