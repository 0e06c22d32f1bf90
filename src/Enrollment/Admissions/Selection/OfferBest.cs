using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Cohorts;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Admissions.Selection;

/// <summary>
/// Offers seats to the best of a ranking, all or none: the first of its order that can be offered one, never more than
/// are free. <paramref name="Version"/> is the version of the ranking that the caller saw; the offers make it another one,
/// so that the same request sent again doesn't reach the next in line.
/// </summary>
[Requires(Permission.DecideApplications)]
public sealed record OfferBest(Guid CohortId, int Version, OfferBestFields Fields) : ICommand<OfferRoundView>;

/// <summary>What <see cref="OfferBest"/> would do at this moment; nothing is written.</summary>
[Requires(Permission.DecideApplications)]
public sealed record PreviewOffers(Guid CohortId, int Version, OfferBestFields Fields) : IQuery<OfferRoundView>;

/// <summary>How many offers, and of what kind.</summary>
public record OfferBestFields
{
    /// <summary>Offers to be made, 1 to 500.</summary>
    public required int Number { get; init; }

    /// <summary>Last day on which they can be accepted, in the cohort's zone.</summary>
    public required DateOnly OfferExpiresOn { get; init; }

    /// <summary>What must be met before they lead to an enrollment: one condition a line, as with a single offer.</summary>
    public string? Conditions { get; init; }
}

sealed class OfferBestFieldsValidator : AbstractValidator<OfferBestFields>
{
    public OfferBestFieldsValidator()
    {
        RuleFor(f => f.Number).InclusiveBetween(1, 500);
        RuleFor(f => f.OfferExpiresOn).Day();
        RuleFor(f => f.Conditions).Prose(1_000);
        RuleFor(f => f.Conditions)
            .Must(text => OfferConditions.Lines(text).Count <= OfferConditions.Most)
            .WithMessage($"Give at most {OfferConditions.Most} conditions, one a line.");
    }
}

sealed class OfferBestValidator : AbstractValidator<OfferBest>
{
    public OfferBestValidator() => RuleFor(c => c.Fields).SetValidator(new OfferBestFieldsValidator());
}

sealed class PreviewOffersValidator : AbstractValidator<PreviewOffers>
{
    public PreviewOffersValidator() => RuleFor(c => c.Fields).SetValidator(new OfferBestFieldsValidator());
}

sealed class PreviewOffersHandler(Db db, TimeProvider time, RequestContext context)
    : IRequestHandler<PreviewOffers, Result<OfferRoundView>>
{
    public async Task<Result<OfferRoundView>> Handle(PreviewOffers request, CancellationToken cancellationToken)
    {
        var plan = await OfferPlan.MakeAsync(
            db,
            context.Caller,
            request.CohortId,
            request.Version,
            request.Fields,
            time.GetUtcNow(),
            cancellationToken
        );
        return plan.Refusal is { } refusal ? refusal : plan.Value.View(request.Fields);
    }
}

sealed class OfferBestHandler(
    Db db,
    ApplicationChange change,
    OfferBatch offers,
    AuditTrail audit,
    Ids ids,
    TimeProvider time,
    RequestContext context
) : IRequestHandler<OfferBest, Result<OfferRoundView>>
{
    public async Task<Result<OfferRoundView>> Handle(OfferBest request, CancellationToken cancellationToken)
    {
        var f = request.Fields;
        var now = time.GetUtcNow();
        var planned = await OfferPlan.MakeAsync(
            db,
            context.Caller,
            request.CohortId,
            request.Version,
            f,
            now,
            cancellationToken
        );
        if (planned.Refusal is { } refusal)
            return refusal;

        var plan = planned.Value;
        var schemeId = plan.Ranking.Scheme.Id;
        await db.ChangeAsync(Claim, new { Id = schemeId, request.Version }, "ranking", cancellationToken);
        var chosen = await ChosenAsync(plan, cancellationToken);
        var input = new TransitionInput
        {
            OfferExpiresOn = f.OfferExpiresOn,
            Conditions = f.Conditions,
        }.WithoutBlanks();
        if (await offers.OfferAllAsync(chosen, input, cancellationToken) is { } failed)
        {
            // The last seats went to somebody else since they were counted: then it is to be planned anew.
            return failed == CohortErrors.CohortFull ? throw new LostRaceException("cohort") : failed;
        }

        var view = plan.View(f) with { Id = ids.New(), MadeBy = context.Caller.Id, MadeAt = now };
        await OfferRounds.InsertAsync(db, request.CohortId, schemeId, view, cancellationToken);
        audit.Record(
            "cohort.best-offered",
            request.CohortId,
            new
            {
                view.Id,
                f.Number,
                view.Offered,
            }
        );
        return view;
    }

    /// <summary>In the order of their ids, in which all that take several of them do.</summary>
    async Task<IReadOnlyList<ApplicationRow>> ChosenAsync(OfferPlan plan, CancellationToken token)
    {
        var rows = new List<ApplicationRow>();
        foreach (var answer in plan.Answers.Where(a => a.Outcome == OfferOutcome.Offered).OrderBy(a => a.ApplicationId))
        {
            var row = await change.FindAsync(answer.ApplicationId, token);
            rows.Add(row is not null && OfferPlan.Takes(row.State) ? row : throw new LostRaceException("application"));
        }

        return rows;
    }

    internal static readonly Sql Claim = new(
        """
        UPDATE SelectionSchemes SET RankingVersion = RankingVersion + 1 WHERE Id = @Id AND RankingVersion = @Version
        """
    );
}
