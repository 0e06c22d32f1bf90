using Enrollment.Accounts;
using Enrollment.Cohorts.Instructors;
using Enrollment.Data;
using Enrollment.Enrollments;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Assessments;

/// <summary>
/// The marks of a cohort, a page of trainees at a time, undisclosed ones included. Who may be a second marker sees no value
/// that awaits the second mark.
/// </summary>
[Requires(Permission.ReadMarks)]
public sealed record ListMarks(Guid CohortId, Guid? After, int Size) : IQuery<Page<TraineeMarks>>, ICohortWork
{
    CohortPlace ICohortWork.Place => CohortPlace.OfCohort(CohortId);
}

/// <summary>A trainee's marks; what isn't there was never entered.</summary>
public sealed record TraineeMarks
{
    public Guid EnrollmentId { get; init; }

    /// <summary>Within the cohort, from 1 on.</summary>
    public int TraineeNumber { get; init; }
    public string PersonName { get; init; } = "";

    /// <summary>Of the enrollment: who withdrew, went over or was cancelled takes no marks.</summary>
    public EnrollmentState State { get; init; }
    public IReadOnlyList<MarkView> Marks { get; init; } = [];
}

public sealed record MarkView
{
    public Guid ComponentId { get; init; }
    public string ComponentCode { get; init; } = "";
    public int Attempt { get; init; }
    public MarkState State { get; init; }

    /// <summary>Null with Marked where the value is hidden from the caller until the second mark is in.</summary>
    public decimal? Value { get; init; }
    public DateOnly? SubmittedOn { get; init; }

    /// <summary>When it was entered or last changed.</summary>
    public DateTimeOffset EnteredAt { get; init; }
    public DateTimeOffset? ReleasedAt { get; init; }

    /// <summary>Whether it awaits a second marker or a moderator.</summary>
    public bool Unconfirmed { get; init; }
    public int Version { get; init; }
}

sealed class ListMarksHandler(Db db, RequestContext context) : IRequestHandler<ListMarks, Result<Page<TraineeMarks>>>
{
    public async Task<Result<Page<TraineeMarks>>> Handle(ListMarks request, CancellationToken cancellationToken)
    {
        var page = await db.PageAsync<TraineeMarks>(
            Trainees,
            new { request.CohortId, After = request.After ?? Guid.Empty },
            request.Size,
            row => row.EnrollmentId,
            cancellationToken
        );
        if (page.Items.Count == 0)
            return page;

        var range = new
        {
            request.CohortId,
            First = page.Items[0].EnrollmentId,
            Last = page.Items[^1].EnrollmentId,
        };
        var marks = (await db.QueryAsync<MarkOfTrainee>(Marks, range, cancellationToken)).ToLookup(m => m.EnrollmentId);
        return page with
        {
            Items =
            [
                .. page.Items.Select(trainee =>
                    trainee with
                    {
                        Marks = [.. marks[trainee.EnrollmentId].Select(m => m.View(context.Caller))],
                    }
                ),
            ],
        };
    }

    internal sealed record MarkOfTrainee : MarkRow
    {
        public string ComponentCode { get; init; } = "";
        public DateTimeOffset EnteredAt { get; init; }

        internal MarkView View(Caller caller) =>
            new()
            {
                ComponentId = ComponentId,
                ComponentCode = ComponentCode,
                Attempt = Attempt,
                State = State,
                Value = IsHiddenFrom(caller) ? null : Value,
                SubmittedOn = SubmittedOn,
                EnteredAt = EnteredAt,
                ReleasedAt = ReleasedAt,
                Unconfirmed = IsUnconfirmed,
                Version = Version,
            };
    }

    internal static readonly Sql Trainees = new(
        """
        SELECT e.Id AS EnrollmentId, e.TraineeNumber, n.FullName AS PersonName, e.State
        FROM Enrollments e
        JOIN PersonNames n ON n.PersonId = e.PersonId AND n.Position = 0
        WHERE e.CohortId = @CohortId AND e.Id > @After
        ORDER BY e.Id
        """
    )
    {
        Paged = true,
    };

    internal static readonly Sql Marks = new(
        """
        SELECT m.EnrollmentId, m.ComponentId, c.Code AS ComponentCode, m.Attempt, m.State, m.Value, m.SubmittedOn,
               m.EnteredBy, m.EnteredAt, m.ReleasedAt, m.Version, c.SecondMarking, s.State AS Confirmation
        FROM Enrollments e
        JOIN Marks m ON m.EnrollmentId = e.Id
        JOIN SchemeComponents c ON c.Id = m.ComponentId
        LEFT JOIN SecondMarkings s
            ON s.EnrollmentId = m.EnrollmentId AND s.ComponentId = m.ComponentId AND s.Attempt = m.Attempt
        WHERE e.CohortId = @CohortId AND e.Id >= @First AND e.Id <= @Last
        ORDER BY m.EnrollmentId, c.GroupCode, c.Position, m.Attempt
        """
    );
}
