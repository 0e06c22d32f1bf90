using System.Data.Common;
using Enrollment.Storage.Data;
using Enrollment.Storage.Migrations;

namespace Enrollment.Storage.Servers;

/// <summary>A database on a server, its properties checked whenever it is opened.</summary>
abstract class ServerTarget : MigrationTarget
{
    /// <summary>What each property must be: a query with one row and value, what it must answer, and the way out.</summary>
    private protected abstract IReadOnlyList<Demand> Demands { get; }

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
                demand.Check(connection);
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

    static void Reach(DbConnection connection)
    {
        try
        {
            connection.Open();
        }
        catch (Exception failure) when (failure is DbException or InvalidOperationException or ArgumentException)
        {
            var cause = failure.InnerException is { } inner ? $"{failure.Message} {inner.Message}" : failure.Message;
            throw new DatabaseSetupException(
                $"The database isn't reached (server '{connection.DataSource}', database '{connection.Database}'): "
                    + $"{cause.ReplaceLineEndings(" ")} Check Enrollment:Database:ConnectionString and that the server runs.",
                failure
            );
        }
    }

    /// <param name="Query">Answers one value.</param>
    /// <param name="Holds">Whether the program can live with it.</param>
    /// <param name="Message">What is wrong and the way out; {0} is the value.</param>
    private protected sealed record Demand(string Query, Predicate<string> Holds, string Message)
    {
        internal void Check(DbConnection connection)
        {
            var value = connection.Text(Query);
            if (!Holds(value))
                throw new DatabaseSetupException(Message.Replace("{0}", value, StringComparison.Ordinal));
        }
    }
}
