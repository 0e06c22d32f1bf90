using System.Globalization;
using nietras.SeparatedValues;

namespace Enrollment.Web.CommandLine.Csv;

/// <summary>
/// A CSV file with a header, of which some columns are read by name: commas, quoted fields, UTF-8, LF or CRLF. A row
/// that is wrong is refused by itself; a file that can't be read at all throws <see cref="CsvException"/>.
/// </summary>
sealed class CsvFile(string path, RefusedRows refusals)
{
    internal string Name { get; } = Path.GetFileName(path);

    /// <summary>Rows met, refused ones included.</summary>
    internal int Rows { get; private set; }

    /// <param name="columns">The columns that must be there; others are passed over.</param>
    /// <param name="parse">Reads one row.</param>
    internal IEnumerable<T> Read<T>(IReadOnlyList<string> columns, CsvRowParser<T> parse) =>
        Read(Open(), columns, parse);

    internal IEnumerable<T> Read<T>(Stream content, IReadOnlyList<string> columns, CsvRowParser<T> parse)
    {
        using var guard = new GuardedLines(content, Name, refusals);
        using var reader = Sep.New(',')
            .Reader(options => options with { HasHeader = false, Unescape = true, DisableColCountCheck = true })
            .From(guard);
        Dictionary<string, int>? places = null;
        var width = 0;
        foreach (var row in reader)
        {
            if (places is null)
            {
                if (IsBlank(row))
                    throw new CsvException($"{Name}, line 1: the header is blank or broken. It must name the columns.");
                (places, width) = Header(row, columns);
                continue;
            }

            if (IsBlank(row))
                continue;

            Rows++;
            if (row.ColCount != width)
            {
                Refuse(
                    row.LineNumberFrom,
                    "(line)",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The line has {row.ColCount} fields where the header has {width}."
                    )
                );
                continue;
            }

            if (parse(new CsvRow(row, places, this), out var record))
                yield return record;
        }

        if (places is null)
            throw new CsvException($"{Name}: the file is empty. Its first line must name the columns.");
        Rows += guard.Refused;
    }

    /// <summary>A blank line of the file, or one that the guard has refused.</summary>
    static bool IsBlank(SepReader.Row row) => row.ColCount == 1 && row[0].Span.IsEmpty;

    internal void Refuse(long line, string field, string reason) => refusals.Add(Name, line, field, reason);

    (Dictionary<string, int> Places, int Width) Header(SepReader.Row row, IReadOnlyList<string> columns)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var place = 0; place < row.ColCount; place++)
        {
            var name = row[place].Span.ToString();
            if (!places.TryAdd(name, place))
                throw new CsvException(
                    $"{Name}, line 1: the column '{CsvRow.Shortened(name)}' is there twice. Remove one."
                );
        }

        var missing = columns.Where(name => !places.ContainsKey(name)).ToList();
        if (missing.Count > 0)
        {
            throw new CsvException(
                $"{Name}, line 1: missing column {string.Join(", ", missing.Select(name => $"'{name}'"))}."
            );
        }

        return (places, row.ColCount);
    }

    FileStream Open()
    {
        try
        {
            return new FileStream(path, new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan });
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CsvException($"{Name}: there is no such file in {Path.GetDirectoryName(path)}.", missing);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new CsvException($"{Name}: the file can't be opened: {unreadable.Message}", unreadable);
        }
    }
}
