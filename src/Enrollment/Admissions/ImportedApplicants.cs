using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Enrollment.People;
using Enrollment.Pipeline;

namespace Enrollment.Admissions;

/// <summary>
/// The applicants of one file so far, across its batches: a second row about the same person is refused rather than left
/// to the order of rows. 16 bytes of a hash stand for each key, so that the longest file fits.
/// </summary>
public sealed class ImportedApplicants
{
    readonly Dictionary<UInt128, int> rows = [];

    /// <summary>Notes the row; null where it is the first about its person, else the problem.</summary>
    /// <param name="row">What the row says.</param>
    /// <param name="number">Its number in the file.</param>
    public FieldProblem? Note(ImportedApplication row, int number)
    {
        var keys = new[]
        {
            row.Reference is null ? null : $"reference {row.Reference}",
            PersonKey.Digest(row.Fields) is { } digest ? $"digest {digest}" : null,
        };
        var hashes = keys.OfType<string>().Select(Hash).ToList();
        foreach (var hash in hashes)
        {
            if (rows.TryGetValue(hash, out var first))
                return ImportProblems.DuplicateRow(first);
        }

        foreach (var hash in hashes)
            rows[hash] = number;
        return null;
    }

    static UInt128 Hash(string key) =>
        BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
