namespace Enrollment.Web.Tables;

/// <summary>A cell to be written: text, a number, a day, an instant, or nothing.</summary>
readonly record struct OutCell
{
    internal string? Text { get; private init; }
    internal decimal? Number { get; private init; }
    internal DateOnly? Day { get; private init; }
    internal DateTimeOffset? Instant { get; private init; }

    internal static OutCell Of(string? text) => new() { Text = text };

    internal static OutCell Of(decimal? number) => new() { Number = number };

    internal static OutCell Of(DateOnly? day) => new() { Day = day };

    internal static OutCell Of(DateTimeOffset? instant) => new() { Instant = instant };
}

/// <summary>A table while it is written: each page goes out before the next one is read.</summary>
interface ITableWriter : IAsyncDisposable
{
    Task WriteAsync(IReadOnlyList<OutCell[]> rows, CancellationToken token);

    /// <summary>Completes the file; without it a reader notices that the end is missing, if the format lets it.</summary>
    Task FinishAsync(CancellationToken token);
}
