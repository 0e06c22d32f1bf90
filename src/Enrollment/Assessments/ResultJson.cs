using System.Text.Json;
using System.Text.Json.Serialization;

namespace Enrollment.Assessments;

/// <summary>How explanations are stored: enums by name, and nothing where nothing is.</summary>
[JsonSourceGenerationOptions(
    UseStringEnumConverter = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(ResultExplanation))]
[JsonSerializable(typeof(IReadOnlyList<ResultReason>))]
sealed partial class ResultJsonContext : JsonSerializerContext;

static class ResultJson
{
    internal static string Write(ResultExplanation explanation) =>
        JsonSerializer.Serialize(explanation, ResultJsonContext.Default.ResultExplanation);

    internal static string Write(IReadOnlyList<ResultReason> reasons) =>
        JsonSerializer.Serialize(reasons, ResultJsonContext.Default.IReadOnlyListResultReason);

    internal static ResultExplanation ReadExplanation(string text) =>
        JsonSerializer.Deserialize(text, ResultJsonContext.Default.ResultExplanation)!;

    internal static IReadOnlyList<ResultReason> ReadReasons(string text) =>
        JsonSerializer.Deserialize(text, ResultJsonContext.Default.IReadOnlyListResultReason)!;
}
