using System.ComponentModel;
using System.Data.Common;
using Enrollment.Storage.Data;
using Enrollment.Storage.Migrations;

namespace Enrollment.Storage.Servers;

/// <summary>A database on a server, its properties checked whenever it is opened.</summary>
abstract class ServerTarget : MigrationTarget
{
    /// <summary>What each property must be: a query with one row and value, what it must answer, and the way out.</summary>
    internal abstract IReadOnlyList<Demand> Demands { get; }

    /// <summary>What to do about a connection that isn't made, in one sentence or more.</summary>
    private protected abstract string WayOut(Exception failure);

    private protected abstract DbConnection Connection();

    /// <summary>Takes the session's lock and answers whether it was free.</summary>
    private protected abstract string TakeLock { get; }

    internal override DbConnection Open()
    {
        var connection = Connection();
        try
        {
            Reach(connection);
            foreach (var demand in Demands)
                demand.Check(connection.Text(demand.Query));
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    internal override IDisposable? TryLock()
    {
        // The lock lives as long as the connection that took it, whatever becomes of the process.
        var connection = Open();
        try
        {
            if (connection.IsTrue(TakeLock))
                return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        connection.Dispose();
        return null;
    }

    void Reach(DbConnection connection)
    {
        try
        {
            connection.Open();
        }
        catch (Exception failure) when (failure is DbException or InvalidOperationException or ArgumentException)
        {
            // SQL Server's client library also brings an inner "Success".
            var cause = failure.InnerException is { } inner and not Win32Exception { NativeErrorCode: 0 }
                ? $"{failure.Message} {inner.Message}"
                : failure.Message;
            throw new DatabaseSetupException(
                $"The database isn't reached (server '{connection.DataSource}', database '{connection.Database}'): "
                    + $"{cause.ReplaceLineEndings(" ")} {WayOut(failure)}",
                failure
            );
        }
    }

    /// <param name="Query">Answers one value.</param>
    /// <param name="Holds">Whether the program can live with it.</param>
    /// <param name="Message">What is wrong and the way out; {0} is the value.</param>
    internal sealed record Demand(string Query, Predicate<string> Holds, string Message)
    {
        internal void Check(string value)
        {
            if (!Holds(value))
                throw new DatabaseSetupException(Message.Replace("{0}", value, StringComparison.Ordinal));
        }
    }
}
