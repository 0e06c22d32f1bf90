using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Enrollment.Storage.Data;
using Microsoft.Data.Sqlite;

namespace Enrollment.Storage.Sqlite;

/// <summary>
/// A command that takes its prepared statements from its connection's cache when it is executed and gives them back when
/// it is disposed. It also sends every value in the form that the database keeps: Dapper doesn't ask the type handlers
/// about the items of a list (IN @ids), and the client library has forms of its own (upper-case ids).
/// </summary>
sealed class CachedCommand : DbCommand
{
    readonly EnrollmentConnection connection;

    // Holds text and parameters; executed itself when the cache has no command of its text.
    readonly SqliteCommand draft;
    SqliteCommand? running;

    internal CachedCommand(EnrollmentConnection connection)
    {
        this.connection = connection;
        draft = new SqliteCommand { CommandTimeout = connection.DefaultTimeout };
    }

    [AllowNull]
    public override string CommandText
    {
        get => draft.CommandText;
        set => draft.CommandText = value;
    }

    public override int CommandTimeout
    {
        get => draft.CommandTimeout;
        set => draft.CommandTimeout = value;
    }

    public override CommandType CommandType
    {
        get => draft.CommandType;
        set => draft.CommandType = value;
    }

    public override bool DesignTimeVisible { get; set; }

    public override UpdateRowSource UpdatedRowSource { get; set; }

    protected override DbConnection? DbConnection
    {
        get => connection;
        set => throw new NotSupportedException("This command belongs to its connection.");
    }

    protected override DbParameterCollection DbParameterCollection => draft.Parameters;

    protected override DbTransaction? DbTransaction { get; set; }

    // As SQLite's client has it: nothing can be canceled.
    public override void Cancel() => draft.Cancel();

    public override int ExecuteNonQuery()
    {
        connection.Demand();
        if (running is null && connection.Statements.Writing(draft.CommandText) is { } statement)
        {
            foreach (SqliteParameter parameter in draft.Parameters)
                parameter.Value = Form(parameter.Value);
            if (statement.TryExecute(draft.Parameters, out var changed))
                return changed;
        }

        return Ready().ExecuteNonQuery();
    }

    public override object? ExecuteScalar() => Ready().ExecuteScalar();

    // Preparing is what the cache is for.
    public override void Prepare() { }

    protected override DbParameter CreateDbParameter() => draft.CreateParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => Ready().ExecuteReader(behavior);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            if (running is not null)
                connection.Statements.Return(running);
            if (running != draft)
                draft.Dispose();
            running = null;
        }

        base.Dispose(disposing);
    }

    SqliteCommand Ready()
    {
        connection.Demand();
        if (running is null)
        {
            running = connection.Statements.Take(draft.CommandText) ?? draft;
            running.Connection = connection;
            running.CommandTimeout = draft.CommandTimeout;
        }

        if (running != draft)
            running.Parameters.Clear();
        foreach (SqliteParameter parameter in draft.Parameters)
        {
            parameter.Value = Form(parameter.Value);
            if (running != draft)
                running.Parameters.Add(parameter);
        }

        return running;
    }

    static object? Form(object? value) =>
        value switch
        {
            Guid id => SqliteForm.Of(id),
            DateTimeOffset instant => SqliteForm.Of(InstantHandler.Stored(instant)),
            DateOnly date => SqliteForm.Of(date),
            decimal number => HundredthsHandler.Hundredths(number),
            _ => value,
        };
}
