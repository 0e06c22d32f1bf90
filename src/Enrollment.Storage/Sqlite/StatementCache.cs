using Microsoft.Data.Sqlite;

namespace Enrollment.Storage.Sqlite;

/// <summary>
/// One connection's commands by their text, with their statements prepared. A command is out of the cache while it is in
/// use, so a second one of the same text at the same time gets its own. Not safe for several threads, as its connection.
/// </summary>
sealed class StatementCache(SqliteConnection connection) : IDisposable
{
    // Lists of different length make different texts; beyond this many a command is used once.
    const int Limit = 256;

    readonly Dictionary<string, SqliteCommand> commands = new(StringComparer.Ordinal);

    // Null for a text that the client's command runs.
    readonly Dictionary<string, WritingStatement?> writing = new(StringComparer.Ordinal);

    internal SqliteCommand? Take(string text) => commands.Remove(text, out var command) ? command : null;

    internal WritingStatement? Writing(string text)
    {
        if (!writing.TryGetValue(text, out var statement) && writing.Count < Limit)
            writing.Add(text, statement = WritingStatement.Of(connection, text));
        return statement;
    }

    internal void Return(SqliteCommand command)
    {
        command.Parameters.Clear();
        if (commands.Count >= Limit || !commands.TryAdd(command.CommandText, command))
            command.Dispose();
    }

    /// <summary>Before the connection closes, which the client does with its own commands only.</summary>
    public void Dispose()
    {
        foreach (var statement in writing.Values)
            statement?.Dispose();
        writing.Clear();
    }
}
