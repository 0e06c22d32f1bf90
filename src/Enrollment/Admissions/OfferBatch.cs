using Enrollment.Cohorts;
using Enrollment.Data;
using Enrollment.Pipeline;

namespace Enrollment.Admissions;

/// <summary>
/// Offers seats of one cohort to several applications inside a command. The cohort's row is taken once, at the end: others
/// who want it wait for a few statements instead of the whole batch.
/// </summary>
sealed class OfferBatch(Db db, ApplicationChange change)
{
    /// <summary>
    /// Offers to applications none of which waits. Null, or why not; then the command must be refused as a whole.
    /// </summary>
    internal async Task<Refusal?> OfferAllAsync(
        IEnumerable<ApplicationRow> applications,
        TransitionInput input,
        CancellationToken token
    )
    {
        var seats = new List<SeatChange>();
        foreach (var before in applications)
        {
            if (await change.ApplyAsync(before, ApplicationVerb.Offer, input, seats, token) is { } refusal)
                return refusal;
        }

        return await MoveAsync(seats, isNewcomer: true, token);
    }

    /// <summary>
    /// Offers to the heads of the waiting list, in its order; whoever isn't eligible any more must not hold up the list: a
    /// registrar looks into it. How many hold an offer now, or why not; then the command must be refused as a whole.
    /// </summary>
    internal async Task<Result<int>> PromoteAsync(
        IReadOnlyList<ApplicationRow> heads,
        TransitionInput input,
        CancellationToken token
    )
    {
        var seats = new List<SeatChange>();
        foreach (var head in heads)
        {
            var refusal = await change.ApplyAsync(head, ApplicationVerb.Offer, input, seats, token);
            if (refusal?.Code == ApplicationErrors.NotEligibleCode)
            {
                var reopened = new TransitionInput { Reason = refusal.Message };
                refusal = await change.ApplyAsync(head, ApplicationVerb.Reopen, reopened, seats, token);
            }

            if (refusal is not null)
                return refusal;
        }

        if (await MoveAsync(seats, isNewcomer: false, token) is { } full)
            return full;

        // Asked last: whoever joins the list or leaves it waits for the cohort's row, which is held now.
        var last = heads[^1];
        return
            await WaitingList.FindBeforeAsync(db, last.CohortId, last.WaitlistRank!.Value, last.Id, token) is { } other
            ? ApplicationErrors.NotHeadOfWaitingList(other)
            : seats.Sum(seat => seat.Held);
    }

    Task<Refusal?> MoveAsync(List<SeatChange> seats, bool isNewcomer, CancellationToken token)
    {
        var sums = seats
            .GroupBy(seat => seat.CohortId)
            .Select(of => new SeatChange(
                of.Key,
                of.Sum(seat => seat.Held),
                of.Sum(seat => seat.Taken),
                of.Sum(seat => seat.Waiting),
                isNewcomer
            ));
        return Seats.MoveAsync(db, sums, token);
    }
}
