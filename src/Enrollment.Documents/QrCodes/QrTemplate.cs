namespace Enrollment.Documents.QrCodes;

/// <summary>
/// What all codes of one version share (ISO/IEC 18004, 6.3 and 7.7 to 7.10): the fixed patterns, the order in which data
/// fill the rest, the masks and the format information. Modules are bytes, 1 for dark, row by row. Made once for each version.
/// </summary>
internal sealed class QrTemplate
{
    private static readonly Lazy<QrTemplate>[] Versions =
    [
        .. Enumerable.Range(1, QrCodewords.Versions).Select(version => new Lazy<QrTemplate>(() => new(version))),
    ];

    private readonly byte[] fixedModules;
    private readonly bool[] isFixed;
    private readonly int[] order;

    private QrTemplate(int version)
    {
        Size = SizeOf(version);
        fixedModules = new byte[Size * Size];
        isFixed = new bool[Size * Size];
        DrawTiming();
        DrawAlignment(version);
        DrawFinder(3, 3);
        DrawFinder(Size - 4, 3);
        DrawFinder(3, Size - 4);
        DrawVersion(version);
        ReserveFormat();
        order = [.. ZigZag()];
        Masks = [.. Enumerable.Range(0, 8).Select(CreateMask)];
    }

    /// <summary>Modules on a side.</summary>
    public int Size { get; }

    /// <summary>What each mask adds to every module, the format information included: those places are light before.</summary>
    public IReadOnlyList<QrModules> Masks { get; }

    public static QrTemplate Of(int version) => Versions[version - 1].Value;

    /// <summary>Modules left for data and error correction, a few bits beyond whole codewords included.</summary>
    public static int DataModules(int version)
    {
        var total = ((16 * version) + 128) * version + 64;
        if (version >= 2)
        {
            var alignments = (version / 7) + 2;
            total -= (((25 * alignments) - 10) * alignments) - 55;
        }
        return version >= 7 ? total - 36 : total;
    }

    /// <summary>The code before masking.</summary>
    public QrModules Place(ReadOnlySpan<byte> codewords)
    {
        var modules = (byte[])fixedModules.Clone();
        for (var bit = 0; bit < codewords.Length * 8; bit++)
        {
            modules[order[bit]] = (byte)((codewords[bit / 8] >> (7 - (bit % 8))) & 1);
        }
        return QrModules.From(modules, Size);
    }

    private static int SizeOf(int version) => 17 + (4 * version);

    private void Set(int x, int y, bool isDark)
    {
        fixedModules[(y * Size) + x] = isDark ? (byte)1 : (byte)0;
        isFixed[(y * Size) + x] = true;
    }

    private void DrawTiming()
    {
        for (var i = 0; i < Size; i++)
        {
            Set(6, i, i % 2 == 0);
            Set(i, 6, i % 2 == 0);
        }
    }

    // The pattern and the light separator around it, as far as it lies inside of the code.
    private void DrawFinder(int centerX, int centerY)
    {
        for (var y = Math.Max(0, centerY - 4); y <= Math.Min(Size - 1, centerY + 4); y++)
        {
            for (var x = Math.Max(0, centerX - 4); x <= Math.Min(Size - 1, centerX + 4); x++)
            {
                var ring = Math.Max(Math.Abs(x - centerX), Math.Abs(y - centerY));
                Set(x, y, ring is not (2 or 4));
            }
        }
    }

    private void DrawAlignment(int version)
    {
        if (version == 1)
        {
            return;
        }
        var count = (version / 7) + 2;
        // Table E.1 as a rule: evenly spaced from the far edge, by an even step; the first stands at 6.
        var step = ((version * 4) + (count * 2) + 1) / ((count * 2) - 2) * 2;
        var centers = Enumerable
            .Range(0, count)
            .Select(i => i == 0 ? 6 : Size - 7 - ((count - 1 - i) * step))
            .ToArray();
        foreach (var y in centers)
        {
            foreach (var x in centers)
            {
                var isFinder = (x == 6 && (y == 6 || y == centers[^1])) || (y == 6 && x == centers[^1]);
                for (var i = 0; i < 25 && !isFinder; i++)
                {
                    var (dy, dx) = ((i / 5) - 2, (i % 5) - 2);
                    Set(x + dx, y + dy, Math.Max(Math.Abs(dx), Math.Abs(dy)) != 1);
                }
            }
        }
    }

    // 7.10: six bits of version and twelve of a Golay code, twice; only from version 7 on.
    private void DrawVersion(int version)
    {
        if (version < 7)
        {
            return;
        }
        var bits = (version << 12) | Remainder(version, 12, 0x1F25);
        for (var i = 0; i < 18; i++)
        {
            var (along, across) = (i / 3, Size - 11 + (i % 3));
            Set(along, across, ((bits >> i) & 1) != 0);
            Set(across, along, ((bits >> i) & 1) != 0);
        }
    }

    private void ReserveFormat()
    {
        for (var bit = 0; bit < 15; bit++)
        {
            foreach (var (x, y) in FormatPlaces(bit))
            {
                Set(x, y, isDark: false);
            }
        }
        // The module that is always dark.
        Set(8, Size - 8, isDark: true);
    }

    // Both copies of the format information (7.9), bit 0 the least significant.
    private (int X, int Y)[] FormatPlaces(int bit) =>
        [
            bit switch
            {
                < 6 => (8, bit),
                6 => (8, 7),
                7 => (8, 8),
                8 => (7, 8),
                _ => (14 - bit, 8),
            },
            bit < 8 ? (Size - 1 - bit, 8) : (8, Size - 15 + bit),
        ];

    // 7.7.3: columns in pairs from the right, up and down in turn, the timing column left out.
    private IEnumerable<int> ZigZag()
    {
        var isUpward = true;
        for (var right = Size - 1; right > 0; right -= 2, isUpward = !isUpward)
        {
            right = right == 6 ? 5 : right;
            for (var step = 0; step < Size; step++)
            {
                var y = isUpward ? Size - 1 - step : step;
                for (var x = right; x >= right - 1; x--)
                {
                    if (!isFixed[(y * Size) + x])
                    {
                        yield return (y * Size) + x;
                    }
                }
            }
        }
    }

    private QrModules CreateMask(int mask)
    {
        var pattern = new byte[Size * Size];
        foreach (var place in order)
        {
            var (y, x) = Math.DivRem(place, Size);
            pattern[place] = Inverts(mask, x, y) ? (byte)1 : (byte)0;
        }
        // Level M is 00; the mask of 7.9.1 keeps the information from being all light.
        var format = ((mask << 10) | Remainder(mask, 10, 0x537)) ^ 0x5412;
        for (var bit = 0; bit < 15; bit++)
        {
            foreach (var (x, y) in FormatPlaces(bit))
            {
                pattern[(y * Size) + x] = (byte)((format >> bit) & 1);
            }
        }
        return QrModules.From(pattern, Size);
    }

    // Table 10.
    private static bool Inverts(int mask, int x, int y) =>
        mask switch
        {
            0 => (x + y) % 2 == 0,
            1 => y % 2 == 0,
            2 => x % 3 == 0,
            3 => (x + y) % 3 == 0,
            4 => ((x / 3) + (y / 2)) % 2 == 0,
            5 => (x * y % 2) + (x * y % 3) == 0,
            6 => ((x * y % 2) + (x * y % 3)) % 2 == 0,
            _ => (((x + y) % 2) + (x * y % 3)) % 2 == 0,
        };

    // Division of polynomials over two elements.
    private static int Remainder(int value, int bits, int divisor)
    {
        var remainder = value;
        for (var i = 0; i < bits; i++)
        {
            remainder = (remainder << 1) ^ ((remainder >> (bits - 1)) * divisor);
        }
        return remainder;
    }
}
