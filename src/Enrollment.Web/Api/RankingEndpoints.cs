using Enrollment.Admissions.Selection;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Enrollment.Web.Api;

/// <summary>The ranking of a cohort's applicants, and offers by it.</summary>
static class RankingEndpoints
{
    internal static void MapRanking(this RouteGroupBuilder api)
    {
        var cohort = api.MapGroup("/cohorts/{id:guid}").WithTags("Selection");
        cohort
            .MapGet("/ranking", GetRankingAsync)
            .WithSummary("Rank a cohort's applicants by the scores that are in")
            .WithDescription("Each row tells why it stands there. Hidden from reviewers who have yet to score.");
    }

    static Task<Results<Read<RankingView>, ProblemHttpResult>> GetRankingAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new GetRanking(id), r => r.Version, token);
}
