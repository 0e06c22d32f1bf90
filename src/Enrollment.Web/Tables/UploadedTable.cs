using Enrollment.Web.Hosting;

namespace Enrollment.Web.Tables;

/// <summary>
/// A file to be imported, kept on disk while it is read, for its owner only, and gone with the process. What kind it is its
/// bytes tell. It is read twice: the whole of it must be readable before anything of it is written.
/// </summary>
sealed class UploadedTable : IAsyncDisposable
{
    readonly FileStream file;
    TableHeader? header;

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

    /// <summary>Reads the whole file once.</summary>
    /// <exception cref="TableException">It can't be imported as it is; the message says what to do.</exception>
    internal void Check(ImportSettings limits, CancellationToken token)
    {
        foreach (var row in Read(limits))
        {
            token.ThrowIfCancellationRequested();
            if (header is null)
                header = TableHeader.Of(row);
            else if (++Rows > limits.MaxRows)
                throw new TableException(
                    "too_many_rows",
                    $"The file has more than {limits.MaxRows:N0} rows. Send it in parts."
                );
        }

        if (header is null)
            throw new TableException("table_empty", "The file is empty. Its first row must name the columns.");
    }

    /// <summary>The rows of a file that was checked.</summary>
    internal IEnumerable<ReadRow> ReadRows(ImportSettings limits)
    {
        var reader = new ApplicationRowReader(
            header ?? throw new InvalidOperationException("The file hasn't been checked.")
        );
        return Read(limits).Skip(1).Select(reader.Read);
    }

    IEnumerable<TableRow> Read(ImportSettings limits)
    {
        _ = limits;
        return CsvTable.Read(file);
    }

    public ValueTask DisposeAsync() => file.DisposeAsync();
}
