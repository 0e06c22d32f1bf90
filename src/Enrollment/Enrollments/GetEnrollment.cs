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

/// <summary>A trainee's record in a cohort.</summary>
public sealed record EnrollmentView
{
    public Guid Id { get; init; }
    public Guid PersonId { get; init; }
    public string PersonName { get; init; } = "";
    public Guid CohortId { get; init; }

    /// <summary>Within the cohort, from 1 on.</summary>
    public int TraineeNumber { get; init; }

    /// <summary>Null where there is none, and to those from whom the applicants of the cohort are hidden.</summary>
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

    /// <summary>What every statement that reads records starts with.</summary>
    internal const string Select = """
        SELECT e.Id, e.PersonId, n.FullName AS PersonName, e.CohortId, e.TraineeNumber, e.ApplicationId, e.State,
               e.EnrolledOn, e.EndedOn, e.EndReason, e.EndRequestedBy, e.TransferredToId, e.Version
        FROM Enrollments e
        JOIN PersonNames n ON n.PersonId = e.PersonId AND n.Position = 0
        """;
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

        return (await EnrollmentSight.ShowAsync(db, context.Caller, [view], cancellationToken))[0];
    }

    internal static readonly Sql ById = new(
        $"""
        {EnrollmentView.Select}
        WHERE e.Id = @Id
        """
    );
}
