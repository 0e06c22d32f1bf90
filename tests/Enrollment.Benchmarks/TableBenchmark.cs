using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Enrollment.Web.Hosting;
using Microsoft.Data.Sqlite;
using SpreadCheetah;

namespace Enrollment.Benchmarks;

/// <summary>
/// Long tables in and out over HTTP, on the embedded engine: rows per second, and the most memory that the server took
/// against what it takes when idle. Each figure has a server of its own, so that none inherits another's memory.
/// </summary>
static class TableBenchmark
{
    /// <param name="program">The published program.</param>
    /// <param name="directory">For the files.</param>
    /// <param name="rows">Of each table.</param>
    internal static async Task RunAsync(string program, string directory, int rows)
    {
        var settings = new Settings { DataDirectory = Path.Combine(directory, "data") };
        var cohorts = new Dictionary<string, Guid>(StringComparer.Ordinal);
        await using (var provider = EnrollmentHost.ForCommand(settings))
        {
            var data = new BenchmarkData(provider);
            foreach (var kind in new[] { "csv", "xlsx" })
            {
                await data.CreateCohortAsync(kind.ToUpperInvariant(), 1);
                cohorts[kind] = data.CohortId;
            }
        }

        SqliteConnection.ClearAllPools();
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var kind in cohorts.Keys)
        {
            files[kind] = Path.Combine(directory, $"applications.{kind}");
            await (kind == "csv" ? WriteCsvAsync(files[kind], rows) : WriteXlsxAsync(files[kind], rows));
        }

        foreach (var (kind, cohort) in cohorts)
        {
            var import = $"/api/v1/cohorts/{cohort}/applications/import?source={kind}";
            await MeasureAsync($"preview_{kind}", c => ImportAsync(c, $"{import}&preview=true", files[kind], rows));
            await MeasureAsync($"import_{kind}", c => ImportAsync(c, import, files[kind], rows));
            await MeasureAsync($"import_again_{kind}", c => ImportAsync(c, import, files[kind], rows, "unchanged"));
        }

        foreach (var kind in cohorts.Keys)
            await MeasureAsync(
                $"export_{kind}",
                c => ExportAsync(c, $"/api/v1/cohorts/{cohorts["csv"]}/applications.{kind}")
            );

        async Task MeasureAsync(string name, Func<HttpClient, Task<long>> work)
        {
            await using var server = await ServerProcess.StartAsync(
                program,
                address => ["--urls", address, $"--Enrollment:DataDirectory={settings.DataDirectory}"],
                "/healthz/ready",
                core: "0"
            );
            await Task.Delay(TimeSpan.FromSeconds(2));
            using var client = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromMinutes(20) };
            client.DefaultRequestHeaders.Authorization = new("Bearer", BenchmarkData.Token);
            var idle = server.ResidentMegabytes();
            var cpu = server.ProcessorTime();
            var clock = Stopwatch.StartNew();
            var bytes = await work(client);
            var seconds = clock.Elapsed.TotalSeconds;
            Figure.Print(
                $"{name}_rows_per_second",
                rows / seconds,
                "rows/s",
                new
                {
                    rows,
                    bytes,
                    cpuMicrosecondsPerRow = Math.Round((server.ProcessorTime() - cpu).TotalMicroseconds / rows),
                    peakMegabytes = Math.Round(server.PeakMegabytes()),
                    idleMegabytes = Math.Round(idle),
                }
            );
        }
    }

    /// <summary>Sends the file; the bytes of the report, which must tell of every row as expected.</summary>
    static async Task<long> ImportAsync(HttpClient client, string path, string file, int rows, string expected = "new")
    {
        await using var content = File.OpenRead(file);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative))
        {
            Content = new StreamContent(content),
        };
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var (bytes, end) = await ReadAsync(answer);
        var counts = end[end.LastIndexOf("\"counts\":", StringComparison.Ordinal)..];
        using var report = JsonDocument.Parse($"{{{counts}");
        var counted = report.RootElement.GetProperty("counts").GetProperty(expected).GetInt32();
        return counted == rows
            ? bytes
            : throw new InvalidOperationException($"{path}: {rows} rows should be {expected}: {counts}");
    }

    static async Task<long> ExportAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(
            new Uri(path, UriKind.Relative),
            HttpCompletionOption.ResponseHeadersRead
        );
        return (await ReadAsync(answer)).Bytes;
    }

    /// <summary>How long the body is, and its end; it is as long as a table, so it isn't kept.</summary>
    static async Task<(long Bytes, string End)> ReadAsync(HttpResponseMessage answer)
    {
        if (answer.StatusCode != HttpStatusCode.OK)
            throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());

        const int kept = 1_024;
        await using var body = await answer.Content.ReadAsStreamAsync();
        var buffer = new byte[256 * 1024];
        var (bytes, filled) = (0L, 0);
        while (await body.ReadAsync(buffer.AsMemory(filled)) is var read and > 0)
        {
            (bytes, filled) = (bytes + read, filled + read);
            if (filled < buffer.Length / 2)
                continue;
            buffer.AsSpan(filled - kept, kept).CopyTo(buffer);
            filled = kept;
        }

        return (bytes, Encoding.UTF8.GetString(buffer, 0, filled));
    }

    static readonly string[] header = ["Reference", "Name (Latin)", "Name (Kazakh)", "Birth date", "E-mail", "State"];

    static IEnumerable<string[]> Rows(string kind, int rows) =>
        Enumerable
            .Range(0, rows)
            .Select(n =>
                new[]
                {
                    $"{kind}-{n}",
                    $"Nurgul Abdrakhmanova {n}",
                    $"Нұргүл Әбдірахманова {n}",
                    new DateOnly(1970, 1, 1).AddDays(n % 14_000).ToString("O", CultureInfo.InvariantCulture),
                    $"{kind}{n}@example.org",
                    "submitted",
                }
            );

    static Task WriteCsvAsync(string file, int rows) =>
        File.WriteAllLinesAsync(file, Rows("csv", rows).Prepend(header).Select(cells => string.Join(',', cells)));

    static async Task WriteXlsxAsync(string file, int rows)
    {
        await using var stream = File.Create(file);
        await using var workbook = await Spreadsheet.CreateNewAsync(stream);
        await workbook.StartWorksheetAsync("Applications");
        foreach (var cells in Rows("xlsx", rows).Prepend(header))
            await workbook.AddRowAsync([.. cells.Select(cell => new DataCell(cell))]);
        await workbook.FinishAsync();
    }
}
