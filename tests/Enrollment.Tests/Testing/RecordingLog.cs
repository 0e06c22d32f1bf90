using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Enrollment.Tests.Testing;

/// <summary>A log that a test reads.</summary>
sealed class RecordingLog<T> : ILogger<T>
{
    internal ConcurrentQueue<string> Messages { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    ) => Messages.Enqueue(formatter(state, exception));
}
