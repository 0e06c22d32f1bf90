using System.Text.RegularExpressions;

namespace Enrollment.Messages;

/// <summary>The text of a message: plain text with lines ended by a line feed.</summary>
public sealed record MessageText(string Subject, string Body);

/// <summary>
/// A template: the subject on its first line, then paragraphs between empty lines. <c>{name}</c> stands for a value; a
/// paragraph with one that there isn't is left out. Values are taken as they are: braces in them mean nothing.
/// </summary>
public sealed partial class MessageTemplate
{
    readonly string subject;
    readonly IReadOnlyList<string> paragraphs;

    public MessageTemplate(string text)
    {
        var parts = text.ReplaceLineEndings("\n").Trim().Split("\n\n");
        subject = parts[0];
        paragraphs = parts[1..];
    }

    /// <summary>The names of the values that it shows.</summary>
    internal IEnumerable<string> Placeholders =>
        paragraphs.Prepend(subject).SelectMany(NamesIn).Distinct(StringComparer.Ordinal);

    /// <param name="values">A value, or null where there is none, for each name that a template may use.</param>
    /// <exception cref="KeyNotFoundException">The template names a value that no template may use.</exception>
    public MessageText Render(IReadOnlyDictionary<string, string?> values)
    {
        var shown = paragraphs.Where(paragraph => NamesIn(paragraph).All(name => values[name] is not null));
        return new MessageText(Fill(subject), string.Join("\n\n", shown.Select(Fill)) + "\n");

        string Fill(string text) => Placeholder().Replace(text, match => values[match.Groups[1].Value]!);
    }

    static IEnumerable<string> NamesIn(string text) => Placeholder().Matches(text).Select(m => m.Groups[1].Value);

    [GeneratedRegex(@"\{([^{}]*)\}")]
    private static partial Regex Placeholder();
}
