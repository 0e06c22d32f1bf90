using System.Data.Common;

namespace Enrollment.Data;

/// <summary>
/// Runs a command's statements so that they take effect all together or not at all. The task completes only after
/// what it wrote is durable.
/// </summary>
public interface IUnitOfWork
{
    /// <param name="body">
    /// The statements, on the connection and transaction handed to it. It may run more than once: where it lost a race
    /// against another command, all that it wrote is undone and it runs again from its start.
    /// </param>
    /// <param name="keep">Whether the outcome is a success: only then anything is committed.</param>
    /// <param name="token">Cancels the command, of which nothing stays then, until its commit begins.</param>
    /// <exception cref="DatabaseUnavailableException">Nothing was written, unless its code says otherwise.</exception>
    Task<T> RunAsync<T>(Func<DbConnection, DbTransaction?, Task<T>> body, Func<T, bool> keep, CancellationToken token);
}
