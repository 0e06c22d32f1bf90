using Enrollment.Accounts;
using Enrollment.Cohorts.Instructors;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Enrollments;

[Requires(Permission.ReadOwnRecord)]
public sealed record GetEnrollment(Guid Id) : IQuery<EnrollmentView>, ICohortWork
{
    CohortPlace ICohortWork.Place => CohortPlace.OfEnrollment(Id);
}

/// <summary>The enrollments of a cohort, in the order of their creation.</summary>
[Requires(Permission.ReadPeople)]
public sealed record ListEnrollments(Guid CohortId, EnrollmentState? State, Guid? After, int Size)
    : IQuery<Page<EnrollmentView>>,
        ICohortWork
{
    CohortPlace ICohortWork.Place => CohortPlace.OfCohort(CohortId);
}

/// <summary>A trainee's record in a cohort.</summary>
public sealed record EnrollmentView
{
    public Guid Id { get; init; }
    public Guid PersonId { get; init; }
    public string PersonName { get; init; } = "";
    public Guid CohortId { get; init; }

    /// <summary>Within the cohort, from 1 on.</summary>
    public int TraineeNumber { get; init; }
    public Guid? ApplicationId { get; init; }
    public EnrollmentState State { get; init; }
    public DateOnly EnrolledOn { get; init; }
    public DateOnly? EndedOn { get; init; }
    public string? EndReason { get; init; }
    public string? EndRequestedBy { get; init; }

    /// <summary>The trainee's record in the cohort to which a transfer led.</summary>
    public Guid? TransferredToId { get; init; }

    /// <summary>0 to the trainee, who changes nothing here.</summary>
    public int Version { get; init; }
}

sealed class GetEnrollmentHandler(Db db, RequestContext context)
    : IRequestHandler<GetEnrollment, Result<EnrollmentView>>
{
    public async Task<Result<EnrollmentView>> Handle(GetEnrollment request, CancellationToken cancellationToken)
    {
        var view = await db.FindAsync<EnrollmentView>(ById, new { request.Id }, cancellationToken);
        if (view is null)
            return Refusal.NotFound("enrollment", request.Id);

        if (!context.Caller.MayActFor(view.PersonId))
            return AccountErrors.NotYours;

        if (context.Caller.May(Permission.ReadMarks))
            return view;

        // The state tells the board's decision, of which a trainee sees what was released (rule 18). Nor does the version
        // tell that there is a newer one: it is 0 to every trainee.
        return view with
        {
            State = Decided(view.State)
                ? await ReleasedStateAsync(view.Id, cancellationToken) ?? EnrollmentState.Active
                : view.State,
            Version = 0,
        };
    }

    async Task<EnrollmentState?> ReleasedStateAsync(Guid id, CancellationToken token)
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

    internal static readonly Sql ById = new(
        """
        SELECT e.Id, e.PersonId, n.FullName AS PersonName, e.CohortId, e.TraineeNumber, e.ApplicationId, e.State,
               e.EnrolledOn, e.EndedOn, e.EndReason, e.EndRequestedBy, e.TransferredToId, e.Version
        FROM Enrollments e
        JOIN PersonNames n ON n.PersonId = e.PersonId AND n.Position = 0
        WHERE e.Id = @Id
        """
    );
}

sealed class ListEnrollmentsHandler(Db db) : IRequestHandler<ListEnrollments, Result<Page<EnrollmentView>>>
{
    public async Task<Result<Page<EnrollmentView>>> Handle(
        ListEnrollments request,
        CancellationToken cancellationToken
    ) =>
        await db.PageAsync<EnrollmentView>(
            Page,
            new
            {
                request.CohortId,
                State = request.State?.ToString(),
                After = request.After ?? Guid.Empty,
            },
            request.Size,
            row => row.Id,
            cancellationToken
        );

    internal static readonly Sql Page = new(
        """
        SELECT e.Id, e.PersonId, n.FullName AS PersonName, e.CohortId, e.TraineeNumber, e.ApplicationId, e.State,
               e.EnrolledOn, e.EndedOn, e.EndReason, e.EndRequestedBy, e.TransferredToId, e.Version
        FROM Enrollments e
        JOIN PersonNames n ON n.PersonId = e.PersonId AND n.Position = 0
        WHERE e.CohortId = @CohortId AND e.Id > @After AND (@State IS NULL OR e.State = @State)
        ORDER BY e.Id
        """
    )
    {
        Paged = true,
    };
}
