using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Enrollment.Storage.Copying;

/// <summary>
/// How many rows and a hash of them: SHA-256 of each row's canonical form, summed in four 64-bit lanes, so that engines
/// need not agree on an order. Against accidents, not against somebody who makes up rows.
/// </summary>
sealed class TableDigest : IDisposable
{
    readonly MemoryStream bytes = new();
    readonly BinaryWriter writer;
    readonly ulong[] lanes = new ulong[SHA256.HashSizeInBytes / sizeof(ulong)];

    internal TableDigest() => writer = new BinaryWriter(bytes);

    internal long Rows { get; private set; }

    internal void Add(object?[] row)
    {
        bytes.SetLength(0);
        foreach (var value in row)
        {
            var text = CopyColumn.Canonical(value);
            writer.Write(text is not null);
            // With its length in front, so that no two rows run together to the same bytes.
            if (text is not null)
                writer.Write(text);
        }

        writer.Flush();
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length), hash);
        for (var lane = 0; lane < lanes.Length; lane++)
            lanes[lane] += BinaryPrimitives.ReadUInt64LittleEndian(hash[(lane * sizeof(ulong))..]);
        Rows++;
    }

    internal bool Matches(TableDigest other) => Rows == other.Rows && lanes.AsSpan().SequenceEqual(other.lanes);

    internal static TableDigest Of(IEnumerable<object?[]> rows)
    {
        var digest = new TableDigest();
        foreach (var row in rows)
            digest.Add(row);
        return digest;
    }

    public void Dispose() => writer.Dispose();
}
