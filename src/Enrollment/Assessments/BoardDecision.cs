namespace Enrollment.Assessments;

/// <summary>What an assessment board can decide (rule 20).</summary>
public enum BoardDecision
{
    Pass,
    Merit,
    Distinction,
    Fail,

    /// <summary>The trainee may try again; the enrollment goes on.</summary>
    Resit,

    /// <summary>The board decides at a later meeting.</summary>
    Defer,
}

public static class BoardDecisionFacts
{
    /// <summary>Whether it leads to an award.</summary>
    public static bool IsPass(this BoardDecision decision) =>
        decision is BoardDecision.Pass or BoardDecision.Merit or BoardDecision.Distinction;

    /// <summary>Whether it ends the enrollment.</summary>
    public static bool IsFinal(this BoardDecision decision) => decision.IsPass() || decision == BoardDecision.Fail;

    /// <summary>
    /// Whether it departs from what was computed, so that the board must say why. Letting a trainee resit or deciding
    /// later doesn't depart from a result that is incomplete.
    /// </summary>
    public static bool DepartsFrom(this BoardDecision decision, Outcome computed) =>
        computed == Outcome.Incomplete
            ? decision.IsFinal()
            : !string.Equals(decision.ToString(), computed.ToString(), StringComparison.Ordinal);

    /// <summary>
    /// Whether another outcome is computed by now than the one that the decision was made on, and the decision doesn't say
    /// it either. One without a computed outcome was brought in from elsewhere and follows no computation.
    /// </summary>
    public static bool IsContradicted(this BoardDecision decision, Outcome? decidedOn, Outcome? present) =>
        decidedOn is { } seen && present is { } outcome && outcome != seen && decision != AsComputed(outcome);

    /// <summary>The decision that follows the computed outcome; null where the outcome is incomplete.</summary>
    public static BoardDecision? AsComputed(Outcome computed) =>
        computed switch
        {
            Outcome.Pass => BoardDecision.Pass,
            Outcome.Merit => BoardDecision.Merit,
            Outcome.Distinction => BoardDecision.Distinction,
            Outcome.Fail => BoardDecision.Fail,
            _ => null,
        };
}
