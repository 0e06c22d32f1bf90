using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Enrollment.Tests.Web.Jobs;

/// <summary>Keeps what is logged, a line each with its level.</summary>
sealed class LogLines : ILoggerProvider, ILogger
{
    readonly ConcurrentQueue<(LogLevel Level, string Text)> lines = new();

    internal IReadOnlyList<(LogLevel Level, string Text)> From(LogLevel least) =>
        [.. lines.Where(line => line.Level >= least)];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    ) => lines.Enqueue((logLevel, formatter(state, exception)));

    public void Dispose() { }
}
