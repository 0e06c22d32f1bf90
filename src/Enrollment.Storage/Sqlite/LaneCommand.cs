using System.Data.Common;

namespace Enrollment.Storage.Sqlite;

/// <summary>A command that waits for the lane, then for the commit that holds it.</summary>
abstract class LaneCommand
{
    /// <summary>True, with its caller told, when the command was canceled before it began.</summary>
    internal abstract bool EndIfCanceled();

    /// <summary>Runs the command in its savepoint and keeps its outcome or exception. Throws nothing.</summary>
    internal abstract void Execute(LaneConnection connection);

    /// <summary>What the command threw.</summary>
    internal abstract Exception? Exception { get; }

    /// <summary>Hands the outcome, or the exception, to the caller.</summary>
    internal abstract void Complete();

    /// <summary>Whatever the outcome was: nothing was written.</summary>
    internal abstract void Fail(Exception reason);
}

sealed class LaneCommand<T>(
    Func<DbConnection, DbTransaction?, Task<T>> body,
    Func<T, bool> keep,
    CancellationToken token
) : LaneCommand
{
    // The lane's thread must not run its callers' code.
    readonly TaskCompletionSource<T> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // The caller's AsyncLocals, such as its current activity, hold inside the body too.
    readonly ExecutionContext? context = ExecutionContext.Capture();
    T? outcome;
    Exception? exception;

    internal override Exception? Exception => exception;

    internal Task<T> Task => completion.Task;

    internal override bool EndIfCanceled() => token.IsCancellationRequested && completion.TrySetCanceled(token);

    internal override void Execute(LaneConnection connection)
    {
        if (context is null)
            Run(connection);
        else
            ExecutionContext.Run(context, static state => Run(state!), (this, connection));
    }

    static void Run(object state)
    {
        var (command, connection) = ((LaneCommand<T>, LaneConnection))state;
        command.Run(connection);
    }

    void Run(LaneConnection connection)
    {
        try
        {
            outcome = connection.RunInSavepoint(body, keep);
        }
        catch (Exception thrown)
        {
            exception = thrown;
        }
    }

    internal override void Complete()
    {
        if (exception is OperationCanceledException && token.IsCancellationRequested)
            completion.SetCanceled(token);
        else if (exception is not null)
            completion.SetException(exception);
        else
            completion.SetResult(outcome!);
    }

    internal override void Fail(Exception reason) => completion.SetException(reason);
}
