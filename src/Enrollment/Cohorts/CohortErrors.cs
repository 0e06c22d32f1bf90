using Enrollment.Pipeline;

namespace Enrollment.Cohorts;

public static class CohortErrors
{
    public static Refusal CodeTaken(string resource, string code) =>
        Refusal.Conflict(
            $"{resource}_code_taken",
            $"There is a {resource} with the code '{code}' already. Choose another code."
        );

    public static Refusal CapacityBelowHeld(int held, int taken) =>
        Refusal.Rule(
            "capacity_below_held",
            $"{held} seats are held by offers and enrollments and {taken} places are taken. "
                + "Set capacity and overbooking to at least that."
        );

    public static Refusal SchemeOfOtherCourse { get; } =
        Refusal.Rule(
            "scheme_of_other_course",
            "The scheme belongs to another course version.",
            new FieldProblem("schemeId", "scheme_of_other_course", "Name a scheme of the cohort's course version.")
        );

    public static Refusal SchemeInUse { get; } =
        Refusal.Conflict("scheme_in_use", "Marks were entered by the cohort's scheme; it can't be exchanged any more.");

    /// <summary>Rule 7: a seat goes to the head of the waiting list, never to a newcomer.</summary>
    public static Refusal OthersWait(int waiting) =>
        Refusal.Conflict(
            "waiting_list_first",
            $"{waiting} applications wait for a seat in this cohort; its seats go to them in their order. "
                + "Put the applicant on the waiting list."
        );

    public static Refusal RoundOfOtherCenter { get; } =
        Refusal.Rule(
            "round_of_other_center",
            "The admission round belongs to another center.",
            new FieldProblem("roundId", "round_of_other_center", "Name a round of the cohort's center.")
        );

    public static Refusal CohortFull { get; } =
        Refusal.Conflict(
            "cohort_full",
            "Every place of this cohort is taken. Put the applicant on the waiting list or raise the capacity."
        );

    public static Refusal RequirementsInForce { get; } =
        Refusal.Conflict(
            "requirements_in_force",
            "A cohort has opened on these requirements, so they can't change any more. Add a version to the course."
        );

    public static Refusal PrerequisiteUnknown(string code, int index) =>
        Refusal.Rule(
            "prerequisite_unknown",
            $"There is no course with the code '{code}'.",
            new FieldProblem($"prerequisites[{index}]", "prerequisite_unknown", "Give the code of a course.")
        );

    public static Refusal PrerequisiteOfItself(int index) =>
        Refusal.Rule(
            "prerequisite_of_itself",
            "A course can't demand its own award.",
            new FieldProblem($"prerequisites[{index}]", "prerequisite_of_itself", "Leave the course itself out.")
        );
}
