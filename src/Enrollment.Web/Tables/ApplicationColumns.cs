using System.Collections.Frozen;

namespace Enrollment.Web.Tables;

/// <summary>The columns of a table of applications.</summary>
enum ApplicationColumn
{
    Reference,
    NameLatin,
    FamilyLatin,
    GivenLatin,
    PatronymicLatin,
    NameKazakh,
    FamilyKazakh,
    GivenKazakh,
    PatronymicKazakh,
    NameRussian,
    FamilyRussian,
    GivenRussian,
    PatronymicRussian,
    NameChinese,
    FamilyChinese,
    GivenChinese,
    PatronymicChinese,
    OtherNames,
    NameOrder,
    BirthDate,
    Email,
    Phone,
    State,
    Statement,
    Reason,
    Conditions,
    SubmittedAt,
    OfferExpiresAt,
    Cohort,
    ApplicationId,
}

/// <summary>What a column holds, and what the template says of it.</summary>
/// <param name="Column">Which one.</param>
/// <param name="Header">As it is written; read in any case and with any blanks, hyphens and underscores.</param>
/// <param name="Aliases">Other headers by which it is recognized.</param>
/// <param name="Needed">Whether a row must have it.</param>
/// <param name="Form">What may stand in it.</param>
/// <param name="Example">One that is valid.</param>
sealed record ColumnFacts(
    ApplicationColumn Column,
    string Header,
    string[] Aliases,
    string Needed,
    string Form,
    string Example
)
{
    /// <summary>False where an export shows what an import passes over.</summary>
    internal bool Imported { get; init; } = true;
}

/// <summary>The four places of one spelling of a name, and its script (ISO 15924).</summary>
sealed record SpellingColumns(
    string Script,
    ApplicationColumn Full,
    ApplicationColumn Family,
    ApplicationColumn Given,
    ApplicationColumn Patronymic
);

/// <summary>The one table of the columns: the export writes them, the template explains them, the import reads them.</summary>
static class ApplicationColumns
{
    const string Optional = "no";

    /// <summary>In the order in which they are written, which is that of the enumeration.</summary>
    internal static IReadOnlyList<ColumnFacts> All { get; } =
    [
        new(
            ApplicationColumn.Reference,
            "Reference",
            ["External id", "Id"],
            "yes, unless e-mail and birth date are there",
            "The applicant's id in the system that the file comes from, up to 100 characters. By it the same applicant "
                + "is recognized when the file is sent again.",
            "00123"
        ),
        .. Spelling(ApplicationColumn.NameLatin, "Latin", "at least one spelling", "Aigerim Nurlanovna Sadykova"),
        .. Spelling(ApplicationColumn.NameKazakh, "Kazakh", "at least one spelling", "Садықова Әйгерім Нұрланқызы"),
        .. Spelling(ApplicationColumn.NameRussian, "Russian", "at least one spelling", "Садыкова Айгерим Нурлановна"),
        .. Spelling(ApplicationColumn.NameChinese, "Chinese", "at least one spelling", "王小明"),
        new(
            ApplicationColumn.OtherNames,
            "Other names",
            [],
            Optional,
            "Spellings in further scripts, a line each: the script as in ISO 15924, a colon and the whole name.",
            "Arab: عائشة صديقوفا"
        ),
        new(
            ApplicationColumn.NameOrder,
            "Order of names",
            ["Principal name"],
            Optional,
            "The script of the principal spelling, which is printed on certificates: Latn, Cyrl, Hans, Arab ... Further "
                + "scripts may follow after blanks. Left out: the order of the columns.",
            "Cyrl"
        ),
        new(
            ApplicationColumn.BirthDate,
            "Birth date",
            ["Date of birth", "Дата рождения", "Туған күні"],
            "yes, unless there is a reference",
            "A date cell, or text as year-month-day or day.month.year.",
            "2001-05-17"
        ),
        new(
            ApplicationColumn.Email,
            "E-mail",
            ["Mail", "Эл. почта", "Электронная почта"],
            "yes, unless there is a reference",
            "An address such as name@example.org.",
            "aigerim@example.org"
        ),
        new(
            ApplicationColumn.Phone,
            "Phone",
            ["Telephone", "Mobile", "Телефон"],
            Optional,
            "In international form with +, or as it is dialed within the country of the center; in a text cell.",
            "+77011234567"
        ),
        new(
            ApplicationColumn.State,
            "State",
            ["Status"],
            Optional,
            "draft or submitted; left out: submitted.",
            "submitted"
        ),
        new(
            ApplicationColumn.Statement,
            "Statement",
            ["Motivation"],
            Optional,
            "What the applicant wants to say, up to 10,000 characters in as many lines as it takes.",
            "I want to work with industrial robots."
        ),
        Shown(ApplicationColumn.Reason, "Reason", "The reason of the last decision that gave one."),
        Shown(ApplicationColumn.Conditions, "Conditions", "What must be met before the offer leads to an enrollment."),
        Shown(ApplicationColumn.SubmittedAt, "Submitted at (UTC)", "When it was submitted."),
        Shown(ApplicationColumn.OfferExpiresAt, "Offer expires at (UTC)", "From when the offer can't be accepted."),
        Shown(ApplicationColumn.Cohort, "Cohort", "The code of the cohort."),
        Shown(ApplicationColumn.ApplicationId, "Application id", "The id in this system."),
    ];

    /// <summary>Those that an import reads.</summary>
    internal static IReadOnlyList<ColumnFacts> Imported { get; } = [.. All.Where(facts => facts.Imported)];

    /// <summary>In the order in which an import takes them where the table names none.</summary>
    internal static IReadOnlyList<SpellingColumns> Spellings { get; } =
    [
        At("Latn", ApplicationColumn.NameLatin),
        At("Cyrl", ApplicationColumn.NameKazakh),
        At("Cyrl", ApplicationColumn.NameRussian),
        At("Hans", ApplicationColumn.NameChinese),
    ];

    /// <summary>Whether the column with this header holds a name or a part of one.</summary>
    internal static bool IsOfName(string header) =>
        Spellings
            .SelectMany(s => new[] { s.Full, s.Family, s.Given, s.Patronymic })
            .Append(ApplicationColumn.OtherNames)
            .Any(column => Of(column).Header == header);

    static readonly FrozenDictionary<string, ApplicationColumn> byHeader = All.SelectMany(facts =>
            facts
                .Aliases.Append(facts.Header)
                .Append(facts.Column.ToString())
                .Select(name => (Name: Plain(name), facts.Column))
        )
        .Distinct()
        .ToFrozenDictionary(pair => pair.Name, pair => pair.Column, StringComparer.Ordinal);

    internal static ColumnFacts Of(ApplicationColumn column) => All[(int)column];

    /// <summary>The column of a header; null where it is none of them.</summary>
    internal static ApplicationColumn? Find(string header) =>
        byHeader.TryGetValue(Plain(header), out var column) ? column : null;

    static string Plain(string header) =>
        string.Concat(header.Where(char.IsLetterOrDigit).Select(char.ToUpperInvariant));

    static IEnumerable<ColumnFacts> Spelling(ApplicationColumn first, string script, string needed, string example)
    {
        yield return new(
            first,
            $"Name ({script})",
            [],
            needed,
            "The whole name as on the identity document, up to 200 characters; never transliterated.",
            example
        );
        yield return Part(first + 1, "Family name");
        yield return Part(first + 2, "Given name");
        yield return Part(first + 3, "Patronymic");

        ColumnFacts Part(ApplicationColumn column, string part) =>
            new(column, $"{part} ({script})", [], Optional, "A part of the name, up to 100 characters.", "");
    }

    static ColumnFacts Shown(ApplicationColumn column, string header, string form) =>
        new(column, header, [], Optional, $"{form} Only exported; an import passes it over.", "") { Imported = false };

    static SpellingColumns At(string script, ApplicationColumn first) =>
        new(script, first, first + 1, first + 2, first + 3);
}
