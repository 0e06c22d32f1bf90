using Enrollment.Pipeline;

namespace Enrollment.People;

public static class PersonErrors
{
    /// <summary>The code of a telephone number that no numbering plan allows.</summary>
    internal const string PhoneImpossible = "phone_impossible";

    public static Refusal BornInFuture { get; } =
        Refusal.Rule(
            "born_in_future",
            "The birth date lies in the future.",
            new FieldProblem("birthDate", "born_in_future", "Give a date that isn't after today.")
        );

    public static Refusal AwardedInFuture(int index) =>
        Refusal.Rule(
            "awarded_in_future",
            "A qualification has yet to be awarded. Declare those that were.",
            new FieldProblem(
                $"qualifications[{index}].year",
                "awarded_in_future",
                "Give a year that isn't after the present one."
            )
        );

    public static Refusal Merged(Guid id, Guid survivorId) =>
        Refusal.Conflict(
            "person_merged",
            $"The record '{id}' was merged into '{survivorId}'. Go on with that one, or undo the merge first."
        );

    public static Refusal NumberExists(NationalNumberKind kind) =>
        Refusal.Conflict(
            "national_number_exists",
            $"This person has a number of the kind {kind}. Read it and send its ETag in If-Match to change it."
        );

    public static Refusal NoSuchNumber(NationalNumberKind kind) =>
        new(
            RefusalKind.NotFound,
            "national_number_not_found",
            $"This person has no number of the kind {kind}. Enter it without If-Match, or check country and kind."
        );

    public static Refusal MatchDecided(MatchState state) =>
        Refusal.Conflict(
            "match_decided",
            $"This proposal is '{state.Wire()}'. Read it again; only an open one is decided."
        );

    public static Refusal NotMerged(Guid id) =>
        Refusal.Conflict(
            "not_merged",
            $"The record '{id}' isn't merged into another one, so there is nothing to undo."
        );

    public static Refusal MergeConflicts(IReadOnlyList<FieldProblem> conflicts) =>
        Refusal.Conflict(
            "merge_conflicts",
            "The survivor would have something twice that a person has once; each is named in 'problems'. Settle these first."
        ) with
        {
            Problems = conflicts,
        };

    public static FieldProblem BothApplied(string cohort) =>
        new(
            "applications",
            "both_applied",
            $"Both records have an application to the cohort {cohort}, and a person applies once. Withdraw that of the "
                + "record that is merged: it stays there then. Or merge in the other direction."
        );

    public static FieldProblem BothEnrolled(string cohort) =>
        new(
            "enrollments",
            "both_enrolled",
            $"Both records have an enrollment in the cohort {cohort}, and a person has one. Cancel or withdraw that of the "
                + "record that is merged: it stays there then. Or merge in the other direction."
        );

    public static FieldProblem BothAwarded(string course) =>
        new(
            "awards",
            "both_awarded",
            $"Both records have an award of the course {course}, and a person has one. These records can't be merged: revoke "
                + "the certificate that was issued by mistake, and dismiss the match with that as its reason."
        );

    public static Refusal NoneOfBoth { get; } =
        Refusal.Rule(
            "survivor_not_in_match",
            "The survivor is one of the two records of the match.",
            new FieldProblem("survivorId", "survivor_not_in_match", "Name the first or the second of the match.")
        );
}
