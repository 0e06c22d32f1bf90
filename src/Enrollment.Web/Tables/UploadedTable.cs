using Enrollment.Web.Hosting;

namespace Enrollment.Web.Tables;

/// <summary>
/// A file to be imported, kept on disk while it is read, for its owner only, and gone with the process. What kind it is its
/// bytes tell. It is read twice: the whole of it must be readable before anything of it is written.
/// </summary>
sealed class UploadedTable : IAsyncDisposable
{
    readonly FileStream file;
    bool isWorkbook;

    UploadedTable(FileStream file) => this.file = file;

    /// <summary>The rows below the header that aren't blank; known once it was checked.</summary>
    internal int Rows { get; private set; }

    /// <summary>Takes in all of the content.</summary>
    internal static async Task<UploadedTable> TakeAsync(Stream content, CancellationToken token)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var path = Path.Combine(Path.GetTempPath(), $"enrollment-{Path.GetRandomFileName()}");
        var table = new UploadedTable(new FileStream(path, options));
        try
        {
            await content.CopyToAsync(table.file, token);
            return table;
        }
        catch
        {
            await table.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reads the whole file once, its headers first.</summary>
    /// <exception cref="TableException">It can't be imported as it is; the message says what to do.</exception>
    internal THeader Check<THeader>(ImportSettings limits, Func<TableRow, THeader> readHeader, CancellationToken token)
        where THeader : class
    {
        isWorkbook = IsWorkbook(limits, token);
        THeader? header = null;
        foreach (var row in Read())
        {
            token.ThrowIfCancellationRequested();
            if (header is null)
                header = readHeader(row);
            else if (++Rows > limits.MaxRows)
                throw new TableException(
                    "too_many_rows",
                    $"The file has more than {limits.MaxRows:N0} rows. Send it in parts."
                );
        }

        return header
            ?? throw new TableException("table_empty", "The file is empty. Its first row must name the columns.");
    }

    /// <summary>The rows below the headers of a file that was checked.</summary>
    internal IEnumerable<TableRow> ReadRows() => Read().Skip(1);

    IEnumerable<TableRow> Read() => isWorkbook ? XlsxTable.Read(file) : CsvTable.Read(file);

    /// <summary>By its first bytes: a ZIP archive is a workbook or refused, what isn't known otherwise is text.</summary>
    bool IsWorkbook(ImportSettings limits, CancellationToken token)
    {
        file.Position = 0;
        Span<byte> start = stackalloc byte[8];
        var known = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        if (known.StartsWith("PK\u0003\u0004"u8))
        {
            WorkbookGuard.Check(file, limits.MaxBytes, token);
            return true;
        }

        if (known.StartsWith<byte>([0xD0, 0xCF, 0x11, 0xE0]))
        {
            throw new TableException(
                "file_not_read",
                "The file is a workbook of the older format (XLS) or has a password. Save it as XLSX without one."
            );
        }

        if (known.StartsWith("%PDF"u8))
            throw new TableException("file_not_read", "The file is a PDF. Send the table as XLSX or CSV.");
        return false;
    }

    public ValueTask DisposeAsync() => file.DisposeAsync();
}
