namespace Enrollment.Enrollments;

public enum EnrollmentState
{
    Active,
    Suspended,
    Deferred,

    /// <summary>The board decided Pass, Merit or Distinction.</summary>
    Completed,
    Failed,
    Withdrawn,
    Transferred,

    /// <summary>Never started.</summary>
    Cancelled,
}

public enum EnrollmentVerb
{
    Suspend,
    Resume,
    Withdraw,

    /// <summary>Ends an enrollment that never started.</summary>
    Cancel,

    /// <summary>
    /// Takes an end back, if there is still a place and the trainee is in no other cohort of the course.
    /// </summary>
    Reinstate,
}

/// <summary>One row of the table of an enrollment's transitions by people; the board's decisions set the rest.</summary>
public sealed record EnrollmentTransition(
    EnrollmentVerb Verb,
    IReadOnlySet<EnrollmentState> From,
    EnrollmentState To,
    bool Ends
);

public static class EnrollmentTransitions
{
    public static IReadOnlyList<EnrollmentTransition> All { get; } =
    [
        Row(EnrollmentVerb.Suspend, EnrollmentState.Suspended, false, EnrollmentState.Active),
        Row(EnrollmentVerb.Resume, EnrollmentState.Active, false, EnrollmentState.Suspended),
        Row(
            EnrollmentVerb.Withdraw,
            EnrollmentState.Withdrawn,
            true,
            EnrollmentState.Active,
            EnrollmentState.Suspended
        ),
        Row(EnrollmentVerb.Cancel, EnrollmentState.Cancelled, true, EnrollmentState.Active),
        Row(
            EnrollmentVerb.Reinstate,
            EnrollmentState.Active,
            false,
            EnrollmentState.Withdrawn,
            EnrollmentState.Cancelled,
            EnrollmentState.Transferred
        ),
    ];

    public static EnrollmentTransition Of(EnrollmentVerb verb) => All.First(row => row.Verb == verb);

    /// <summary>1 where the enrollment takes one of the cohort's places.</summary>
    public static int PlacesTaken(this EnrollmentState state) =>
        state
            is EnrollmentState.Active
                or EnrollmentState.Suspended
                or EnrollmentState.Completed
                or EnrollmentState.Failed
            ? 1
            : 0;

    /// <summary>Whether the record has ended without a board's decision, so that it can be taken up again.</summary>
    public static bool CanGoOn(this EnrollmentState state) =>
        EnrollmentTransitions.Of(EnrollmentVerb.Reinstate).From.Contains(state);

    static EnrollmentTransition Row(
        EnrollmentVerb verb,
        EnrollmentState to,
        bool ends,
        params EnrollmentState[] from
    ) => new(verb, from.ToHashSet(), to, ends);
}
