using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Enrollment.Pipeline;

namespace Enrollment.Enrollments.Attendance;

/// <summary>
/// The code that a session's screen shows for one step of 30 seconds, as in RFC 6238 (TOTP) with HMAC-SHA-256: eight
/// characters of five bits each, 40 bits, in two groups.
/// </summary>
public static class CheckInCode
{
    const int StepSeconds = 30;
    const int Length = 8;

    /// <summary>Steps since 1970-01-01T00:00:00Z.</summary>
    internal static long StepOf(DateTimeOffset instant) => instant.ToUnixTimeSeconds() / StepSeconds;

    /// <summary>The first instant after the step.</summary>
    internal static DateTimeOffset EndOf(long step) => DateTimeOffset.FromUnixTimeSeconds((step + 1) * StepSeconds);

    internal static string Of(byte[] key, Guid sessionId, long step)
    {
        var code = Characters(key, sessionId, step);
        return $"{code[..4]}-{code[4..]}";
    }

    /// <summary>
    /// Whether the code is that of the step at hand or the one before, which whoever types slowly still has. Each is
    /// compared in constant time.
    /// </summary>
    internal static bool Matches(byte[] key, Guid sessionId, string typed, DateTimeOffset now)
    {
        if (TypedCode.Read(typed, Length) is not { } code)
            return false;

        var step = StepOf(now);
        return Same(code, Characters(key, sessionId, step)) | Same(code, Characters(key, sessionId, step - 1));
    }

    static string Characters(byte[] key, Guid sessionId, long step)
    {
        Span<byte> message = stackalloc byte[24];
        sessionId.TryWriteBytes(message, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(message[16..], step);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, message, hash);
        Span<char> code = stackalloc char[Length];
        for (var place = 0; place < Length; place++)
            code[place] = TypedCode.Alphabet[hash[place] & 31];
        return new string(code);
    }

    static bool Same(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(one), Encoding.ASCII.GetBytes(other));
}
