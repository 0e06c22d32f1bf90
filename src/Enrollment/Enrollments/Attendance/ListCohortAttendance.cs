using Enrollment.Accounts;
using Enrollment.Cohorts.Instructors;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Enrollments.Attendance;

/// <summary>The attendance of a cohort, a page of trainees at a time, with the share of each.</summary>
[Requires(Permission.ReadMarks)]
public sealed record ListCohortAttendance(Guid CohortId, Guid? After, int Size)
    : IQuery<Page<TraineeSessions>>,
        ICohortWork
{
    CohortPlace ICohortWork.Place => CohortPlace.OfCohort(CohortId);
}

/// <summary>A trainee's attendance in a cohort; what isn't there wasn't recorded.</summary>
public sealed record TraineeSessions
{
    public Guid EnrollmentId { get; init; }
    public string PersonName { get; init; } = "";
    public AttendanceShare Share { get; init; } = new();

    /// <summary>By session, those of cancelled ones included, which don't count.</summary>
    public IReadOnlyList<SessionAttended> Sessions { get; init; } = [];
}

/// <summary>What was recorded at one session.</summary>
public sealed record SessionAttended
{
    public Guid SessionId { get; init; }
    public AttendanceState State { get; init; }
    public int? MinutesLate { get; init; }
    public int Version { get; init; }
}

sealed class ListCohortAttendanceHandler(Db db, TimeProvider time)
    : IRequestHandler<ListCohortAttendance, Result<Page<TraineeSessions>>>
{
    public async Task<Result<Page<TraineeSessions>>> Handle(
        ListCohortAttendance request,
        CancellationToken cancellationToken
    )
    {
        var page = await db.PageAsync<TraineeSessions>(
            Trainees,
            new { request.CohortId, After = request.After ?? Guid.Empty },
            request.Size,
            row => row.EnrollmentId,
            cancellationToken
        );
        if (page.Items.Count == 0)
            return page;

        var (first, last) = (page.Items[0].EnrollmentId, page.Items[^1].EnrollmentId);
        var range = new
        {
            request.CohortId,
            First = first,
            Last = last,
        };
        var rows = await db.QueryAsync<RecordedRow>(Recorded, range, cancellationToken);
        var sessions = rows.ToLookup(row => row.EnrollmentId);
        var shares = await AttendanceShares.OfCohortAsync(
            db,
            request.CohortId,
            first,
            last,
            time.GetUtcNow(),
            cancellationToken
        );
        return page with
        {
            Items =
            [
                .. page.Items.Select(trainee =>
                    trainee with
                    {
                        Share = shares.GetValueOrDefault(trainee.EnrollmentId) ?? new AttendanceShare(),
                        Sessions = [.. sessions[trainee.EnrollmentId].Select(row => row.View())],
                    }
                ),
            ],
        };
    }

    sealed record RecordedRow
    {
        public Guid EnrollmentId { get; init; }
        public Guid SessionId { get; init; }
        public AttendanceState State { get; init; }
        public int? MinutesLate { get; init; }
        public int Version { get; init; }

        internal SessionAttended View() =>
            new()
            {
                SessionId = SessionId,
                State = State,
                MinutesLate = MinutesLate,
                Version = Version,
            };
    }

    internal static readonly Sql Trainees = new(
        """
        SELECT e.Id AS EnrollmentId, n.FullName AS PersonName
        FROM Enrollments e
        JOIN PersonNames n ON n.PersonId = e.PersonId AND n.Position = 0
        WHERE e.CohortId = @CohortId AND e.Id > @After
        ORDER BY e.Id
        """
    )
    {
        Paged = true,
    };

    internal static readonly Sql Recorded = new(
        """
        SELECT a.EnrollmentId, a.SessionId, a.State, a.MinutesLate, a.Version
        FROM Enrollments e
        JOIN Attendance a ON a.EnrollmentId = e.Id
        JOIN CohortSessions s ON s.Id = a.SessionId
        WHERE e.CohortId = @CohortId AND e.Id >= @First AND e.Id <= @Last
        ORDER BY a.EnrollmentId, s.StartsAt, s.Id
        """
    );
}
