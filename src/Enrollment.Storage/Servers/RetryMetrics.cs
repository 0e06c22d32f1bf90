using System.Diagnostics.Metrics;
using Enrollment.Data;

namespace Enrollment.Storage.Servers;

/// <summary>
/// Counter <c>enrollment.database.retries</c>: commands that ran again, tagged with the engine and the fault
/// ("conflict", "uniqueviolation", "unreachable").
/// </summary>
static class RetryMetrics
{
    static readonly Meter meter = new("Enrollment");
    static readonly Counter<long> retries = meter.CreateCounter<long>(
        "enrollment.database.retries",
        description: "Commands that lost a race or their connection and ran again."
    );

    internal static void Count(string engine, DatabaseFault fault) =>
        retries.Add(
            1,
            new KeyValuePair<string, object?>("engine", engine),
#pragma warning disable CA1308 // A tag, not a comparison.
            new KeyValuePair<string, object?>("fault", fault.ToString().ToLowerInvariant())
#pragma warning restore CA1308
        );
}
