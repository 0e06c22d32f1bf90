using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Enrollment.Insight;

namespace Enrollment.Web.CommandLine.Demo;

/// <summary>What a demo did: counts, rates, and every check with its answer.</summary>
sealed class DemoReport
{
    static readonly JsonSerializerOptions indented = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    readonly long started = Stopwatch.GetTimestamp();
    readonly Dictionary<string, long> counts = [];
    readonly Dictionary<string, double> rates = [];
    readonly List<DemoCheck> checks = [];
    readonly Dictionary<string, string> samples = [];
    IReadOnlyList<CohortAgreement> agreement = [];

    internal IReadOnlyList<DemoCheck> Failed => [.. checks.Where(check => !check.Ok)];

    internal void Count(string entity, long number) => counts[entity] = counts.GetValueOrDefault(entity) + number;

    /// <summary>How many a second, over the time that the work took.</summary>
    internal void Rate(string work, long number, TimeSpan took) =>
        rates[work] = Math.Round(number / Math.Max(took.TotalSeconds, 0.001), 1);

    /// <summary>A message as an applicant got it, one per language.</summary>
    internal void Sample(string language, string text) => samples[language] = text;

    internal void Agreement(IReadOnlyList<CohortAgreement> cohorts) => agreement = cohorts;

    /// <summary>Notes a check; a failed one makes the demo fail.</summary>
    internal void Check(string name, bool ok, string? detail = null) => checks.Add(new DemoCheck(name, ok, detail));

    /// <summary>Notes that a number is the expected one.</summary>
    internal void Expect(string name, long expected, long found) =>
        Check(name, expected == found, string.Create(CultureInfo.InvariantCulture, $"expected {expected}, is {found}"));

    internal async Task WriteAsync(string path, CancellationToken token)
    {
        var summary = new
        {
            Ok = Failed.Count == 0,
            ElapsedSeconds = Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 1),
            PeakMemoryMb = PeakMemory(),
            Counts = counts,
            PerSecond = rates,
            Agreement = agreement.Select(cohort => new
            {
                Cohort = cohort.CohortCode,
                cohort.Decided,
                cohort.SamePassOrFail,
                cohort.Rate,
            }),
            Messages = samples,
            Checks = checks,
        };
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(summary, indented), token);
    }

    internal void Print()
    {
        foreach (var (entity, number) in counts)
            Say($"{entity, -40}{number, 12:N0}");
        foreach (var (work, rate) in rates)
            Say($"{work + " per second", -40}{rate, 12:N0}");
        Say($"{"peak memory, MB", -40}{PeakMemory(), 12:N0}");
        Say($"{"elapsed, s", -40}{Stopwatch.GetElapsedTime(started).TotalSeconds, 12:N1}");
        ImportSummary.WriteAgreement(agreement);
        Say($"");
        foreach (var check in Failed)
            Say($"FAILED: {check.Name} ({check.Detail})");
        Say($"{checks.Count - Failed.Count} of {checks.Count} checks passed.");
    }

    static long PeakMemory()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / (1024 * 1024);
    }

    static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}

sealed record DemoCheck(string Name, bool Ok, string? Detail);
