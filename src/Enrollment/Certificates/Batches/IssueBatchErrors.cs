using Enrollment.Pipeline;

namespace Enrollment.Certificates.Batches;

/// <summary>Why a batch isn't begun or changed.</summary>
public static class IssueBatchErrors
{
    public static Refusal OpenAlready(Guid id) =>
        Refusal.Conflict(
            "batch_open_already",
            $"The batch {id} of this cohort hasn't ended. Resume it, or cancel it and begin another one."
        );

    public static Refusal WrongState(IssueBatchVerb verb, IssueBatchState state) =>
        Refusal.Conflict(
            "transition_not_allowed",
            $"'{verb.ToString().ToLowerInvariant()}' isn't possible while the batch is {state.ToString().ToLowerInvariant()}."
        );
}
