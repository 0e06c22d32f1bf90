namespace Enrollment.Documents.QrCodes;

/// <summary>
/// The bit stream of a code: data in byte mode, padding, error correction, interleaving (ISO/IEC 18004, 7.4 to 7.6).
/// </summary>
internal static class QrCodewords
{
    // Table 9, level M: error correction codewords of a block, and number of blocks, by version from 1.
    private static readonly int[] CorrectionLength = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30];
    private static readonly int[] Blocks = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5];

    /// <summary>Versions that this encoder knows: a row of them fits a word of 64 bits.</summary>
    public const int Versions = 11;

    public static int SmallestVersion(int length)
    {
        for (var version = 1; version <= Versions; version++)
        {
            if (HeaderBits(version) + (8 * length) <= 8 * DataLength(version))
            {
                return version;
            }
        }
        throw new ArgumentException("The text is too long for a QR code of version 11.", nameof(length));
    }

    /// <summary>All codewords in the order in which they are placed.</summary>
    public static byte[] Encode(ReadOnlySpan<byte> data, int version)
    {
        var stream = DataCodewords(data, version);
        var (blocks, correction) = (Blocks[version - 1], CorrectionLength[version - 1]);
        // The last blocks are one longer where the data doesn't divide evenly.
        var shortLength = stream.Length / blocks;
        var shortBlocks = blocks - (stream.Length % blocks);
        var result = new byte[stream.Length + (blocks * correction)];
        for (int block = 0, start = 0; block < blocks; block++)
        {
            var length = shortLength + (block < shortBlocks ? 0 : 1);
            var part = stream.AsSpan(start, length);
            start += length;
            for (var i = 0; i < length; i++)
            {
                // Beyond the short length only the long blocks take turns.
                result[i < shortLength ? (i * blocks) + block : (i * blocks) + block - shortBlocks] = part[i];
            }
            var check = ReedSolomon.Remainder(part, correction);
            for (var i = 0; i < correction; i++)
            {
                result[stream.Length + (i * blocks) + block] = check[i];
            }
        }
        return result;
    }

    // Mode 0100, the length, the bytes, up to four zero bits, then the two pad bytes in turn.
    private static byte[] DataCodewords(ReadOnlySpan<byte> data, int version)
    {
        var stream = new byte[DataLength(version)];
        var position = 0;
        Put(4, 4);
        Put(data.Length, HeaderBits(version) - 4);
        foreach (var value in data)
        {
            Put(value, 8);
        }
        position = Math.Min(position + 4, 8 * stream.Length);
        var pad = (byte)0xEC;
        for (var i = (position + 7) / 8; i < stream.Length; i++)
        {
            stream[i] = pad;
            pad ^= 0xEC ^ 0x11;
        }
        return stream;

        void Put(int value, int bits)
        {
            for (var bit = bits - 1; bit >= 0; bit--, position++)
            {
                stream[position / 8] |= (byte)(((value >> bit) & 1) << (7 - (position % 8)));
            }
        }
    }

    private static int HeaderBits(int version) => 4 + (version < 10 ? 8 : 16);

    private static int DataLength(int version) =>
        (QrTemplate.DataModules(version) / 8) - (Blocks[version - 1] * CorrectionLength[version - 1]);
}
