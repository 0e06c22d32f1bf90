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
        cohort
            .MapPost("/offer-best", OfferBestAsync)
            .WithSummary("Offer seats to the best of a cohort's ranking")
            .WithDescription(
                "If-Match names the ranking that was seen: 412 when scores came in or offers were made since. "
                    + "Each row tells whether it was taken and why. With 'preview' nothing is written."
            )
            .WithMetadata(Idempotency.Offered)
            .DemandsIfMatch();
        cohort.MapGet("/offer-rounds", ListRoundsAsync).WithSummary("List a cohort's rounds of offers by ranking");
        cohort
            .MapGet("/offer-rounds/{roundId:guid}", GetRoundAsync)
            .WithSummary("Read what became of each application in a round of offers");
    }

    static Task<Results<Read<RankingView>, ProblemHttpResult>> GetRankingAsync(
        Guid id,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new GetRanking(id), r => r.Version, token);

    static async Task<Results<Read<OfferRoundView>, ProblemHttpResult>> OfferBestAsync(
        Guid id,
        BestOffers body,
        HttpRequest request,
        IMediator mediator,
        CancellationToken token
    )
    {
        var (version, problem) = IfMatch.Demand(request);
        if (problem is not null)
            return problem;

        return body.Preview
            ? await mediator.ReadAsync(new PreviewOffers(id, version, body), null, token)
            : await mediator.ReadAsync(new OfferBest(id, version, body), null, token);
    }

    static Task<Results<Listed<OfferRoundView>, ProblemHttpResult>> ListRoundsAsync(
        Guid id,
        [AsParameters] Paging paging,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ListAsync(paging, (after, size) => new ListOfferRounds(id, after, size), token);

    static Task<Results<Read<OfferRoundView>, ProblemHttpResult>> GetRoundAsync(
        Guid id,
        Guid roundId,
        IMediator mediator,
        CancellationToken token
    ) => mediator.ReadAsync(new GetOfferRound(id, roundId), null, token);
}

/// <summary>Offers to be made by the ranking.</summary>
public sealed record BestOffers : OfferBestFields
{
    /// <summary>Whether only to tell who would be offered a seat.</summary>
    public bool Preview { get; init; }
}
