using System.Buffers;

namespace Enrollment.People;

/// <summary>The languages in which the program writes to people, by their BCP 47 codes.</summary>
public static class WritingLanguage
{
    public const string English = "en";

    /// <summary>In Cyrillic script.</summary>
    public const string Kazakh = "kk";
    public const string Russian = "ru";

    /// <summary>In simplified characters.</summary>
    public const string Chinese = "zh";

    public static IReadOnlyList<string> All { get; } = [English, Kazakh, Russian, Chinese];

    /// <summary>The letters that Kazakh has and Russian has not.</summary>
    static readonly SearchValues<char> kazakhLetters = SearchValues.Create("ӘәҒғҚқҢңӨөҰұҮүҺһІі");

    /// <summary>
    /// What stands in for a language that nobody has chosen: the principal name's script tells more of a person than one
    /// default for all. A name in Cyrillic is taken for Kazakh only by a letter that Russian lacks.
    /// </summary>
    public static string For(PersonName principal) =>
        principal.Script switch
        {
            "Cyrl" => principal.FullName.AsSpan().ContainsAny(kazakhLetters) ? Kazakh : Russian,
            "Hans" or "Hant" or "Hani" => Chinese,
            _ => English,
        };
}
