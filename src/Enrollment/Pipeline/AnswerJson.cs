using System.Text.Json;
using System.Text.Json.Serialization;

namespace Enrollment.Pipeline;

/// <summary>
/// How a stored answer is written and read back: only successes are stored, so a result is its value. The value comes
/// back as it was, so that the repeated answer is byte for byte the first one.
/// </summary>
static class AnswerJson
{
    internal static JsonSerializerOptions Options { get; } = Make();

    static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions();
        options.Converters.Add(new ResultConverterFactory());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    sealed class ResultConverterFactory : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) =>
            typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Result<>);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)
                Activator.CreateInstance(
                    typeof(ResultConverter<>).MakeGenericType(typeToConvert.GetGenericArguments()[0])
                )!;
    }

    sealed class ResultConverter<T> : JsonConverter<Result<T>>
    {
        public override Result<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize<T>(ref reader, options)!;

        public override void Write(Utf8JsonWriter writer, Result<T> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.Value, options);
    }
}
