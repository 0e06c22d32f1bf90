using Enrollment.Accounts;
using Enrollment.Cohorts.Instructors;
using Enrollment.Data;
using Enrollment.Enrollments;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Assessments;

/// <summary>The marks of a whole cohort at once, as the table in which they are entered shows them.</summary>
[Requires(Permission.ReadMarks)]
public sealed record GetGradebook(Guid CohortId) : IQuery<Gradebook>, ICohortWork
{
    CohortPlace ICohortWork.Place => CohortPlace.OfCohort(CohortId);
}

/// <summary>Columns in the order of the scheme; rows by the trainees' numbers.</summary>
public sealed record Gradebook(
    Guid CohortId,
    Guid SchemeId,
    IReadOnlyList<GradebookColumn> Columns,
    IReadOnlyList<GradebookRow> Rows
);

/// <summary>One attempt at a component; the first one always has a column, a later one where somebody has it.</summary>
public sealed record GradebookColumn(Guid ComponentId, string Code, string Name, decimal MaximumMark, int Attempt)
{
    /// <param name="scheme">Whose components they are.</param>
    /// <param name="entered">The attempts that trainees have, in any order.</param>
    public static IReadOnlyList<GradebookColumn> Of(
        SchemeFields scheme,
        IEnumerable<(Guid ComponentId, int Attempt)> entered
    )
    {
        var most = entered
            .Where(mark => mark.Attempt > 1)
            .GroupBy(mark => mark.ComponentId)
            .ToDictionary(of => of.Key, of => of.Max(mark => mark.Attempt));
        return
        [
            .. scheme
                .Groups.SelectMany(group => group.Components)
                .SelectMany(c =>
                    Enumerable
                        .Range(1, most.GetValueOrDefault(c.Id, 1))
                        .Select(attempt => new GradebookColumn(c.Id, c.Code, c.Name, c.MaximumMark, attempt))
                ),
        ];
    }
}

/// <summary>The cells stand in the order of the columns; null where nothing was entered.</summary>
public sealed record GradebookRow
{
    public Guid EnrollmentId { get; init; }
    public int TraineeNumber { get; init; }
    public string PersonName { get; init; } = "";

    /// <summary>Of the enrollment: who withdrew, went over or was cancelled takes no marks.</summary>
    public EnrollmentState State { get; init; }
    public IReadOnlyList<GradebookCell?> Cells { get; init; } = [];
}

/// <summary>The value is null with Marked, too, where it is hidden from the caller until the second mark is in.</summary>
public sealed record GradebookCell(MarkState State, decimal? Value, int Version)
{
    /// <summary>Whether it awaits a second marker or a moderator.</summary>
    public bool Unconfirmed { get; init; }
}

sealed class GetGradebookHandler(Db db, RequestContext context) : IRequestHandler<GetGradebook, Result<Gradebook>>
{
    public async Task<Result<Gradebook>> Handle(GetGradebook request, CancellationToken cancellationToken)
    {
        var key = new { request.CohortId };
        var cohort = await db.FindAsync<MarkedScheme>(RecordMarksHandler.Cohort, key, cancellationToken);
        if (cohort is null)
            return Refusal.NotFound("cohort", request.CohortId);
        if (cohort.SchemeId is not { } schemeId)
            return AssessmentErrors.CohortWithoutScheme;

        var scheme = (await SchemeReader.LoadAsync(db, schemeId, cancellationToken))!;
        var marks = await CohortMarks.ReadAsync(db, request.CohortId, scheme, cancellationToken);
        var columns = GradebookColumn.Of(scheme, marks.Select(mark => (mark.ComponentId, mark.Attempt)));
        var places = columns
            .Index()
            .ToDictionary(column => (column.Item.ComponentId, column.Item.Attempt), column => column.Index);
        var rows = await db.ReadAsync(Trainees, key, row => Row(row, columns.Count), cancellationToken);
        var cells = rows.ToDictionary(row => row.EnrollmentId, row => (GradebookCell?[])row.Cells);
        foreach (var mark in marks)
        {
            // A trainee who came between two of the statements is in the next answer.
            if (cells.TryGetValue(mark.EnrollmentId, out var row))
                row[places[(mark.ComponentId, mark.Attempt)]] = Cell(mark);
        }

        return new Gradebook(request.CohortId, schemeId, columns, rows);
    }

    static GradebookRow Row(IRow row, int columns) =>
        new()
        {
            EnrollmentId = row.Id(0),
            TraineeNumber = row.Number(1),
            PersonName = row.Text(2),
            State = row.Member<EnrollmentState>(3),
            Cells = new GradebookCell?[columns],
        };

    GradebookCell Cell(MarkRow mark) =>
        new(mark.State, mark.IsHiddenFrom(context.Caller) ? null : mark.Value, mark.Version)
        {
            Unconfirmed = mark.IsUnconfirmed,
        };

    internal static readonly Sql Trainees = new(
        """
        SELECT e.Id AS EnrollmentId, e.TraineeNumber, n.FullName AS PersonName, e.State
        FROM Enrollments e
        JOIN PersonNames n ON n.PersonId = e.PersonId AND n.Position = 0
        WHERE e.CohortId = @CohortId
        ORDER BY e.TraineeNumber, e.Id
        """
    );
}
