using System.Data;
using System.Globalization;
using Dapper;
using Enrollment.Pipeline;
using FluentValidation;

namespace Enrollment.People;

/// <summary>
/// What somebody types to find people: the beginnings of words of their names (all of them must fit, in any order), or of
/// their e-mail address where there is an @ in it.
/// </summary>
sealed record PersonSearch(string? Email, IReadOnlyList<IReadOnlyList<string>> Words)
{
    /// <summary>Words beyond these are passed over.</summary>
    internal const int MostWords = 3;

    /// <summary>As letters, by the sounds, and by the sounds in another reading.</summary>
    const int FormsOfWord = 3;

    /// <summary>After every text that goes on from a beginning.</summary>
    const string last = "\U0010FFFF";

    /// <summary>Null where nothing is looked for.</summary>
    internal static PersonSearch? Of(string? text, INameRomanizer romanizer)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        if (text.Contains('@', StringComparison.Ordinal))
            return new PersonSearch(text.Trim().ToLowerInvariant(), []);

        // The longest first: it finds the fewest.
        var words = NameForm
            .Split(text)
            .Select(word => Forms(word, romanizer))
            .Where(forms => forms.Count > 0)
            .OrderByDescending(forms => forms[0].Length)
            .Take(MostWords);
        return new PersonSearch(null, [.. words]);
    }

    static IReadOnlyList<string> Forms(string word, INameRomanizer romanizer)
    {
        var forms = NameWords.Forms(word).ToList();
        if (forms.Count > 0 && NameForm.NeedsRomanizer(word))
        {
            var name = new PersonName { Script = "Zyyy", FullName = word };
            var read = NameForm.Of(name, romanizer).Divisions[0].MaxBy(part => part.Plain.Length);
            if (read is not null)
                forms.AddRange(NameWords.Forms(read));
        }

        return [.. forms.Distinct(StringComparer.Ordinal).Take(FormsOfWord)];
    }

    /// <summary>Holds for the people that are looked for; <paramref name="personId"/> is a column.</summary>
    internal static string Condition(string personId) =>
        $"""
            (@Email IS NULL OR EXISTS (
                SELECT 1 FROM People p
                WHERE p.Id = {personId} AND LOWER(p.Email) >= @Email AND LOWER(p.Email) < @EmailEnd))
              AND (@From11 IS NULL OR {HasWord(personId, 1)})
              AND (@From21 IS NULL OR {HasWord(personId, 2)})
              AND (@From31 IS NULL OR {HasWord(personId, 3)})
            """;

    /// <summary>Whether the person has the word with this number (1 to 3) in one of its forms.</summary>
    internal static string HasWord(string personId, int number) =>
        $"""
            EXISTS (
                SELECT 1 FROM PersonNameWords w
                WHERE w.PersonId = {personId}
                  AND (w.Word >= @From{number}1 AND w.Word < @To{number}1
                       OR w.Word >= @From{number}2 AND w.Word < @To{number}2
                       OR w.Word >= @From{number}3 AND w.Word < @To{number}3))
            """;

    /// <summary>The people who have the first word, found by the index.</summary>
    internal static string WithFirstWord { get; } =
        string.Join(
            " UNION ",
            Enumerable
                .Range(1, FormsOfWord)
                .Select(form =>
                    $"SELECT w{form}.PersonId FROM PersonNameWords w{form} WHERE w{form}.StartLetter = @Start1{form} "
                    + $"AND w{form}.Word >= @From1{form} AND w{form}.Word < @To1{form}"
                )
        );

    /// <summary>The parameters of a statement, and those of what is looked for in it.</summary>
    internal static DynamicParameters Parameters(PersonSearch? search, object others)
    {
        var parameters = new DynamicParameters(others);
        if (search is null)
            return parameters;

        Add("Email", search.Email);
        Add("EmailEnd", search.Email + last);
        for (var number = 1; number <= MostWords; number++)
        {
            var forms = number <= search.Words.Count ? search.Words[number - 1] : [];
            for (var form = 1; form <= FormsOfWord; form++)
            {
                // A word with fewer forms is looked for twice in its first one.
                var from =
                    forms.Count >= form ? forms[form - 1]
                    : forms.Count > 0 ? forms[0]
                    : null;
                var place = string.Create(CultureInfo.InvariantCulture, $"{number}{form}");
                Add($"From{place}", from);
                Add($"To{place}", from is null ? null : from + last);
                if (number == 1)
                    Add($"Start{place}", from is null ? null : NameWords.StartLetter(from));
            }
        }

        return parameters;

        // A server wants to know the type of what isn't there.
        void Add(string name, string? value) => parameters.Add(name, value, DbType.String);
    }
}

static class PersonSearchRules
{
    internal static IRuleBuilderOptions<T, string?> Search<T>(this IRuleBuilder<T, string?> rule) =>
        rule.MaximumLength(200)
            .Must(FieldRules.IsProse)
            .WithMessage("Give up to 200 characters without control characters.");
}
