using Enrollment.Assessments.Appeals;
using Enrollment.Assessments.Circumstances;

namespace Enrollment.Messages;

/// <summary>The one table of which decision about a trainee's appeal or claim the trainee is written about, and what.</summary>
static class AssessmentMessages
{
    /// <summary>Null: nothing, since it decides nothing, or is the trainee's own step.</summary>
    internal static MessageKind? Of(AppealVerb verb) =>
        verb switch
        {
            AppealVerb.Uphold => MessageKind.AppealUpheld,
            AppealVerb.PartlyUphold => MessageKind.AppealPartlyUpheld,
            AppealVerb.Dismiss => MessageKind.AppealDismissed,
            AppealVerb.Review or AppealVerb.Withdraw => null,
            _ => throw new ArgumentOutOfRangeException(nameof(verb), verb, null),
        };

    /// <summary>Null: nothing, since it is the trainee's own step.</summary>
    internal static MessageKind? Of(ClaimVerb verb) =>
        verb switch
        {
            ClaimVerb.Accept => MessageKind.ClaimAccepted,
            ClaimVerb.Reject => MessageKind.ClaimRejected,
            ClaimVerb.Withdraw => null,
            _ => throw new ArgumentOutOfRangeException(nameof(verb), verb, null),
        };
}
