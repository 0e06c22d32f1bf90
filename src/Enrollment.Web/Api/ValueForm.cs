using System.Text.Json;
using System.Text.RegularExpressions;
using Enrollment.Accounts;
using Enrollment.Credentials.Issuers;

namespace Enrollment.Web.Api;

/// <summary>Says what form a value has where another one was sent.</summary>
static partial class ValueForm
{
    static readonly Dictionary<Type, string> forms = new()
    {
        [typeof(DateOnly)] = "Give a date as yyyy-MM-dd, such as 2026-03-31.",
        [typeof(DateTimeOffset)] = "Give an instant such as 2026-03-31T09:00:00Z.",
        [typeof(TimeOnly)] = "Give a time of day such as 09:30.",
        [typeof(YearOrDay)] = "Give a year such as 2026, or a day as yyyy-MM-dd, such as 2026-09-01.",
        [typeof(Guid)] = "Give an id as it was answered, such as 01a20ee9-cd3f-7000-b2eb-cb5701b1843f.",
        [typeof(int)] = "Give a whole number.",
        [typeof(long)] = "Give a whole number.",
        [typeof(decimal)] = "Give a number, without quotes.",
        [typeof(bool)] = "Give true or false.",
        [typeof(string)] = "Give a text in quotes.",
    };

    /// <summary>Null where there is nothing to say in a sentence.</summary>
    internal static string? Of(Type type)
    {
        var asked = Nullable.GetUnderlyingType(type) ?? type;
        if (asked.IsGenericType && asked.GetGenericTypeDefinition() == typeof(Wire<>))
            asked = asked.GetGenericArguments()[0];
        if (asked.IsEnum)
            return $"Give one of {string.Join(", ", Enum.GetNames(asked).Select(OnWire))}.";
        return forms.GetValueOrDefault(asked);
    }

    /// <summary>By the serializer's message, which names the type that it was to read, or has the converter's own words.</summary>
    internal static string? Asked(string message)
    {
        if (message.StartsWith("Give ", StringComparison.Ordinal))
            return message.Split(" Path:")[0];
        if (TypeName().Match(message) is not { Success: true } match)
            return null;

        var name = match.Groups[1].Value;
        var type =
            forms.Keys.FirstOrDefault(known => known.FullName == name)
            ?? typeof(Caller).Assembly.GetType(name)
            ?? typeof(WebDid).Assembly.GetType(name)
            ?? typeof(ValueForm).Assembly.GetType(name);
        return type is null ? null : Of(type);
    }

    static string OnWire(string member) => JsonNamingPolicy.KebabCaseLower.ConvertName(member);

    /// <summary>Of a nullable value the value's.</summary>
    [GeneratedRegex(@"could not be converted to (?:System\.Nullable`1\[)?([\w.+]+?)\]?\.(?: |$)")]
    private static partial Regex TypeName();
}
