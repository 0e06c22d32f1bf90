using Enrollment.Certificates;
using Enrollment.Cohorts;
using Enrollment.Cohorts.Instructors;
using Enrollment.Enrollments;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Enrollment.Web.Api;

/// <summary>Cohorts: what they are, who teaches them, who is in them, their certificates.</summary>
static class CohortEndpoints
{
    internal static void MapCohorts(this RouteGroupBuilder api)
    {
        var cohorts = api.MapGroup("/cohorts").WithTags("Cohorts");
        cohorts.MapPost("/", CreateAsync).WithSummary("Create a cohort");
        cohorts.MapGet("/", ListAsync).WithSummary("List cohorts");
        cohorts.MapGet("/{id:guid}", GetAsync).WithSummary("Read a cohort");
        cohorts
            .MapGet("/{id:guid}/instructors", GetInstructorsAsync)
            .WithSummary("Read who teaches and marks a cohort")
            .WithDescription("'openToAll' tells that nobody is assigned, so that every instructor has the cohort.");
        cohorts
            .MapPut("/{id:guid}/instructors", SetInstructorsAsync)
            .WithSummary("Say who teaches and marks a cohort")
            .WithDescription(
                "The ids of their accounts, with names; the ETag is the cohort's. As soon as one is assigned, other "
                    + "instructors are refused its marks, attendance and results."
            )
            .DemandsIfMatch();
        cohorts
            .MapPut("/{id:guid}", UpdateAsync)
            .WithSummary("Change a cohort")
            .WithDescription("Takes every field as it shall be; null takes the scheme or the round away.")
            .DemandsIfMatch();
        cohorts
            .MapGet("/{id:guid}/enrollments", ListEnrollmentsAsync)
            .WithSummary("List a cohort's trainees")
            .WithDescription(
                "'search' holds the beginnings of words of a name, in any script, or of an e-mail address, or a trainee's number."
            );
        cohorts.MapGet("/{id:guid}/certificates", ListCertificatesAsync).WithSummary("List a cohort's certificates");
        cohorts
            .MapPost("/{id:guid}/issue", IssueAsync)
            .WithSummary("Issue the certificates of everybody who passed")
            .WithDescription("Each row ends issued or with its own reason. Repeating it issues what is missing.");
    }

    static Task<Results<Made<CohortView>, ProblemHttpResult>> CreateAsync(
        NewCohort body,
        IMediator mediator,
        CancellationToken token
    ) =>
        mediator.MakeAsync(
            new CreateCohort(body.CenterId, body.CourseVersionId, body),
            c => ($"/api/v1/cohorts/{c.Id}", c.Version),
            token
        );

    static Task<Results<Listed<CohortView>, ProblemHttpResult>> ListAsync(
        [AsParameters] Paging paging,
        Guid? centerId,
        Guid? courseId,
        string? code,
        bool? open,
        IMediator mediator,
        CancellationToken token
    ) =>
        mediator.ListAsync(
            paging,
            (after, size) => new ListCohorts(centerId, courseId, code, open, after, size),
            token
        );

    static Task<Results<Read<CohortView>, ProblemHttpResult>> GetAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new GetCohort(id), c => c.Version, token);

    static async Task<Results<Read<CohortView>, ProblemHttpResult>> UpdateAsync(
        Guid id,
        CohortChange body,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Demand(request);
        return problem ?? await mediator.ReadAsync(new UpdateCohort(id, version, body.Fields()), c => c.Version, token);
    }

    static Task<Results<Read<CohortInstructors>, ProblemHttpResult>> GetInstructorsAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new GetInstructors(id), c => c.Version, token);

    static async Task<Results<Read<CohortInstructors>, ProblemHttpResult>> SetInstructorsAsync(
        Guid id,
        InstructorList body,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Demand(request);
        return problem
            ?? await mediator.ReadAsync(new SetInstructors(id, version, body.Instructors), c => c.Version, token);
    }

    static Task<Results<Listed<EnrollmentView>, ProblemHttpResult>> ListEnrollmentsAsync(
        Guid id,
        [AsParameters] Paging paging,
        Wire<EnrollmentState>? state,
        string? search,
        IMediator mediator,
        CancellationToken token
    ) =>
        mediator.ListAsync(
            paging,
            (after, size) => new ListEnrollments(id, state?.Value, after, size) { Search = search },
            token
        );

    static Task<Results<Listed<CertificateView>, ProblemHttpResult>> ListCertificatesAsync(
        Guid id,
        [AsParameters] Paging paging,
        Wire<CertificateState>? state,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ListAsync(paging, (after, size) => new ListCertificates(id, state?.Value, null, after, size), token);

    static async Task<Results<Read<IssueReport>, ProblemHttpResult>> IssueAsync(
        Guid id,
        IMediator mediator,
        CertificateIssuing issuing,
        CancellationToken token
    )
    {
        var issuable = await mediator.Send(new ListIssuable(id), token);
        if (issuable.Refusal is { } refusal)
            return refusal.ToProblem();

        var issued = await issuing.IssueAsync(issuable.Value, token);
        return issued.Refusal is { } failure
            ? failure.ToProblem()
            : new Read<IssueReport>(new IssueReport(issued.Value), null);
    }
}

/// <summary>A cohort to be created.</summary>
public sealed record NewCohort : CohortFields
{
    public required Guid CenterId { get; init; }
    public required Guid CourseVersionId { get; init; }
}

/// <summary>The instructors of a cohort, up to 100; nobody: it is open to every instructor.</summary>
public sealed record InstructorList
{
    public required IReadOnlyList<CohortInstructor> Instructors { get; init; }
}

/// <summary>What became of each row of a bulk issue.</summary>
public sealed record IssueReport(IReadOnlyList<CertificateRow> Rows)
{
    public int Issued => Rows.Count(row => row.Problem is null);
    public int Refused => Rows.Count(row => row.Problem is not null);
}
