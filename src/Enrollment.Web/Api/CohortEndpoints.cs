using Enrollment.Admissions;
using Enrollment.Assessments;
using Enrollment.Assessments.Statistics;
using Enrollment.Certificates;
using Enrollment.Cohorts;
using Enrollment.Cohorts.Instructors;
using Enrollment.Enrollments;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Enrollment.Web.Api;

/// <summary>Cohorts, and what belongs to one: applications, trainees, marks, results, certificates.</summary>
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
            .MapGet("/{id:guid}/applications", ListApplicationsAsync)
            .WithSummary("List a cohort's applications")
            .WithDescription(
                "'search' holds the beginnings of words of a name, in any script, or of an e-mail address."
            );
        foreach (var row in ApplicationTransitions.All)
        {
            cohorts
                .MapPost(
                    $"/{{id:guid}}/applications/{ApiJson.Name(row.Verb)}",
                    (Guid id, ApplicationsToChange body, ApplicationChanging changing, CancellationToken token) =>
                        ChangeApplicationsAsync(id, row.Verb, body, changing, token)
                )
                .WithSummary($"Take up to 500 applications to {row.To}")
                .WithDescription(
                    $"Fields demanded: {row.Demands}; allowed: {row.Allows}. Each row is changed or answered with its reason, "
                        + "in a transaction of its own; the version of a row is optional."
                );
        }

        cohorts
            .MapGet("/{id:guid}/waiting-list", ListWaitingAsync)
            .WithSummary("Read a cohort's waiting list in order");
        cohorts
            .MapPost("/{id:guid}/waiting-list/promote", PromoteAsync)
            .WithSummary("Offer a cohort's free seats to the head of its waiting list")
            .WithDescription("The program does so by itself every few seconds; up to 100 offers at once.");
        cohorts
            .MapGet("/{id:guid}/enrollments", ListEnrollmentsAsync)
            .WithSummary("List a cohort's trainees")
            .WithDescription(
                "'search' holds the beginnings of words of a name, in any script, or of an e-mail address, or a trainee's number."
            );
        cohorts.MapGet("/{id:guid}/marks", ListMarksAsync).WithSummary("Read a cohort's marks");
        cohorts
            .MapPut("/{id:guid}/marks", RecordMarksAsync)
            .WithSummary("Enter up to 5,000 marks")
            .WithDescription(
                "Each mark carries the version that was read; what conflicts comes back, the rest is saved."
            )
            .WithMetadata(new BodyLimit(8 * 1024 * 1024));
        cohorts.MapGet("/{id:guid}/results", ListResultsAsync).WithSummary("List a cohort's computed results");
        cohorts
            .MapGet("/{id:guid}/gradebook", GetGradebookAsync)
            .WithSummary("Read the marks of a whole cohort at once")
            .WithDescription("A row per trainee, a column per component and attempt. Each cell has its version.");
        cohorts
            .MapGet("/{id:guid}/statistics", GetStatisticsAsync)
            .WithSummary("Read how a cohort's marks and results are spread")
            .WithDescription(
                "Per component: distribution, quartiles, facility, discrimination, and the markers compared."
            );
        cohorts.MapPost("/{id:guid}/compute", ComputeAsync).WithSummary("Compute a cohort's results");
        cohorts.MapPost("/{id:guid}/release", ReleaseAsync).WithSummary("Show marks and results to the trainees");
        cohorts.MapGet("/{id:guid}/certificates", ListCertificatesAsync).WithSummary("List a cohort's certificates");
        cohorts
            .MapPost("/{id:guid}/issue", IssueAsync)
            .WithSummary("Issue the certificates of everybody who passed")
            .WithDescription("Each row ends issued or with its own reason. Repeating it issues what is missing.");
    }

    static Task<Results<Read<Gradebook>, ProblemHttpResult>> GetGradebookAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new GetGradebook(id), null, token);

    static Task<Results<Read<CohortStatistics>, ProblemHttpResult>> GetStatisticsAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new GetStatistics(id), null, token);

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

    static Task<Results<Listed<ApplicationView>, ProblemHttpResult>> ListApplicationsAsync(
        Guid id,
        [AsParameters] Paging paging,
        Wire<ApplicationState>? state,
        string? search,
        IMediator mediator,
        CancellationToken token
    ) =>
        mediator.ListAsync(
            paging,
            (after, size) => new ListApplications(id, null, state?.Value, after, size) { Search = search },
            token
        );

    static async Task<Results<Read<ApplicationAnswers>, ProblemHttpResult>> ChangeApplicationsAsync(
        Guid id,
        ApplicationVerb verb,
        ApplicationsToChange body,
        ApplicationChanging changing,
        CancellationToken token
    )
    {
        var changed = await changing.ChangeAsync(id, verb, body, token);
        return changed.Refusal is { } refusal
            ? refusal.ToProblem()
            : new Read<ApplicationAnswers>(new ApplicationAnswers(changed.Value), null);
    }

    static Task<Results<Listed<WaitingApplication>, ProblemHttpResult>> ListWaitingAsync(
        Guid id,
        [AsParameters] Paging paging,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ListAsync(paging, (after, size) => new ListWaiting(id, after, size), token);

    static async Task<Results<Read<Promoted>, ProblemHttpResult>> PromoteAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    )
    {
        var result = await mediator.Send(new PromoteWaiting(id), token);
        return result.Refusal is { } refusal
            ? refusal.ToProblem()
            : new Read<Promoted>(new Promoted(result.Value), null);
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

    static Task<Results<Listed<TraineeMarks>, ProblemHttpResult>> ListMarksAsync(
        Guid id,
        [AsParameters] Paging paging,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ListAsync(paging, (after, size) => new ListMarks(id, after, size), token);

    static Task<Results<Read<MarksRecorded>, ProblemHttpResult>> RecordMarksAsync(
        Guid id,
        MarkList body,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new RecordMarks(id, body.Marks), null, token);

    static Task<Results<Listed<ResultView>, ProblemHttpResult>> ListResultsAsync(
        Guid id,
        [AsParameters] Paging paging,
        Wire<Outcome>? outcome,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ListAsync(paging, (after, size) => new ListResults(id, outcome?.Value, after, size), token);

    static Task<Results<Read<ResultsComputed>, ProblemHttpResult>> ComputeAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new ComputeResults(id), null, token);

    static Task<Results<Read<ResultsReleased>, ProblemHttpResult>> ReleaseAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new ReleaseResults(id), null, token);

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

/// <summary>What became of each application that was to be changed, in their order.</summary>
public sealed record ApplicationAnswers(IReadOnlyList<ApplicationAnswer> Rows)
{
    public int Changed => Rows.Count(row => row.Problem is null);
    public int Refused => Rows.Count(row => row.Problem is not null);
}

/// <summary>How many offers were made.</summary>
public sealed record Promoted(int Offered);

/// <summary>Marks to be entered, 1 to 5,000.</summary>
public sealed record MarkList(IReadOnlyList<MarkEntry> Marks);

/// <summary>What became of each row of a bulk issue.</summary>
public sealed record IssueReport(IReadOnlyList<CertificateRow> Rows)
{
    public int Issued => Rows.Count(row => row.Problem is null);
    public int Refused => Rows.Count(row => row.Problem is not null);
}
