using Enrollment.Enrollments;

namespace Enrollment.Messages;

/// <summary>The one table of which change of a trainee's record the trainee is written about, and what.</summary>
static class EnrollmentMessages
{
    /// <summary>Null: nothing, since it is a step within the center.</summary>
    internal static MessageKind? Of(EnrollmentVerb verb) =>
        verb switch
        {
            EnrollmentVerb.Withdraw => MessageKind.EnrollmentWithdrawn,
            EnrollmentVerb.Cancel => MessageKind.EnrollmentCancelled,
            EnrollmentVerb.Reinstate => MessageKind.EnrollmentReinstated,
            EnrollmentVerb.Suspend or EnrollmentVerb.Resume => null,
            _ => throw new ArgumentOutOfRangeException(nameof(verb), verb, null),
        };
}
