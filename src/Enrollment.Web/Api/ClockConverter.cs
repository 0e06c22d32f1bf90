using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Enrollment.Web.Api;

/// <summary>
/// Times of day as clocks show them: <c>09:30</c>, from 00:00 to 23:59. The framework's own form has seconds, which
/// nobody plans by, and is no "time" of JSON Schema, which demands an offset.
/// </summary>
sealed class ClockConverter : JsonConverter<TimeOnly>
{
    const string Format = "HH:mm";

    /// <summary>The form as a regular expression of JSON Schema.</summary>
    internal const string Pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$";

    public override TimeOnly Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
        && TimeOnly.TryParseExact(
            reader.GetString(),
            Format,
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var time
        )
            ? time
            : throw new JsonException("Give a time of day such as 09:30.");

    public override void Write(Utf8JsonWriter writer, TimeOnly value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString(Format, CultureInfo.InvariantCulture));
}
