using Enrollment.Pipeline;

namespace Enrollment.Cohorts.Instructors;

public static class InstructorErrors
{
    /// <summary>Rule 17: marks are entered by an instructor of that cohort.</summary>
    public static Refusal NotYourCohort { get; } =
        new(
            RefusalKind.Forbidden,
            "not_your_cohort",
            "Other instructors are assigned to this cohort. Ask the registrar to assign you to it."
        );
}
