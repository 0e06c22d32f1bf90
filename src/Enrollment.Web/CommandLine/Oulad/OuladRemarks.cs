using Enrollment.Enrollments;

namespace Enrollment.Web.CommandLine.Oulad;

/// <summary>Counts what is imported by a convention, so that the summary tells of it.</summary>
static class OuladRemarks
{
    internal static void Count(Presentation presentation, ImportCounts counts)
    {
        var trainees = presentation.Trainees.Values;
        counts.Remark(
            "blank registration dates: enrolled on the start date",
            trainees.Count(t => t.Registration!.Registered is null)
        );
        counts.Remark(
            "withdrawn without a date: ended with the cohort",
            trainees.Count(t => t.State == EnrollmentState.Withdrawn && t.Registration!.Unregistered is null)
        );
        counts.Remark(
            "unregistered, yet with another result than Withdrawn: the result stands",
            trainees.Count(t => t.State == EnrollmentState.Active && t.Registration!.Unregistered is not null)
        );
        counts.Remark("banked marks: no day of submission", presentation.Scores.Count(s => s.IsBanked));
        counts.Remark(
            "marks submitted after unregistration",
            presentation.Scores.Count(s =>
                !s.IsBanked && s.SubmittedOn > presentation.Trainees[s.Student].Registration!.Unregistered
            )
        );
    }
}
