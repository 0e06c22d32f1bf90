using Enrollment.Documents.Signatures.Verification;

namespace Enrollment.Tests.Documents.Signatures;

/// <summary>Documents that were tampered with, by what was done, each with the answer that it must get.</summary>
internal static class Tampering
{
    public static readonly IReadOnlyDictionary<string, (SignatureVerdict Expected, Func<byte[]> Make)> Cases =
        TamperedBytes
            .Cases.Concat(TamperedSignatures.Cases)
            .Concat(TamperedUpdates.Cases)
            .ToDictionary(StringComparer.Ordinal);
}
