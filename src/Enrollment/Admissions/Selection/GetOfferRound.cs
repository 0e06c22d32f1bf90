using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Admissions.Selection;

/// <summary>A round of offers with what became of each application. It shows totals, as the ranking does.</summary>
[Requires(Permission.DecideApplications)]
public sealed record GetOfferRound(Guid CohortId, Guid Id) : IQuery<OfferRoundView>;

/// <summary>The rounds of offers of a cohort, oldest first, without their rows.</summary>
[Requires(Permission.DecideApplications)]
public sealed record ListOfferRounds(Guid CohortId, Guid? After, int Size) : IQuery<Page<OfferRoundView>>;

sealed class GetOfferRoundHandler(Db db, RequestContext context)
    : IRequestHandler<GetOfferRound, Result<OfferRoundView>>
{
    public async Task<Result<OfferRoundView>> Handle(GetOfferRound request, CancellationToken cancellationToken)
    {
        var scheme = await SelectionStore.CurrentAsync(db, request.CohortId, cancellationToken);
        if (scheme is null)
            return SelectionErrors.NoCriteria(request.CohortId);

        var hidden = await RankingReader.HiddenAsync(db, context.Caller, scheme, cancellationToken);
        if (hidden.Refusal is { } pending)
            return pending;
        if (await db.FindAsync<OfferRoundView>(ById, request, cancellationToken) is not { } round)
            return Refusal.NotFound("offer_round", request.Id);

        var rows = await db.QueryAsync<OfferAnswer>(Rows, request, cancellationToken);
        return round with { Rows = [.. rows.Where(row => !hidden.Value.Contains(row.ApplicationId))] };
    }

    internal static readonly Sql ById = new(
        """
        SELECT Id, RankingVersion, Wanted, Offered, OfferExpiresOn, Conditions, MadeBy, MadeAt
        FROM OfferRounds
        WHERE Id = @Id AND CohortId = @CohortId
        """
    );

    internal static readonly Sql Rows = new(
        """
        SELECT ApplicationId, RankNumber AS Rank, Total AS ExactTotal, Outcome, Why
        FROM OfferRoundRows
        WHERE RoundId = @Id
        ORDER BY Position
        """
    );
}

sealed class ListOfferRoundsHandler(Db db) : IRequestHandler<ListOfferRounds, Result<Page<OfferRoundView>>>
{
    public async Task<Result<Page<OfferRoundView>>> Handle(
        ListOfferRounds request,
        CancellationToken cancellationToken
    ) =>
        await db.PageAsync<OfferRoundView>(
            OfCohort,
            new { request.CohortId, After = request.After ?? Guid.Empty },
            request.Size,
            row => row.Id!.Value,
            cancellationToken
        );

    internal static readonly Sql OfCohort = new(
        """
        SELECT Id, RankingVersion, Wanted, Offered, OfferExpiresOn, Conditions, MadeBy, MadeAt
        FROM OfferRounds
        WHERE CohortId = @CohortId AND Id > @After
        ORDER BY Id
        """
    )
    {
        Paged = true,
    };
}
