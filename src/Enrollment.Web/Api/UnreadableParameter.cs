using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;

namespace Enrollment.Web.Api;

/// <summary>
/// Finds the query parameter that an endpoint couldn't read. Delegates that are generated at build time answer an
/// optional one with a bare 400 and don't tell which it was, so the values are tried once more.
/// </summary>
static class UnreadableParameter
{
    static readonly MethodInfo reads = typeof(UnreadableParameter).GetMethod(
        nameof(ReadsAs),
        BindingFlags.NonPublic | BindingFlags.Static
    )!;

    internal static string Message(string name) =>
        $"The parameter '{name}' can't be read. The reference at /docs shows its form.";

    /// <summary>What is said of it, with its form; null when every value can be read.</summary>
    internal static string? Of(HttpContext http)
    {
        foreach (var parameter in http.GetEndpoint()?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>() ?? [])
        {
            var text = http.Request.Query[parameter.Name].ToString();
            var type = parameter.ParameterInfo.ParameterType;
            if (!parameter.HasTryParse || text.Length == 0 || Reads(text, type))
                continue;

            var name = char.ToLowerInvariant(parameter.Name[0]) + parameter.Name[1..];
            return ValueForm.Of(type) is { } form ? $"The parameter '{name}' can't be read. {form}" : Message(name);
        }

        return null;
    }

    static bool Reads(string text, Type type) =>
        (bool)reads.MakeGenericMethod(Nullable.GetUnderlyingType(type) ?? type).Invoke(null, [text])!;

    static bool ReadsAs<T>(string text)
        where T : IParsable<T> => T.TryParse(text, CultureInfo.InvariantCulture, out _);
}
