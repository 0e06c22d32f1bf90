using System.Collections.Frozen;
using System.Text.Json;
using Enrollment.Assessments;

namespace Enrollment.Web.Api;

/// <summary>
/// Writes a gradebook as the serializer would, byte for byte: of its ten thousand cells that one would find out the members
/// each time. A member that is added there is to be added here; a test compares the two.
/// </summary>
static class GradebookJson
{
    static readonly JsonEncodedText state = JsonEncodedText.Encode("state");
    static readonly JsonEncodedText value = JsonEncodedText.Encode("value");
    static readonly JsonEncodedText version = JsonEncodedText.Encode("version");
    static readonly JsonEncodedText unconfirmed = JsonEncodedText.Encode("unconfirmed");
    static readonly FrozenDictionary<MarkState, JsonEncodedText> states = Enum.GetValues<MarkState>()
        .ToFrozenDictionary(member => member, member => JsonEncodedText.Encode(ApiJson.Name(member)));

    internal static void Write(Utf8JsonWriter json, Gradebook book)
    {
        json.WriteStartObject();
        json.WriteString("cohortId", book.CohortId);
        json.WriteString("schemeId", book.SchemeId);
        json.WriteStartArray("columns");
        foreach (var column in book.Columns)
            Write(json, column);
        json.WriteEndArray();
        json.WriteStartArray("rows");
        foreach (var row in book.Rows)
            Write(json, row);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, GradebookColumn column)
    {
        json.WriteStartObject();
        json.WriteString("componentId", column.ComponentId);
        json.WriteString("code", column.Code);
        json.WriteString("name", column.Name);
        json.WriteNumber("maximumMark", column.MaximumMark);
        json.WriteNumber("attempt", column.Attempt);
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, GradebookRow row)
    {
        json.WriteStartObject();
        json.WriteString("enrollmentId", row.EnrollmentId);
        json.WriteNumber("traineeNumber", row.TraineeNumber);
        json.WriteString("personName", row.PersonName);
        json.WriteString(state, ApiJson.Name(row.State));
        json.WriteStartArray("cells");
        foreach (var cell in row.Cells)
        {
            if (cell is null)
                json.WriteNullValue();
            else
                Write(json, cell);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, GradebookCell cell)
    {
        json.WriteStartObject();
        json.WriteString(state, states[cell.State]);
        if (cell.Value is { } mark)
            json.WriteNumber(value, mark);
        else
            json.WriteNull(value);
        json.WriteNumber(version, cell.Version);
        json.WriteBoolean(unconfirmed, cell.Unconfirmed);
        json.WriteEndObject();
    }
}
