using Enrollment.People;

namespace Enrollment.Web.Tables;

/// <summary>
/// Spellings that have no column of their own, a line each: script, colon, whole name; where its parts are known they
/// follow after tabs. No name holds a line break or a tab.
/// </summary>
static class OtherNames
{
    internal static string Line(PersonName name) =>
        name is { Family: null, Given: null, Patronymic: null }
            ? $"{name.Script}: {name.FullName}"
            : $"{name.Script}: {name.FullName}\t{name.Family}\t{name.Given}\t{name.Patronymic}";

    /// <summary>Null where a line has no colon.</summary>
    internal static PersonName? Parse(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            return null;

        var parts = line[(colon + 1)..].Split('\t');
        return new PersonName
        {
            Script = line[..colon].Trim(),
            FullName = parts[0].Trim(),
            Family = Part(1),
            Given = Part(2),
            Patronymic = Part(3),
        };

        string? Part(int place) => parts.Length > place && parts[place].Trim() is { Length: > 0 } part ? part : null;
    }
}
