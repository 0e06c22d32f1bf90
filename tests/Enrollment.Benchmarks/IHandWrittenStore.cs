using System.Data.Common;
using System.Text.RegularExpressions;

namespace Enrollment.Benchmarks;

/// <summary>One engine as a hand-written server uses it.</summary>
interface IHandWrittenStore : IAsyncDisposable
{
    /// <summary>The task completes when what was written is durable.</summary>
    Task<T> WriteAsync<T>(Func<IHandWrittenSession, Task<T>> work);

    Task<T> ReadAsync<T>(Func<IHandWrittenSession, Task<T>> work);
}

/// <summary>A connection, in a transaction where it writes.</summary>
interface IHandWrittenSession
{
    Task<DbDataReader> QueryAsync(Statement statement, params (string Name, object? Value)[] values);

    Task<int> ExecuteAsync(Statement statement, params (string Name, object? Value)[] values);
}

/// <summary>A statement of the program, taken apart once.</summary>
sealed partial class Statement
{
    internal Statement(string text)
    {
        Text = text;
        Names = [.. Parameter().Matches(text).Select(m => m.Groups[1].Value).Distinct(StringComparer.Ordinal)];
        Numbered = Parameter().Replace(text, m => $"${Names.IndexOf(m.Groups[1].Value) + 1}");
    }

    internal string Text { get; }
    internal List<string> Names { get; }

    /// <summary>With $1, $2 and so on in place of names.</summary>
    internal string Numbered { get; }

    /// <summary>What the parameter is set to. One that was forgotten must not pass for NULL.</summary>
    internal static object? Value(string name, (string Name, object? Value)[] values)
    {
        var place = Array.FindIndex(values, v => v.Name == name);
        return place >= 0 ? values[place].Value : throw new InvalidOperationException($"Nothing is given for @{name}.");
    }

    [GeneratedRegex(@"@(\w+)")]
    private static partial Regex Parameter();
}
