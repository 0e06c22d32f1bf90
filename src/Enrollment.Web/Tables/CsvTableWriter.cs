using System.Globalization;
using System.Text;
using nietras.SeparatedValues;

namespace Enrollment.Web.Tables;

/// <summary>
/// CSV as RFC 4180 has it, in UTF-8 with the byte order mark by which Excel knows it; dates and instants as in ISO 8601.
/// </summary>
sealed class CsvTableWriter(Stream output) : ITableWriter
{
    static readonly UTF8Encoding utf8 = new(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);

    bool started;

    public async Task WriteAsync(IReadOnlyList<OutCell[]> rows, CancellationToken token)
    {
        if (!started)
            await output.WriteAsync(utf8.GetPreamble(), token);
        started = true;
        await output.WriteAsync(utf8.GetBytes(Lines(rows)), token);
        await output.FlushAsync(token);
    }

    static string Lines(IReadOnlyList<OutCell[]> rows)
    {
        using var lines = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\r\n" };
        using var writer = Sep.New(',')
            .Writer(options => options with { WriteHeader = false, Escape = true, DisableColCountCheck = true })
            .To(lines);
        foreach (var cells in rows)
        {
            using var row = writer.NewRow();
            for (var place = 0; place < cells.Length; place++)
                row[place].Set(Text(cells[place]));
        }

        writer.Flush();
        return lines.ToString();
    }

    static string Text(OutCell cell) =>
        cell switch
        {
            { Text: { } text } => FormulaGuard.Guard(text),
            { Number: { } number } => number.ToString(CultureInfo.InvariantCulture),
            { Day: { } day } => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            { Instant: { } instant } => instant.UtcDateTime.ToString(
                "yyyy-MM-dd'T'HH:mm:ss'Z'",
                CultureInfo.InvariantCulture
            ),
            _ => "",
        };

    public Task FinishAsync(CancellationToken token) => output.FlushAsync(token);

    public ValueTask DisposeAsync() => default;
}
