using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Enrollment.Tests.Testing;

/// <summary>The faults that the counter of retries was told of by what this test runs, and no other.</summary>
sealed class Retries : IDisposable
{
    static readonly AsyncLocal<Retries?> current = new();

    readonly MeterListener listener = new();
    readonly ConcurrentQueue<string> faults = new();

    internal Retries()
    {
        current.Value = this;
        listener.InstrumentPublished = (instrument, its) =>
        {
            if (instrument.Name == "enrollment.database.retries")
                its.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>(
            (_, count, tags, _) =>
            {
                if (current.Value != this)
                    return;
                foreach (var tag in tags)
                {
                    if (tag.Key == "fault")
                        faults.Enqueue($"{count} {tag.Value}");
                }
            }
        );
        listener.Start();
    }

    internal IReadOnlyList<string> Faults => [.. faults];

    public void Dispose() => listener.Dispose();
}
