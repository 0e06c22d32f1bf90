using Enrollment.Accounts;
using Enrollment.Cohorts;
using Enrollment.Data;
using Enrollment.Pipeline;

namespace Enrollment.Admissions.Selection;

/// <summary>What becomes of an application when the best are offered seats.</summary>
public enum OfferOutcome
{
    Offered,

    /// <summary>It has no rank: a review or a minimum is missing.</summary>
    NotRanked,

    /// <summary>It isn't in a state from which an offer is made.</summary>
    NotOpen,

    /// <summary>The applicant doesn't meet what the course demands; the next in line gets the seat.</summary>
    NotEligible,

    /// <summary>As many offers as were asked for were made before it.</summary>
    BeyondNumber,

    /// <summary>The seats were used up before it.</summary>
    NoFreeSeat,
}

/// <summary>What became of one application, and why.</summary>
public sealed record OfferAnswer
{
    public Guid ApplicationId { get; init; }

    /// <summary>Its rank; null where it had none.</summary>
    public int? Rank { get; init; }

    /// <summary>The exact total as a fraction of whole numbers; null where nothing was scored.</summary>
    public string? ExactTotal { get; init; }
    public OfferOutcome Outcome { get; init; }
    public string Why { get; init; } = "";
}

/// <summary>Who of a ranking is to be offered a seat, and why the others aren't.</summary>
sealed record OfferPlan(CohortRanking Ranking, IReadOnlyList<OfferAnswer> Answers)
{
    /// <summary>Whether an application in this state takes part: those on the waiting list have an order of their own.</summary>
    internal static bool Takes(ApplicationState state) =>
        state != ApplicationState.Waitlisted && ApplicationTransitions.Of(ApplicationVerb.Offer).From.Contains(state);

    internal static async Task<Result<OfferPlan>> MakeAsync(
        Db db,
        Caller caller,
        Guid cohortId,
        int version,
        OfferBestFields fields,
        DateTimeOffset now,
        CancellationToken token
    )
    {
        var read = await RankingReader.ReadAsync(db, caller, cohortId, token);
        if (read.Refusal is { } refusal)
            return refusal;
        if (read.Value.Version != version)
            return Refusal.Stale("ranking");

        var room = (await db.FindAsync<Room>(RoomOf, new { Id = cohortId }, token))!;
        if (room.Waiting > 0)
            return CohortErrors.OthersWait(room.Waiting);
        if (LocalDay.Of(now, room.TimeZone) > room.EndsOn)
            return ApplicationErrors.CohortOver(room.EndsOn);
        if (ApplicationTimes.ForbidExpiry(fields.OfferExpiresOn, room.TimeZone, room.EndsOn, now) is { } misdated)
            return misdated;

        var answers = new List<OfferAnswer>();
        var taken = 0;
        foreach (var candidate in read.Value.Candidates)
        {
            var state = read.Value.Applications[candidate.Id].State;
            var (outcome, why) = Decide(candidate, state, fields.Number - taken, room.Free - taken);
            if (outcome == OfferOutcome.Offered)
            {
                var reasons = await EligibilityCheck.StandingAsync(db, candidate.Id, token);
                if (reasons.Count == 0)
                    taken++;
                else
                    (outcome, why) = (OfferOutcome.NotEligible, $"Not eligible: {Text(reasons)}.");
            }

            answers.Add(
                new OfferAnswer
                {
                    ApplicationId = candidate.Id,
                    Rank = candidate.Rank,
                    ExactTotal = candidate.Total?.ToString(),
                    Outcome = outcome,
                    Why = why.Length == 0 ? candidate.Why : $"{candidate.Why} {why}",
                }
            );
        }

        return new OfferPlan(read.Value, answers);
    }

    internal OfferRoundView View(OfferBestFields fields) =>
        new()
        {
            RankingVersion = Ranking.Version,
            Wanted = fields.Number,
            Offered = Answers.Count(answer => answer.Outcome == OfferOutcome.Offered),
            OfferExpiresOn = fields.OfferExpiresOn,
            Conditions = fields.Conditions,
            Rows = Answers,
        };

    static (OfferOutcome Outcome, string Why) Decide(
        RankedCandidate candidate,
        ApplicationState state,
        int wanted,
        int free
    ) =>
        candidate.Rank is null ? (OfferOutcome.NotRanked, "")
        : !Takes(state) ? (OfferOutcome.NotOpen, $"The application is '{state.Wire()}'.")
        : wanted <= 0 ? (OfferOutcome.BeyondNumber, "As many offers as were wanted went to those before it.")
        : free <= 0 ? (OfferOutcome.NoFreeSeat, "The free seats went to those before it.")
        : (OfferOutcome.Offered, "");

    static string Text(IEnumerable<IneligibilityReason> reasons) =>
        string.Join("; ", reasons.Select(reason => $"{reason.Demanded}, found {reason.Found}"));

    sealed record Room
    {
        public int Free { get; init; }
        public int Waiting { get; init; }
        public DateOnly EndsOn { get; init; }
        public string TimeZone { get; init; } = "";
    }

    internal static readonly Sql RoomOf = new(
        "SELECT Capacity + Overbooking - SeatsHeld AS Free, Waiting, EndsOn, TimeZone FROM Cohorts WHERE Id = @Id"
    );
}
