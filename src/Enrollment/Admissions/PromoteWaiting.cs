using Enrollment.Accounts;
using Enrollment.Cohorts;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Admissions;

/// <summary>
/// Offers free seats to the heads of the waiting lists (rule 7), of one cohort or of all, up to <paramref name="Most"/>
/// (1 to 500) at once; answers how many it dealt with. A cohort whose last day is over takes nobody.
/// </summary>
[Requires(Permission.DecideApplications)]
public sealed record PromoteWaiting(Guid? CohortId = null, int Most = 100) : ICommand<int>;

sealed class PromoteWaitingValidator : AbstractValidator<PromoteWaiting>
{
    public PromoteWaitingValidator() => RuleFor(c => c.Most).InclusiveBetween(1, 500);
}

sealed class PromoteWaitingHandler(Db db, OfferBatch offers, TimeProvider time)
    : IRequestHandler<PromoteWaiting, Result<int>>
{
    public async Task<Result<int>> Handle(PromoteWaiting request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var offered = 0;
        var cohorts = request.CohortId is { } id
            ? await db.QueryAsync<CohortWithRoom>(RoomOfCohort, new { CohortId = id }, cancellationToken)
            : await db.QueryAsync<CohortWithRoom>(Room, null, cancellationToken);
        foreach (var cohort in cohorts)
        {
            var today = LocalDay.Of(now, cohort.TimeZone);
            var most = Math.Min(cohort.Free, request.Most - offered);
            if (today > cohort.EndsOn || most <= 0)
                continue;

            var input = new TransitionInput
            {
                OfferExpiresOn = ApplicationTimes.LastDay(today, cohort.OfferDays, cohort.EndsOn),
            };
            var heads = await db.FirstAsync<ApplicationRow>(
                Heads,
                new { CohortId = cohort.Id },
                most,
                cancellationToken
            );
            if (heads.Count == 0)
                continue;

            var promoted = await offers.PromoteAsync(heads, input, cancellationToken);
            // Somebody came before or took the seats since the list was read.
            if (promoted.Refusal?.Kind == RefusalKind.Conflict)
                throw new LostRaceException("waiting list");
            if (promoted.Refusal is { } refusal)
                return refusal;
            offered += promoted.Value;
        }

        return offered;
    }

    sealed record CohortWithRoom
    {
        public Guid Id { get; init; }
        public int Free { get; init; }
        public int OfferDays { get; init; }
        public DateOnly EndsOn { get; init; }
        public string TimeZone { get; init; } = "";
    }

    internal static readonly Sql Room = new(
        """
        SELECT Id, Capacity + Overbooking - SeatsHeld AS Free, OfferDays, EndsOn, TimeZone
        FROM Cohorts
        WHERE Waiting > 0 AND SeatsHeld < Capacity + Overbooking
        ORDER BY Id
        """
    );

    internal static readonly Sql RoomOfCohort = new(
        """
        SELECT Id, Capacity + Overbooking - SeatsHeld AS Free, OfferDays, EndsOn, TimeZone
        FROM Cohorts
        WHERE Id = @CohortId AND Waiting > 0 AND SeatsHeld < Capacity + Overbooking
        """
    );

    internal static readonly Sql Heads = new(
        $"""
        {ApplicationRow.Select}
        WHERE a.CohortId = @CohortId AND a.State = 'Waitlisted'
        ORDER BY a.WaitlistRank, a.Id
        """
    )
    {
        Paged = true,
    };
}
