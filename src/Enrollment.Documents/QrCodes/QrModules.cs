namespace Enrollment.Documents.QrCodes;

/// <summary>
/// A square of modules as words of bits, once by rows and once by columns. A set bit is a dark module.
/// </summary>
/// <param name="Rows">The modules of each row, bit x for column x.</param>
/// <param name="Columns">The modules of each column, bit y for row y.</param>
internal sealed record QrModules(ulong[] Rows, ulong[] Columns)
{
    /// <summary>Takes modules that lie row by row, 1 for dark.</summary>
    public static QrModules From(ReadOnlySpan<byte> modules, int size)
    {
        var (rows, columns) = (new ulong[size], new ulong[size]);
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                ulong module = modules[(y * size) + x];
                rows[y] |= module << x;
                columns[x] |= module << y;
            }
        }
        return new(rows, columns);
    }

    /// <summary>Turns around every module that is dark in the mask.</summary>
    public QrModules Masked(QrModules mask)
    {
        var (rows, columns) = (new ulong[Rows.Length], new ulong[Rows.Length]);
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = Rows[i] ^ mask.Rows[i];
            columns[i] = Columns[i] ^ mask.Columns[i];
        }
        return new(rows, columns);
    }
}
