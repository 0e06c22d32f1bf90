using System.Buffers;
using System.Text.Json;
using Enrollment.Assessments;

namespace Enrollment.Web.Api;

/// <summary>
/// The bytes of an answer, in memory that the next answer takes over: of a large one each new array would set the
/// collector going through all generations.
/// </summary>
sealed class AnswerBody : IBufferWriter<byte>, IDisposable
{
    byte[] buffer = ArrayPool<byte>.Shared.Rent(4096);
    int written;

    internal static AnswerBody Of<T>(T value, JsonSerializerOptions json)
    {
        var body = new AnswerBody();
        using var writer = new Utf8JsonWriter(
            body,
            new JsonWriterOptions { Encoder = json.Encoder, SkipValidation = true }
        );
        if (value is Gradebook gradebook)
            GradebookJson.Write(writer, gradebook);
        else
            JsonSerializer.Serialize(writer, value, json);
        return body;
    }

    /// <summary>Good until it is disposed.</summary>
    internal ReadOnlyMemory<byte> Bytes => buffer.AsMemory(0, written);

    public void Advance(int count) => written += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        MakeRoom(Math.Max(sizeHint, 1));
        return buffer.AsMemory(written);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        (buffer, written) = ([], 0);
    }

    void MakeRoom(int bytes)
    {
        if (buffer.Length - written >= bytes)
            return;

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(2 * buffer.Length, written + bytes));
        Bytes.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
