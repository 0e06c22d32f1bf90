using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace Enrollment.Assessments;

/// <summary>A line of an explanation; the deeper the level, from 0, the finer.</summary>
public sealed record ExplanationLine(int Level, string Text);

/// <summary>Puts results into words in English, Kazakh, Russian and Chinese (<c>Words/ru.json</c>).</summary>
public sealed class ExplanationWords
{
    static readonly FrozenDictionary<string, ExplanationWords> all = new[]
    {
        "en",
        "kk",
        "ru",
        "zh",
    }.ToFrozenDictionary(
        language => language,
        language => new ExplanationWords(language),
        StringComparer.OrdinalIgnoreCase
    );

    readonly FrozenDictionary<string, string> templates;
    readonly CultureInfo culture;

    ExplanationWords(string language)
    {
        var name = $"Words/{language}";
        using var stream =
            typeof(ExplanationWords).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The program has no words '{name}'.");
        Language = language;
        templates = JsonSerializer
            .Deserialize<Dictionary<string, string>>(stream)!
            .ToFrozenDictionary(StringComparer.Ordinal);
        culture = CultureInfo.GetCultureInfo(language);
    }

    public static IEnumerable<string> Languages => all.Keys.Order(StringComparer.Ordinal);

    /// <summary>ISO 639-1.</summary>
    public string Language { get; }

    /// <summary>The words of a language (ISO 639-1), English where there are none.</summary>
    public static ExplanationWords In(string? language) =>
        all.GetValueOrDefault(language is { Length: >= 2 } ? language[..2] : "en", all["en"]);

    public string Of(ResultReason reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        var key = reason.Outcome is { } outcome ? $"reason.{reason.Code}.{outcome}" : $"reason.{reason.Code}";
        return Say(key, ("part", reason.Part), ("value", Number(reason.Value)), ("limit", Number(reason.Limit)));
    }

    /// <summary>Why a place is empty, for each reason that the words have.</summary>
    /// <param name="reason">As in the words.</param>
    /// <param name="least">The least number that is demanded, where the reason is that there are fewer.</param>
    internal string Blank(string reason, int least) => Say($"blank.{reason}", ("count", Number(least)));

    /// <summary>What marks mean, and how the result is rounded.</summary>
    internal IReadOnlyList<string> Scale(ResultExplanation explanation)
    {
        var lines = new List<string> { Say("scale.rounding", ("count", Number(explanation.Decimals))) };
        foreach (var (name, limit) in Boundaries(explanation))
            lines.Add(Say($"boundary.{name}", ("limit", Number(limit))));
        return lines;
    }

    static IEnumerable<(Outcome Outcome, decimal Limit)> Boundaries(ResultExplanation explanation)
    {
        yield return (Outcome.Pass, explanation.PassMark);
        if (explanation.MeritMark is { } merit)
            yield return (Outcome.Merit, merit);
        if (explanation.DistinctionMark is { } distinction)
            yield return (Outcome.Distinction, distinction);
    }

    /// <summary>From the result down to each attempt.</summary>
    public IReadOnlyList<ExplanationLine> Lines(ResultExplanation explanation)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        var lines = new List<ExplanationLine>();
        void Add(int level, string key, params ReadOnlySpan<(string, string?)> values) =>
            lines.Add(new ExplanationLine(level, Say(key, values)));

        Add(0, $"outcome.{explanation.Outcome}", ("value", Number(explanation.Mark)));
        foreach (var reason in explanation.Reasons)
            lines.Add(new ExplanationLine(1, Of(reason)));
        if (explanation.Unrounded is { } unrounded)
            Add(1, "rounding", ("value", Number(unrounded)), ("count", Number(explanation.Decimals)));
        foreach (var (outcome, limit) in Boundaries(explanation))
            Add(1, $"boundary.{outcome}", ("limit", Number(limit)));
        if (explanation.MinimumAttendance is { } least)
        {
            var key = explanation.Attendance is null ? "attendance.none" : "attendance";
            Add(1, key, ("value", Number(explanation.Attendance)), ("limit", Number(least)));
        }

        foreach (var group in explanation.Groups)
            Say(group, lines);
        return lines;
    }

    void Say(GroupExplanation group, List<ExplanationLine> lines)
    {
        var key =
            !group.Admitted ? "group.notAdmitted"
            : group.Mark is null ? (group.IsOpen ? "group.open" : "group.none")
            : group.Share is null ? "idle"
            : group.IsOpen ? "group.soFar"
            : "group";
        var text = Say(key, ("part", group.Name), ("value", Number(group.Mark)), ("share", Number(group.Share)));
        lines.Add(new ExplanationLine(1, Demanding(text, group.MinimumMark)));
        foreach (var component in group.Components)
            Say(component, lines);
    }

    void Say(ComponentExplanation component, List<ExplanationLine> lines)
    {
        var key = component.Standing switch
        {
            ComponentStanding.Counted when component.Share is null => "idle",
            ComponentStanding.Counted => "component",
            ComponentStanding.MissingAsZero when component.Share is null => "idle",
            var standing => $"standing.{standing}",
        };
        var text = Say(
            key,
            ("part", component.Name),
            ("value", Number(component.Mark)),
            ("share", Number(component.Share))
        );
        lines.Add(new ExplanationLine(2, Demanding(text, component.MustReach)));
        foreach (var attempt in component.Attempts)
            lines.Add(new ExplanationLine(3, Attempt(attempt, component.MaximumMark)));
    }

    string Attempt(AttemptExplanation attempt, decimal maximum)
    {
        var key =
            attempt.State != MarkState.Marked ? $"attempt.{attempt.State}"
            : attempt.Unconfirmed ? "attempt.Unconfirmed"
            : "attempt";
        var sentences = new List<string>
        {
            Say(
                key,
                ("count", Number(attempt.Attempt)),
                ("mark", Number(attempt.Value)),
                ("maximum", Number(maximum)),
                ("value", Number(attempt.Percentage))
            ),
        };
        if (attempt.DaysLate > 0)
        {
            sentences.Add(
                Say(
                    attempt.AfterPenalty is null ? "late.free" : "late",
                    ("count", Number(attempt.DaysLate)),
                    ("value", Number(attempt.AfterPenalty))
                )
            );
        }

        if (attempt.CappedAt is { } cap)
            sentences.Add(Say("capped", ("limit", Number(cap))));
        if (attempt.Counts)
            sentences.Add(Say("counts"));
        return string.Join(' ', sentences);
    }

    string Demanding(string text, decimal? least) =>
        least is { } limit ? $"{text} {Say("minimum", ("limit", Number(limit)))}" : text;

    string Say(string key, params ReadOnlySpan<(string Name, string? Value)> values)
    {
        var text = templates[key];
        // A single pass: what was filled in is a name that people chose and may itself hold braces.
        var result = new System.Text.StringBuilder(text.Length + 40);
        var rest = text.AsSpan();
        while (rest.IndexOf('{') is var open and >= 0)
        {
            var close = rest.IndexOf('}');
            var name = rest[(open + 1)..close];
            result.Append(rest[..open]);
            foreach (var (given, value) in values)
            {
                if (name.SequenceEqual(given))
                    result.Append(value);
            }

            rest = rest[(close + 1)..];
        }

        return result.Append(rest).ToString();
    }

    /// <summary>Cut after two decimals, so that what is below a limit never reads as if it reached it.</summary>
    string? Number(decimal? number) =>
        number is { } given ? decimal.Round(given, 2, MidpointRounding.ToZero).ToString("0.##", culture) : null;
}
