namespace Enrollment.Certificates.Batches;

public enum IssueBatchState
{
    /// <summary>Worked on, or about to be.</summary>
    Running,

    /// <summary>Held by somebody; what is in hand is finished.</summary>
    Paused,

    /// <summary>Ended by somebody before its end; what was issued stays issued.</summary>
    Cancelled,

    /// <summary>Each row is issued or has its reason.</summary>
    Done,
}

public enum IssueBatchVerb
{
    Pause,
    Resume,
    Cancel,
}

public enum IssueRowState
{
    Waiting,
    Issued,

    /// <summary>It has its reason.</summary>
    Refused,

    /// <summary>The batch was cancelled before its turn.</summary>
    Cancelled,
}

/// <summary>The one table of a batch's transitions.</summary>
public static class IssueBatchTransitions
{
    public static (IReadOnlyList<IssueBatchState> From, IssueBatchState To) Of(IssueBatchVerb verb) =>
        verb switch
        {
            IssueBatchVerb.Pause => ([IssueBatchState.Running], IssueBatchState.Paused),
            IssueBatchVerb.Resume => ([IssueBatchState.Paused], IssueBatchState.Running),
            IssueBatchVerb.Cancel => ([IssueBatchState.Running, IssueBatchState.Paused], IssueBatchState.Cancelled),
            _ => throw new ArgumentOutOfRangeException(nameof(verb), verb, null),
        };
}
