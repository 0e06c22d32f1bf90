using System.Globalization;
using Enrollment.Pipeline;

namespace Enrollment.Assessments;

public static class AssessmentErrors
{
    public static Refusal SchemeAddedMeanwhile { get; } =
        Refusal.Conflict("scheme_added_meanwhile", "Another scheme was added at the same moment. Send it again.");

    public static Refusal SchemeFrozen { get; } =
        Refusal.Conflict(
            "scheme_frozen",
            "Marks were entered under this scheme, so it can't change any more. Create the next scheme of the course."
        );

    public static Refusal ComponentsInUse { get; } =
        Refusal.Conflict(
            "components_in_use",
            "Deadlines, extensions or claims of circumstances refer to this scheme's components. Lift the deadlines, or "
                + "create the next scheme of the course."
        );

    public static Refusal CohortWithoutScheme { get; } =
        Refusal.Rule(
            "cohort_without_scheme",
            "The cohort has no assessment scheme. Set its schemeId first.",
            new FieldProblem("schemeId", "cohort_without_scheme", "Set the cohort's schemeId first.")
        );

    public static Refusal MeetingSealed { get; } =
        Refusal.Conflict(
            "minutes_sealed",
            "The minutes of this meeting are sealed. Decide anew in another meeting, with minutes of its own."
        );

    public static Refusal MinutesNumberTaken(string number) =>
        Refusal.Conflict(
            "minutes_number_taken",
            $"The center has minutes with the number '{number}' already. Choose another number."
        );

    public static Refusal HeldInFuture { get; } =
        Refusal.Rule(
            "board_in_future",
            "A board meeting that has yet to be held can't have minutes.",
            new FieldProblem("heldOn", "board_in_future", "Give a date that isn't after today at the center.")
        );

    public static Refusal NothingDecided { get; } =
        Refusal.Rule("nothing_decided", "The meeting holds no decision. Record decisions before sealing its minutes.");

    public static Refusal NoResult(Guid enrollmentId) => Refusal.NotFound("result", enrollmentId);

    public static Refusal ChairMissing { get; } =
        Refusal.Rule(
            "chair_missing",
            "Nobody is entered as the chair. Enter who was there before sealing the minutes.",
            new FieldProblem("attendees", "chair_missing", "Enter one attendee with the role 'chair'.")
        );

    public static Refusal QuorumNotMet(int present, int quorum) =>
        Refusal.Rule(
            "quorum_not_met",
            $"Of those who decide {present} were there, and the quorum is {quorum}.",
            new FieldProblem("attendees", "quorum_not_met", "Enter everybody who was there, or correct the quorum.")
        );

    public static Refusal MinutesUnprintable(IReadOnlyList<FieldProblem> problems) =>
        Refusal.Rule(
            "unprintable_character",
            "No font has a character that the minutes would print. Correct the texts that 'problems' names.",
            [.. problems]
        );

    public static Refusal NoCohorts { get; } =
        Refusal.Rule(
            "no_cohorts",
            "The meeting has no cohorts, and so no agenda. Say which cohorts it decides on first.",
            new FieldProblem("cohortIds", "no_cohorts", "Name the cohorts that the meeting decides on.")
        );

    public static Refusal CohortOfOtherCenter(int index) =>
        Refusal.Rule(
            "other_center",
            "A board decides on the cohorts of its own center.",
            new FieldProblem($"cohortIds[{index}]", "other_center", "The meeting's center has no cohort with this id.")
        );

    public static Refusal CohortDecided { get; } =
        Refusal.Conflict(
            "cohort_decided",
            "The meeting has decided on trainees of a cohort that would leave its agenda. Take the decisions back first."
        );

    public static Refusal CohortNotOnAgenda(Guid cohortId) =>
        new(
            RefusalKind.NotFound,
            "cohort_not_on_agenda",
            $"The meeting has no cohort '{cohortId}'. Name one of its cohorts, or enter it."
        );

    public static Refusal TooManyAtOnce(int rows, int most) =>
        Refusal.Rule(
            "too_many_at_once",
            $"There are {rows} trainees to decide on and at most {most} at once. Name one cohort after another.",
            new FieldProblem("cohortId", "too_many_at_once", "Name one of the meeting's cohorts.")
        );

    public static Refusal DecisionSuperseded { get; } =
        Refusal.Conflict(
            "decision_superseded",
            "Another meeting has decided on the trainee since. The decision of this one is history."
        );

    internal static FieldProblem NothingComputed { get; } =
        new(
            "enrollmentId",
            "nothing_computed",
            "There is no result of this trainee. Compute the cohort's results first."
        );

    /// <summary>Names the first hundred trainees and tells how many there are.</summary>
    public static Refusal UndecidedLeft(IReadOnlyList<AgendaTrainee> undecided) =>
        Refusal.Rule(
            "undecided_left",
            $"{undecided.Count} trainee(s) of the meeting's cohorts would be left undecided. Decide on them, or confirm that "
                + $"with 'undecided': {undecided.Count}.",
            [
                .. undecided
                    .Take(100)
                    .Select(trainee => new FieldProblem(
                        "undecided",
                        "undecided_left",
                        $"Nothing is decided on trainee {trainee.TraineeNumber}, {trainee.PersonName}."
                    )),
            ]
        );

    public static Refusal MeetingHasDecisions { get; } =
        Refusal.Conflict(
            "meeting_has_decisions",
            "The meeting has decided on trainees, or reviews of certificates came of it. Take the decisions back, or seal its minutes."
        );

    internal static FieldProblem ResultChanged { get; } =
        new(
            "computedAt",
            "result_changed",
            "The result was computed anew since the board saw it. Look at the new one and decide again."
        );

    internal static FieldProblem MarkOutOfRange(string field, decimal most) =>
        new(
            field,
            "mark_out_of_range",
            string.Create(
                CultureInfo.InvariantCulture,
                $"The mark must lie between 0 and {most} with at most two decimals."
            )
        );

    const string Decided = "decided_by_board";

    /// <summary>Sealed minutes stand on the marks as they are.</summary>
    internal static FieldProblem DecidedByBoard(string minutes) =>
        new(
            "enrollmentId",
            Decided,
            $"The board has decided on this trainee in the sealed minutes {minutes}. An appeal that is upheld, or an "
                + "accepted claim of circumstances with a remedy, opens the record again until the next sealed decision."
        );

    /// <summary>The refusal of a command on one mark or extension for a problem that a list would tell of its entry.</summary>
    internal static Refusal Of(FieldProblem problem) =>
        string.Equals(problem.Code, Decided, StringComparison.Ordinal)
            ? Refusal.Conflict(problem.Code, problem.Message)
            : Refusal.Rule(problem.Code, problem.Message, problem);

    /// <summary>The mark that somebody else wrote meanwhile, as a list of marks tells it.</summary>
    internal static Refusal StaleMark(MarkAnswer there) =>
        Refusal.Stale("mark") with
        {
            Problems =
            [
                new FieldProblem(
                    "version",
                    "stale_version",
                    string.Create(CultureInfo.InvariantCulture, $"There is {Said(there)} now, version {there.Version}")
                        + (there.EnteredBy is { } by ? $", entered by {by}." : ".")
                ),
            ],
        };

    static string Said(MarkAnswer there) =>
        there.Version == 0 ? "no mark"
        : there.Value is { } value ? string.Create(CultureInfo.InvariantCulture, $"the mark {value:0.##}")
        : "a mark without a value that is told to you";

    /// <summary>Why a record takes no marks; null where it does.</summary>
    public static FieldProblem? RecordClosed(string state) =>
        state switch
        {
            "Cancelled" => new FieldProblem(
                "enrollmentId",
                "enrollment_cancelled",
                "This enrollment was cancelled: it never started."
            ),
            "Transferred" => new FieldProblem(
                "enrollmentId",
                "enrollment_transferred",
                "The trainee went over to another cohort: enter the mark there."
            ),
            "Withdrawn" => new FieldProblem(
                "enrollmentId",
                "enrollment_withdrawn",
                "The trainee has withdrawn: undo the withdrawal first."
            ),
            _ => null,
        };
}
