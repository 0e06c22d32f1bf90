using System.Text.Json;

namespace Enrollment.Pipeline;

/// <summary>Members of enumerations in messages to people, as they stand in addresses and JSON.</summary>
static class WireNames
{
    /// <summary>UnderReview is 'under-review'.</summary>
    internal static string Wire<T>(this T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
