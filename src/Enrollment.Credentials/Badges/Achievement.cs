using System.Text.Json;
using Enrollment.Certificates;

namespace Enrollment.Credentials.Badges;

/// <summary>
/// What somebody achieves by completing the course: one document per language, each naming the others. It says nothing
/// of a person, so a center can publish it at its address.
/// </summary>
public static class Achievement
{
    static readonly string[] awards = ["Pass", "Merit", "Distinction"];

    /// <summary>The achievement in one language, as published at its own address.</summary>
    /// <exception cref="MalformedCredentialException">There is no title in that language.</exception>
    public static byte[] Write(CertificateSnapshot snapshot, BadgeFacts facts, string language)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(facts);
        return CredentialJson.Write(json =>
        {
            json.WriteStrings("@context", CredentialContexts.Badge);
            WriteMembers(json, snapshot, facts, language);
        });
    }

    /// <summary>Languages that the achievement is written in, English first.</summary>
    /// <exception cref="MalformedCredentialException">A language has two titles, or there are no words in it.</exception>
    public static IReadOnlyList<string> Languages(BadgeFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        string[] languages = ["en", .. facts.Titles.Select(title => title.Language)];
        // Others are told of the document in each of them.
        foreach (var language in languages)
            BadgeWords.In(language);
        return languages.Distinct(StringComparer.Ordinal).Count() == languages.Length
            ? languages
            : throw new MalformedCredentialException("achievement.related", "has two titles in one language");
    }

    internal static void WriteMembers(
        Utf8JsonWriter json,
        CertificateSnapshot snapshot,
        BadgeFacts facts,
        string language
    )
    {
        var words = BadgeWords.In(language);
        json.WriteString("id", Id(facts, language));
        json.WriteStrings("type", "Achievement");
        json.WriteString("achievementType", "CertificateOfCompletion");
        json.WriteString("humanCode", snapshot.CourseCode);
        json.WriteString("inLanguage", language);
        json.WriteString("name", Title(snapshot, facts, language));
        json.WriteString("description", words.Description(snapshot));
        json.WriteStartObject("criteria");
        json.WriteString("narrative", words.Criteria(snapshot));
        json.WriteEndObject();
        if (snapshot.Credits is { } credits)
            json.WriteNumber("creditsAvailable", Plain(credits));
        if (facts.PictureUrl is { } picture)
        {
            json.WriteStartObject("image");
            json.WriteString("id", picture);
            json.WriteString("type", "Image");
            json.WriteEndObject();
        }

        WriteAlignments(json, facts.Alignments);
        WriteRelated(json, facts, language);
        WriteResultDescriptions(json, facts, language, words, snapshot.Mark is not null);
    }

    internal static string Title(CertificateSnapshot snapshot, BadgeFacts facts, string language) =>
        language == "en"
            ? snapshot.CourseTitle
            : facts.Titles.FirstOrDefault(title => title.Language == language)?.Title
                ?? throw new MalformedCredentialException("achievement.name", $"has no title in '{language}'");

    internal static string MarkId(BadgeFacts facts, string language) => $"{Id(facts, language)}#mark";

    internal static string AwardId(BadgeFacts facts, string language) => $"{Id(facts, language)}#award";

    /// <summary>Without zeros behind, so that equal numbers are written alike.</summary>
    internal static decimal Plain(decimal number) => number / 1.0000000000000000000000000000m;

    static string Id(BadgeFacts facts, string language) => $"{facts.AchievementUrl}/{language}";

    static void WriteAlignments(Utf8JsonWriter json, IReadOnlyList<Alignment> alignments)
    {
        if (alignments.Count == 0)
            return;
        json.WriteStartArray("alignment");
        foreach (var alignment in alignments)
        {
            json.WriteStartObject();
            json.WriteStrings("type", "Alignment");
            json.WriteString("targetName", alignment.Name);
            json.WriteString("targetUrl", alignment.Url);
            json.WriteOptional("targetCode", alignment.Code);
            json.WriteOptional("targetFramework", alignment.Framework);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static void WriteRelated(Utf8JsonWriter json, BadgeFacts facts, string language)
    {
        if (facts.Titles.Count == 0)
            return;
        json.WriteStartArray("related");
        foreach (var other in Languages(facts).Where(other => other != language))
        {
            json.WriteStartObject();
            json.WriteString("id", Id(facts, other));
            json.WriteStrings("type", "Related");
            json.WriteString("inLanguage", other);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static void WriteResultDescriptions(
        Utf8JsonWriter json,
        BadgeFacts facts,
        string language,
        BadgeWords words,
        bool hasMark
    )
    {
        json.WriteStartArray("resultDescription");
        if (hasMark)
        {
            json.WriteStartObject();
            json.WriteString("id", MarkId(facts, language));
            json.WriteStrings("type", "ResultDescription");
            json.WriteString("name", words.Mark);
            json.WriteString("resultType", "Percent");
            json.WriteString("valueMin", "0");
            json.WriteString("valueMax", "100");
            json.WriteEndObject();
        }

        json.WriteStartObject();
        json.WriteString("id", AwardId(facts, language));
        json.WriteStrings("type", "ResultDescription");
        json.WriteString("name", words.Award);
        json.WriteString("resultType", "Result");
        json.WriteStrings("allowedValue", awards);
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
