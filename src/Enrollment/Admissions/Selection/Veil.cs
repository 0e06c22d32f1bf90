using Enrollment.Accounts;
using Enrollment.Data;

namespace Enrollment.Admissions.Selection;

/// <summary>
/// Keeps the applicants of an anonymous selection from those who score and don't decide, wherever applications are read.
/// </summary>
static class Veil
{
    /// <summary>Whether there are applicants whom the caller mustn't know.</summary>
    internal static bool Covers(Caller caller) =>
        caller.May(Permission.ReviewApplications) && !caller.May(Permission.DecideApplications);

    /// <summary>Whether the applicants of the cohort are hidden from the caller.</summary>
    internal static async Task<bool> HidesAsync(Db db, Caller caller, Guid cohortId, CancellationToken token) =>
        Covers(caller) && await db.FindAsync<int>(CountAnonymous, new { CohortId = cohortId }, token) > 0;

    /// <summary>The applications with a number instead of the person where the person is hidden.</summary>
    internal static async Task<IReadOnlyList<ApplicationView>> DrawAsync(
        Db db,
        Caller caller,
        IReadOnlyList<ApplicationView> applications,
        CancellationToken token
    )
    {
        if (!Covers(caller))
            return applications;

        var hidden = new HashSet<Guid>();
        foreach (var cohortId in applications.Select(a => a.CohortId).Distinct())
        {
            if (await HidesAsync(db, caller, cohortId, token))
                hidden.Add(cohortId);
        }

        return [.. applications.Select(a => hidden.Contains(a.CohortId) ? Hidden(a) : a)];
    }

    static ApplicationView Hidden(ApplicationView application) =>
        application with
        {
            PersonId = Guid.Empty,
            PersonName = Pseudonym.Of(application.Id),
            Reason = null,
            Conditions = null,
            EligibilityWaiver = null,
            EnrollmentId = null,
        };

    internal static readonly Sql CountAnonymous = new(
        "SELECT COUNT(*) FROM SelectionSchemes WHERE CohortId = @CohortId AND Anonymous = 1"
    );
}
