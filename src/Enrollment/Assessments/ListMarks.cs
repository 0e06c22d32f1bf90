using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Assessments;

/// <summary>The marks of a cohort, a page of trainees at a time, undisclosed ones included.</summary>
[Requires(Permission.ReadMarks)]
public sealed record ListMarks(Guid CohortId, Guid? After, int Size) : IQuery<Page<TraineeMarks>>;

/// <summary>A trainee's marks; what isn't there was never entered.</summary>
public sealed record TraineeMarks
{
    public Guid EnrollmentId { get; init; }

    /// <summary>Within the cohort, from 1 on.</summary>
    public int TraineeNumber { get; init; }
    public string PersonName { get; init; } = "";
    public IReadOnlyList<MarkView> Marks { get; init; } = [];
}

public sealed record MarkView
{
    public Guid ComponentId { get; init; }
    public string ComponentCode { get; init; } = "";
    public int Attempt { get; init; }
    public MarkState State { get; init; }
    public decimal? Value { get; init; }
    public DateOnly? SubmittedOn { get; init; }

    /// <summary>When it was entered or last changed.</summary>
    public DateTimeOffset EnteredAt { get; init; }
    public DateTimeOffset? ReleasedAt { get; init; }
    public int Version { get; init; }
}

sealed class ListMarksHandler(Db db) : IRequestHandler<ListMarks, Result<Page<TraineeMarks>>>
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
                        Marks = [.. marks[trainee.EnrollmentId].Select(m => m.View())],
                    }
                ),
            ],
        };
    }

    internal sealed record MarkOfTrainee
    {
        public Guid EnrollmentId { get; init; }
        public Guid ComponentId { get; init; }
        public string ComponentCode { get; init; } = "";
        public int Attempt { get; init; }
        public MarkState State { get; init; }
        public decimal? Value { get; init; }
        public DateOnly? SubmittedOn { get; init; }
        public DateTimeOffset EnteredAt { get; init; }
        public DateTimeOffset? ReleasedAt { get; init; }
        public int Version { get; init; }

        internal MarkView View() =>
            new()
            {
                ComponentId = ComponentId,
                ComponentCode = ComponentCode,
                Attempt = Attempt,
                State = State,
                Value = Value,
                SubmittedOn = SubmittedOn,
                EnteredAt = EnteredAt,
                ReleasedAt = ReleasedAt,
                Version = Version,
            };
    }

    internal static readonly Sql Trainees = new(
        """
        SELECT e.Id AS EnrollmentId, e.TraineeNumber, n.FullName AS PersonName
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
               m.EnteredAt, m.ReleasedAt, m.Version
        FROM Enrollments e
        JOIN Marks m ON m.EnrollmentId = e.Id
        JOIN SchemeComponents c ON c.Id = m.ComponentId
        WHERE e.CohortId = @CohortId AND e.Id >= @First AND e.Id <= @Last
        ORDER BY m.EnrollmentId, c.GroupCode, c.Position, m.Attempt
        """
    );
}
