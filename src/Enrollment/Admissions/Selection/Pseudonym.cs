using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Enrollment.Admissions.Selection;

/// <summary>
/// A number that people use for an applicant whom they don't know: nine digits of the SHA-256 of the application's id. It
/// is a label; the id says which application is meant where two labels are the same.
/// </summary>
public static class Pseudonym
{
    public static string Of(Guid applicationId)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(applicationId.ToByteArray(bigEndian: true), hash);
        var number = BinaryPrimitives.ReadUInt64BigEndian(hash) % 1_000_000_000;
        return number.ToString("000-000-000", CultureInfo.InvariantCulture);
    }
}
