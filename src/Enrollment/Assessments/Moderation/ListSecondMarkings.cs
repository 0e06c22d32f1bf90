using Enrollment.Accounts;
using Enrollment.Cohorts.Instructors;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Assessments.Moderation;

/// <summary>
/// The second markings of a cohort, a page of trainees at a time: <paramref name="State"/> leaves only those in it. What
/// awaits the second mark shows the first value to nobody but who entered it.
/// </summary>
[Requires(Permission.ReadMarks)]
public sealed record ListSecondMarkings(Guid CohortId, SecondMarkingState? State, Guid? After, int Size)
    : IQuery<Page<TraineeSecondMarkings>>,
        ICohortWork
{
    CohortPlace ICohortWork.Place => CohortPlace.OfCohort(CohortId);
}

/// <summary>The second marking of one mark.</summary>
[Requires(Permission.ReadMarks)]
public sealed record GetSecondMarking(Guid EnrollmentId, Guid ComponentId, int Attempt)
    : IQuery<SecondMarkingView>,
        ICohortWork
{
    CohortPlace ICohortWork.Place => CohortPlace.OfEnrollment(EnrollmentId);
}

public sealed record TraineeSecondMarkings
{
    public Guid EnrollmentId { get; init; }
    public string PersonName { get; init; } = "";
    public IReadOnlyList<SecondMarkingView> Marks { get; init; } = [];
}

sealed class GetSecondMarkingHandler(Db db, RequestContext context)
    : IRequestHandler<GetSecondMarking, Result<SecondMarkingView>>
{
    public async Task<Result<SecondMarkingView>> Handle(GetSecondMarking request, CancellationToken cancellationToken)
    {
        var mark = await SecondMarkingRow.FindAsync(
            db,
            request.EnrollmentId,
            request.ComponentId,
            request.Attempt,
            cancellationToken
        );
        return mark is { IsSecondMarked: true }
            ? mark.View(context.Caller)
            : Refusal.NotFound("second_marking", request.ComponentId);
    }
}

sealed class ListSecondMarkingsHandler(Db db, RequestContext context)
    : IRequestHandler<ListSecondMarkings, Result<Page<TraineeSecondMarkings>>>
{
    public async Task<Result<Page<TraineeSecondMarkings>>> Handle(
        ListSecondMarkings request,
        CancellationToken cancellationToken
    )
    {
        var state = request.State?.ToString();
        var page = await db.PageAsync<TraineeSecondMarkings>(
            Trainees,
            new
            {
                request.CohortId,
                State = state,
                After = request.After ?? Guid.Empty,
            },
            request.Size,
            row => row.EnrollmentId,
            cancellationToken
        );
        if (page.Items.Count == 0)
            return page;

        var range = new
        {
            request.CohortId,
            State = state,
            First = page.Items[0].EnrollmentId,
            Last = page.Items[^1].EnrollmentId,
        };
        var rows = (await db.QueryAsync<SecondMarkingRow>(OfTrainees, range, cancellationToken)).ToLookup(m =>
            m.EnrollmentId
        );
        return page with
        {
            Items =
            [
                .. page.Items.Select(trainee =>
                    trainee with
                    {
                        Marks = [.. rows[trainee.EnrollmentId].Select(m => m.View(context.Caller))],
                    }
                ),
            ],
        };
    }

    internal static readonly Sql Trainees = new(
        """
        SELECT e.Id AS EnrollmentId, n.FullName AS PersonName
        FROM Enrollments e
        JOIN PersonNames n ON n.PersonId = e.PersonId AND n.Position = 0
        WHERE e.CohortId = @CohortId AND e.Id > @After
          AND EXISTS (
              SELECT 1
              FROM Marks m
              JOIN SchemeComponents c ON c.Id = m.ComponentId
              LEFT JOIN SecondMarkings s
                  ON s.EnrollmentId = m.EnrollmentId AND s.ComponentId = m.ComponentId AND s.Attempt = m.Attempt
              WHERE m.EnrollmentId = e.Id AND m.State = 'Marked'
                AND (s.State IS NOT NULL OR c.SecondMarking = 'All')
                AND (@State IS NULL OR COALESCE(s.State, 'Pending') = @State))
        ORDER BY e.Id
        """
    )
    {
        Paged = true,
    };

    internal static readonly Sql OfTrainees = new(
        """
        SELECT m.EnrollmentId, m.ComponentId, m.Attempt, m.State, m.Value, m.SubmittedOn, m.EnteredBy, m.Version,
               c.Code AS ComponentCode, c.MaximumMark, c.Tolerance, c.SecondMarking, e.State AS EnrollmentState,
               s.State AS Confirmation, s.SampleId, s.FirstValue, s.FirstMarker, s.SecondValue, s.SecondMarker,
               s.SecondMarkedAt, s.ModeratedValue, s.Moderator, s.ModeratedAt, s.Reason,
               COALESCE(s.Version, 0) AS MarkingVersion
        FROM Enrollments e
        JOIN Marks m ON m.EnrollmentId = e.Id
        JOIN SchemeComponents c ON c.Id = m.ComponentId
        LEFT JOIN SecondMarkings s
            ON s.EnrollmentId = m.EnrollmentId AND s.ComponentId = m.ComponentId AND s.Attempt = m.Attempt
        WHERE e.CohortId = @CohortId AND e.Id >= @First AND e.Id <= @Last AND m.State = 'Marked'
          AND (s.State IS NOT NULL OR c.SecondMarking = 'All')
          AND (@State IS NULL OR COALESCE(s.State, 'Pending') = @State)
        ORDER BY m.EnrollmentId, c.GroupCode, c.Position, m.Attempt
        """
    );
}
