using Enrollment.Accounts;
using Enrollment.Admissions.Selection;
using Enrollment.Data;

namespace Enrollment.Enrollments;

/// <summary>What a caller sees of trainees' records.</summary>
static class EnrollmentSight
{
    internal static async Task<IReadOnlyList<EnrollmentView>> ShowAsync(
        Db db,
        Caller caller,
        IReadOnlyList<EnrollmentView> records,
        CancellationToken token
    )
    {
        if (!caller.May(Permission.ReadMarks))
        {
            var own = new List<EnrollmentView>(records.Count);
            foreach (var record in records)
                own.Add(await ForTraineeAsync(db, record, token));
            return own;
        }

        // By the application, whoever scores without knowing the applicants would find out whose it is.
        var hidden = new HashSet<Guid>();
        foreach (var cohortId in records.Select(record => record.CohortId).Distinct())
        {
            if (await Veil.HidesAsync(db, caller, cohortId, token))
                hidden.Add(cohortId);
        }

        return hidden.Count == 0
            ? records
            :
            [
                .. records.Select(record =>
                    hidden.Contains(record.CohortId) ? record with { ApplicationId = null } : record
                ),
            ];
    }

    /// <summary>
    /// The state tells the board's decision, of which a trainee sees what was released (rule 18). Nor does the version
    /// tell that there is a newer one: it is 0 to every trainee.
    /// </summary>
    static async Task<EnrollmentView> ForTraineeAsync(Db db, EnrollmentView record, CancellationToken token) =>
        record with
        {
            State = Decided(record.State)
                ? await ReleasedStateAsync(db, record.Id, token) ?? EnrollmentState.Active
                : record.State,
            Version = 0,
        };

    static async Task<EnrollmentState?> ReleasedStateAsync(Db db, Guid id, CancellationToken token)
    {
        var released = await db.FindAsync<ReleasedRow>(ReleasedState, new { Id = id }, token);
        return released is not null && Decided(released.State) ? released.State : null;
    }

    static bool Decided(EnrollmentState state) => state is EnrollmentState.Completed or EnrollmentState.Failed;

    sealed record ReleasedRow
    {
        public EnrollmentState State { get; init; }
    }

    internal static readonly Sql ReleasedState = new("SELECT State FROM ReleasedResults WHERE EnrollmentId = @Id");
}
