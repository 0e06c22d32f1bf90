using Enrollment.Admissions;
using Enrollment.Cohorts;
using Enrollment.People;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Enrollment.Web.Api;

/// <summary>What courses demand, what people declare, and whether the one meets the other.</summary>
static class EligibilityEndpoints
{
    internal static void MapEligibility(this RouteGroupBuilder api)
    {
        var versions = api.MapGroup("/courses/{id:guid}/versions/{versionId:guid}").WithTags("Courses");
        versions
            .MapGet("/requirements", GetRequirementsAsync)
            .WithSummary("Read what a course version demands of its applicants");
        versions
            .MapPut("/requirements", SetRequirementsAsync)
            .WithSummary("Declare what a course version demands of its applicants")
            .WithDescription("Until a cohort of it has opened. A new version starts with the requirements of the last.")
            .DemandsIfMatch();

        var people = api.MapGroup("/people/{id:guid}").WithTags("People");
        people
            .MapGet("/background", GetBackgroundAsync)
            .WithSummary("Read a person's qualifications and languages as declared");
        people
            .MapPut("/background", SetBackgroundAsync)
            .WithSummary("Declare a person's qualifications and languages")
            .DemandsIfMatch();

        api.MapGroup("/applications/{id:guid}")
            .WithTags("Applications")
            .MapGet("/eligibility", GetEligibilityAsync)
            .WithSummary("Judge whether the applicant meets what the course demands")
            .WithDescription("By what is known now; submitting and offering are judged by the same rules.");
    }

    static Task<Results<Read<RequirementView>, ProblemHttpResult>> GetRequirementsAsync(
        Guid id,
        Guid versionId,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new GetRequirements(id, versionId), r => r.Version, token);

    static async Task<Results<Read<RequirementView>, ProblemHttpResult>> SetRequirementsAsync(
        Guid id,
        Guid versionId,
        RequirementFields body,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Demand(request);
        return problem
            ?? await mediator.ReadAsync(new SetRequirements(id, versionId, version, body), r => r.Version, token);
    }

    static Task<Results<Read<BackgroundView>, ProblemHttpResult>> GetBackgroundAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new GetBackground(id), b => b.Version, token);

    static async Task<Results<Read<BackgroundView>, ProblemHttpResult>> SetBackgroundAsync(
        Guid id,
        BackgroundFields body,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Demand(request);
        return problem ?? await mediator.ReadAsync(new SetBackground(id, version, body), b => b.Version, token);
    }

    static Task<Results<Read<EligibilityView>, ProblemHttpResult>> GetEligibilityAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new GetEligibility(id), null, token);
}
