namespace Enrollment.Cohorts.Instructors;

/// <summary>
/// A request about the teaching of one cohort: its trainees, marks, results, attendance and deadlines. An instructor may
/// send it for cohorts that are theirs (rule 17); <see cref="CohortWorkBehavior{TRequest,TResponse}"/> sees to it.
/// </summary>
public interface ICohortWork
{
    /// <summary>What the request is about.</summary>
    CohortPlace Place { get; }
}

/// <summary>By what a request names the cohort that it is about.</summary>
public readonly record struct CohortPlace
{
    CohortPlace(CohortPlaceKind kind, Guid id) => (Kind, Id) = (kind, id);

    internal CohortPlaceKind Kind { get; }
    internal Guid Id { get; }

    public static CohortPlace OfCohort(Guid id) => new(CohortPlaceKind.Cohort, id);

    /// <summary>The cohort of a trainee's record.</summary>
    public static CohortPlace OfEnrollment(Guid id) => new(CohortPlaceKind.Enrollment, id);

    public static CohortPlace OfSession(Guid id) => new(CohortPlaceKind.Session, id);

    /// <summary>Every cohort that a board meeting was given or has decided on.</summary>
    public static CohortPlace OfMeeting(Guid id) => new(CohortPlaceKind.Meeting, id);
}

enum CohortPlaceKind
{
    Cohort,
    Enrollment,
    Session,
    Meeting,
}
