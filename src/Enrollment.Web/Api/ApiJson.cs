using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Enrollment.Web.Api;

/// <summary>
/// JSON on the wire: camelCase, enums as kebab-case strings, decimals as numbers read without a detour over binary
/// floating point; unknown and repeated members are refused.
/// </summary>
static class ApiJson
{
    // Options that are alike share what was found out about the types, and these are compared by reference: a process that
    // builds several servers does it once.
    static readonly IJsonTypeInfoResolver resolver = new DefaultJsonTypeInfoResolver().WithAddedModifier(
        NullElements.Refuse
    );

    static readonly JsonConverter[] converters =
    [
        new InstantConverter(),
        new ClockConverter(),
        new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false),
    ];

    internal static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        // Counts by outcome: their keys are members of an enumeration.
        options.DictionaryKeyPolicy = JsonNamingPolicy.KebabCaseLower;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.MaxDepth = 16;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.TypeInfoResolver = resolver;
        foreach (var converter in converters)
            options.Converters.Add(converter);
    }

    /// <summary>A member of an enumeration as it stands in addresses and JSON: <c>meet-conditions</c>.</summary>
    internal static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}

/// <summary>Tells the documentation what a query parameter may be.</summary>
interface IWire
{
    static abstract IEnumerable<string> Names { get; }
}

/// <summary>A query parameter that is a member of an enumeration, in its wire form.</summary>
readonly record struct Wire<T>(T Value) : IWire, IParsable<Wire<T>>
    where T : struct, Enum
{
    public static IEnumerable<string> Names => Enum.GetValues<T>().Select(ApiJson.Name);

    public static Wire<T> Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var result)
            ? result
            : throw new FormatException($"'{s}' is none of {string.Join(", ", Names)}.");

    public static bool TryParse(string? s, IFormatProvider? provider, out Wire<T> result)
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (string.Equals(ApiJson.Name(value), s, StringComparison.Ordinal))
            {
                result = new Wire<T>(value);
                return true;
            }
        }

        result = default;
        return false;
    }
}
