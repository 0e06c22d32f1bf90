using Enrollment.Accounts;
using Enrollment.Assessments.Moderation;
using Enrollment.Cohorts.Instructors;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Assessments.Statistics;

/// <summary>How a cohort's marks and results are spread, per component and for the whole.</summary>
[Requires(Permission.ReadMarks)]
public sealed record GetStatistics(Guid CohortId) : IQuery<CohortStatistics>, ICohortWork
{
    CohortPlace ICohortWork.Place => CohortPlace.OfCohort(CohortId);
}

/// <summary>Of the trainees who weren't withdrawn, cancelled or transferred.</summary>
public sealed record CohortStatistics
{
    public required Guid CohortId { get; init; }
    public required int Trainees { get; init; }

    /// <summary>Computed results before rounding, in percent.</summary>
    public required Distribution Results { get; init; }

    /// <summary>Their number by computed outcome, those without a result as NotComputed.</summary>
    public required IReadOnlyDictionary<string, int> Outcomes { get; init; }
    public required IReadOnlyList<ComponentStatistics> Components { get; init; }
}

sealed class GetStatisticsHandler(Db db, RequestContext context)
    : IRequestHandler<GetStatistics, Result<CohortStatistics>>
{
    public async Task<Result<CohortStatistics>> Handle(GetStatistics request, CancellationToken cancellationToken)
    {
        var key = new { request.CohortId, Blind = UnconfirmedMarks.Blind(context.Caller) };
        var cohort = await db.FindAsync<MarkedScheme>(RecordMarksHandler.Cohort, key, cancellationToken);
        if (cohort is null)
            return Refusal.NotFound("cohort", request.CohortId);
        if (cohort.SchemeId is not { } schemeId)
            return AssessmentErrors.CohortWithoutScheme;

        var scheme = (await SchemeReader.LoadAsync(db, schemeId, cancellationToken))!;
        var trainees = await db.QueryAsync<TraineeRow>(Trainees, key, cancellationToken);
        var marks = await CohortMarks.OfAsync(db, request.CohortId, scheme, context.Caller, cancellationToken);
        var markers = (await db.QueryAsync<MarkerRow>(Markers, key, cancellationToken)).ToDictionary(
            m => (m.EnrollmentId, m.ComponentId, m.Attempt),
            m => m.EnteredBy
        );
        var results = trainees
            .Where(t => t.UnroundedMillionths is not null)
            .ToDictionary(t => t.Id, t => t.UnroundedMillionths!.Value / 1_000_000m);
        return new CohortStatistics
        {
            CohortId = request.CohortId,
            Trainees = trainees.Count,
            Results = Distribution.Of(results.Values),
            Outcomes = Counted(trainees.Select(t => t.Outcome?.ToString() ?? "NotComputed")),
            Components = [.. scheme.Groups.SelectMany(group => group.Components).Select(Of)],
        };

        ComponentStatistics Of(SchemeComponent component)
        {
            var first = new List<FirstMark>();
            var unmarked = new List<string>();
            foreach (var trainee in trainees)
            {
                var attempts = marks[trainee.Id]
                    .Marks.Where(m => m.ComponentId == component.Id)
                    .OrderBy(m => m.Attempt)
                    .ToList();
                if (attempts.Find(m => m is { State: MarkState.Marked, Unconfirmed: false }) is not { } mark)
                {
                    unmarked.Add(Why(attempts));
                    continue;
                }

                // Only a place that was emptied between the two statements has no marker.
                if (markers.TryGetValue((trainee.Id, component.Id, mark.Attempt), out var marker))
                    first.Add(new FirstMark(trainee.Id, mark.Value!.Value * 100 / component.MaximumMark, marker));
            }

            return ComponentStatistics.Of(component, first, Counted(unmarked), results);
        }
    }

    static string Why(List<Mark> attempts) =>
        attempts switch
        {
            [] => "Missing",
            [.., { Unconfirmed: true }] => "Unconfirmed",
            [.., var last] => last.State.ToString(),
        };

    static SortedDictionary<string, int> Counted(IEnumerable<string> names)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in names)
            counts[name] = counts.GetValueOrDefault(name) + 1;
        return counts;
    }

    sealed record TraineeRow
    {
        public Guid Id { get; init; }
        public Outcome? Outcome { get; init; }
        public long? UnroundedMillionths { get; init; }
    }

    sealed record MarkerRow
    {
        public Guid EnrollmentId { get; init; }
        public Guid ComponentId { get; init; }
        public int Attempt { get; init; }
        public string EnteredBy { get; init; } = "";
    }

    internal static readonly Sql Trainees = new(
        $"""
        SELECT e.Id,
               CASE WHEN r.Outcome IS NOT NULL AND (({UnconfirmedMarks.Count}) > 0 OR ({UnconfirmedMarks.Drawable}) > 0)
                    THEN 'Incomplete' ELSE r.Outcome END AS Outcome,
               CASE WHEN ({UnconfirmedMarks.Count}) > 0 OR ({UnconfirmedMarks.Drawable}) > 0 THEN NULL ELSE r.UnroundedMillionths END AS UnroundedMillionths
        FROM Enrollments e
        LEFT JOIN Results r ON r.EnrollmentId = e.Id
        WHERE e.CohortId = @CohortId AND e.State IN ('Active', 'Suspended', 'Completed', 'Failed')
        ORDER BY e.Id
        """
    );

    internal static readonly Sql Markers = new(
        """
        SELECT m.EnrollmentId, m.ComponentId, m.Attempt, m.EnteredBy
        FROM Enrollments e
        JOIN Marks m ON m.EnrollmentId = e.Id
        WHERE e.CohortId = @CohortId
        """
    );
}
