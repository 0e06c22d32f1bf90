using Enrollment.Assessments;
using Enrollment.Assessments.Statistics;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Enrollment.Web.Api;

/// <summary>Marks and results of whole cohorts.</summary>
static class CohortResultEndpoints
{
    internal static void MapCohortResults(this RouteGroupBuilder api)
    {
        var cohorts = api.MapGroup("/cohorts").WithTags("Cohorts");
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
}

/// <summary>Marks to be entered, 1 to 5,000.</summary>
public sealed record MarkList(IReadOnlyList<MarkEntry> Marks);
