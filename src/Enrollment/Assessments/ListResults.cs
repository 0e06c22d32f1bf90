using Enrollment.Accounts;
using Enrollment.Assessments.Moderation;
using Enrollment.Cohorts.Instructors;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Assessments;

/// <summary>The computed results of a cohort with the board's latest decision beside each.</summary>
[Requires(Permission.ReadMarks)]
public sealed record ListResults(Guid CohortId, Outcome? Outcome, Guid? After, int Size)
    : IQuery<Page<ResultView>>,
        ICohortWork
{
    CohortPlace ICohortWork.Place => CohortPlace.OfCohort(CohortId);
}

public sealed record ResultView
{
    public Guid EnrollmentId { get; init; }
    public string PersonName { get; init; } = "";
    public Outcome Outcome { get; init; }

    /// <summary>Percentage, rounded by the scheme.</summary>
    public decimal? Mark { get; init; }

    /// <summary>Percentage before rounding, cut to six decimals.</summary>
    public decimal? Unrounded { get; init; }

    /// <summary>What decided, as codes with figures; <see cref="GetExplanation"/> says it in words.</summary>
    public IReadOnlyList<ResultReason> Reasons { get; init; } = [];
    public DateTimeOffset ComputedAt { get; init; }

    /// <summary>The board's latest decision; null where none was made.</summary>
    public BoardDecision? Decision { get; init; }
}

sealed class ListResultsHandler(Db db, RequestContext context) : IRequestHandler<ListResults, Result<Page<ResultView>>>
{
    public async Task<Result<Page<ResultView>>> Handle(ListResults request, CancellationToken cancellationToken)
    {
        var page = await db.PageAsync<ResultRow>(
            Page,
            new
            {
                request.CohortId,
                Outcome = request.Outcome?.ToString(),
                Blind = UnconfirmedMarks.Blind(context.Caller),
                After = request.After ?? Guid.Empty,
            },
            request.Size,
            row => row.EnrollmentId,
            cancellationToken
        );
        return new Page<ResultView>([.. page.Items.Select(row => row.View())], page.NextCursor);
    }

    internal record ResultRow
    {
        public Guid EnrollmentId { get; init; }
        public string PersonName { get; init; } = "";
        public Outcome Outcome { get; init; }
        public decimal? Mark { get; init; }
        public long? UnroundedMillionths { get; init; }
        public string Reasons { get; init; } = "[]";
        public DateTimeOffset ComputedAt { get; init; }
        public BoardDecision? Decision { get; init; }

        /// <summary>How many of the marks are to be confirmed, whatever they were when this was computed.</summary>
        public int Unconfirmed { get; init; }

        /// <summary>How many a sample may draw yet whose values the reader mustn't know then.</summary>
        public int Drawable { get; init; }

        internal ResultView View()
        {
            var view = new ResultView
            {
                EnrollmentId = EnrollmentId,
                PersonName = PersonName,
                Outcome = Outcome,
                Mark = Mark,
                Unrounded = UnroundedMillionths / 1_000_000m,
                Reasons = ResultJson.ReadReasons(Reasons),
                ComputedAt = ComputedAt,
                Decision = Decision,
            };
            // What was computed before a sample drew the mark would tell the second marker of it.
            return Drawable == 0 && (Unconfirmed == 0 || Outcome == Outcome.Incomplete)
                ? view
                : view with
                {
                    Outcome = Outcome.Incomplete,
                    Mark = null,
                    Unrounded = null,
                    Reasons = [new ResultReason(ReasonCode.Unconfirmed)],
                };
        }
    }

    internal static readonly Sql Page = new(
        $"""
        SELECT r.EnrollmentId, n.FullName AS PersonName, r.Outcome, r.Mark, r.UnroundedMillionths, r.Reasons,
               r.ComputedAt, d.Decision, ({UnconfirmedMarks.Count}) AS Unconfirmed,
               ({UnconfirmedMarks.Drawable}) AS Drawable
        FROM Enrollments e
        JOIN Results r ON r.EnrollmentId = e.Id
        JOIN PersonNames n ON n.PersonId = e.PersonId AND n.Position = 0
        LEFT JOIN BoardDecisions d
            ON d.EnrollmentId = e.Id
            AND d.Sequence = (SELECT MAX(l.Sequence) FROM BoardDecisions l WHERE l.EnrollmentId = e.Id)
        WHERE e.CohortId = @CohortId AND e.Id > @After
          AND (@Outcome IS NULL
               OR CASE WHEN ({UnconfirmedMarks.Count}) > 0 OR ({UnconfirmedMarks.Drawable}) > 0
                       THEN 'Incomplete' ELSE r.Outcome END = @Outcome)
        ORDER BY e.Id
        """
    )
    {
        Paged = true,
    };
}
