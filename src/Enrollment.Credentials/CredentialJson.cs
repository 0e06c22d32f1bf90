using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Enrollment.Credentials;

/// <summary>How this library writes and reads JSON.</summary>
static class CredentialJson
{
    // Names in other scripts stand as they are; the documents are never put into a page.
    static readonly JsonWriterOptions writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    static readonly JsonDocumentOptions reading = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <param name="write">Writes the members of the object.</param>
    /// <param name="expected">Number of bytes; more make the buffer grow.</param>
    internal static byte[] Write(Action<Utf8JsonWriter> write, int expected = 512)
    {
        var buffer = new ArrayBufferWriter<byte>(expected);
        using (var json = new Utf8JsonWriter(buffer, writing))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>An object without a member that occurs twice.</summary>
    /// <exception cref="MalformedCredentialException">It is no JSON, no object, or has a member twice.</exception>
    internal static JsonDocument Read(ReadOnlyMemory<byte> utf8)
    {
        // The parser looks at the text within strings only when it is asked for.
        if (!Utf8.IsValid(utf8.Span))
            throw new MalformedCredentialException("", "is not UTF-8");
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(utf8, reading);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The second is half a surrogate pair in a member's name.
            throw new MalformedCredentialException("", $"is not JSON without duplicates: {error.Message}");
        }

        if (document.RootElement.ValueKind == JsonValueKind.Object)
            return document;
        document.Dispose();
        throw new MalformedCredentialException("", "must be a JSON object");
    }

    /// <summary>The string.</summary>
    /// <exception cref="MalformedCredentialException">It is none, or has half a surrogate pair.</exception>
    internal static string ReadText(JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.String)
            throw new MalformedCredentialException(path, "must be a string");
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new MalformedCredentialException(path, "holds half a surrogate pair");
        }
    }

    /// <summary>The object with further members behind its last one.</summary>
    /// <param name="json">An object that has at least one member; blanks may follow.</param>
    /// <param name="members">Members in JSON, without braces.</param>
    internal static byte[] Append(ReadOnlySpan<byte> json, ReadOnlySpan<byte> members) =>
        [.. json.TrimEnd(" \t\r\n"u8)[..^1], (byte)',', .. members, (byte)'}'];

    /// <summary>The members of an object, without its braces.</summary>
    internal static ReadOnlySpan<byte> Members(ReadOnlySpan<byte> json) => json[1..^1];

    internal static void WriteStrings(this Utf8JsonWriter json, string name, params ReadOnlySpan<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    internal static void WriteOptional(this Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    /// <summary>An instant in UTC and whole seconds, with Z.</summary>
    internal static string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
