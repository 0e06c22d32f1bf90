using System.Security.Cryptography;
using Enrollment.Enrollments.Attendance;

namespace Enrollment.Storage.People;

/// <summary>
/// Each session's key by HKDF-Expand (RFC 5869) over its id, so that a code tells nothing of any other session's. They
/// last as long as the secret: where it is replaced, the code on a screen is another one from then on.
/// </summary>
sealed class CheckInKeys(IdentitySecret secret) : ICheckInKeys
{
    const int KeyBytes = 32;

    public byte[] KeyOf(Guid sessionId) =>
        HKDF.Expand(HashAlgorithmName.SHA256, secret.CheckIn, KeyBytes, sessionId.ToByteArray(bigEndian: true));
}
