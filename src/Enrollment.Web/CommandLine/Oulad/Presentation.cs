using Enrollment.Enrollments;

namespace Enrollment.Web.CommandLine.Oulad;

/// <summary>
/// A presentation with what hangs on it. Days count from its start, which the data set doesn't name: it only says that
/// J presentations start in October and B presentations in February, so the first of the month is taken.
/// </summary>
sealed class Presentation(CourseRow course)
{
    internal PresentationKey Key => course.Key;
    internal CourseRow Course => course;
    internal List<AssessmentRow> Assessments { get; } = [];
    internal Dictionary<int, Trainee> Trainees { get; } = [];
    internal List<ScoreRow> Scores { get; } = [];

    /// <summary>Why the whole presentation is left out; null where it isn't.</summary>
    internal string? Refused { get; set; }

    internal DateOnly StartsOn { get; } =
        new(
            int.Parse(course.Key.Presentation.AsSpan(0, 4), System.Globalization.CultureInfo.InvariantCulture),
            course.Key.Presentation[^1] == 'J' ? 10 : 2,
            1
        );

    internal DateOnly EndsOn => StartsOn.AddDays(course.Days);
}

/// <summary>A registration with its recorded result.</summary>
sealed class Trainee(InfoRow info)
{
    internal InfoRow Info => info;
    internal RegistrationRow? Registration { get; set; }

    /// <summary>
    /// Withdrawn is what the university recorded as such; who unregistered before the start never started. A date of
    /// unregistration beside another result changes nothing: the result stands.
    /// </summary>
    internal EnrollmentState State =>
        info.Result != FinalResult.Withdrawn ? EnrollmentState.Active
        : Registration!.Unregistered < 0 ? EnrollmentState.Cancelled
        : EnrollmentState.Withdrawn;

    internal DateOnly EnrolledOn(DateOnly start) =>
        start.AddDays(Registration!.Registered ?? Math.Min(0, Registration.Unregistered ?? 0));

    internal DateOnly? EndedOn(Presentation presentation) =>
        State == EnrollmentState.Active ? null
        : Registration!.Unregistered is { } day ? presentation.StartsOn.AddDays(day)
        : presentation.EndsOn;
}
