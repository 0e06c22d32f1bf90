using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Enrollment.People;
using Enrollment.Pipeline;

namespace Enrollment.Admissions;

/// <summary>
/// The applicants of one file so far, across its batches: a second row about the same person is refused rather than left
/// to the order of rows. Each of a row's two keys takes 18 bytes from the start, of which 8 are a hash: among two million
/// keys, the most that a file has, two fall together once in ten million files.
/// </summary>
/// <param name="count">The rows of the file; for more there is no room.</param>
public sealed class ImportedApplicants(int count)
{
    // Open addressing in two arrays of the size that is needed: a dictionary takes four times as much, and twice that
    // again while it grows.
    readonly long[] hashes = new long[Math.Max(4, count * 3)];
    readonly int[] rows = new int[Math.Max(4, count * 3)];
    int noted;

    /// <summary>Notes the row; null where it is the first about its person, else the problem.</summary>
    /// <param name="row">What the row says.</param>
    /// <param name="number">Its number in the file.</param>
    /// <exception cref="InvalidOperationException">There are more rows than were announced.</exception>
    public FieldProblem? Note(ImportedApplication row, int number)
    {
        if (++noted > count)
            throw new InvalidOperationException($"The file was said to have {count} rows.");

        var keys = new[]
        {
            row.Reference is null ? null : $"reference {row.Reference}",
            PersonKey.Digest(row.Fields) is { } digest ? $"digest {digest}" : null,
        };
        var own = keys.OfType<string>().Select(Hash).ToList();
        foreach (var hash in own)
        {
            if (rows[PlaceOf(hash)] is > 0 and var first)
                return ImportProblems.DuplicateRow(first);
        }

        foreach (var hash in own)
        {
            var place = PlaceOf(hash);
            (hashes[place], rows[place]) = (hash, number);
        }

        return null;
    }

    /// <summary>Where the hash stands, or the first free place for it; rows count from 1.</summary>
    int PlaceOf(long hash)
    {
        var place = (int)((ulong)hash % (ulong)hashes.Length);
        while (rows[place] != 0 && hashes[place] != hash)
            place = (place + 1) % hashes.Length;
        return place;
    }

    static long Hash(string key) =>
        BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
