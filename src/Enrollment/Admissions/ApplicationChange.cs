using Enrollment.Admissions.Interviews;
using Enrollment.Audit;
using Enrollment.Cohorts;
using Enrollment.Data;
using Enrollment.Enrollments;
using Enrollment.Messages;
using Enrollment.Pipeline;

namespace Enrollment.Admissions;

/// <summary>
/// Takes an application through one row of the table of transitions inside a command, with all that hangs on it: the
/// person's choices in the round, the offer's conditions, the trainee's record, the message to the applicant, the seats,
/// the audit event. Rows are taken in one order by all (choices, application, the person's other applications, cohorts by
/// id), so that commands wait for each other rather than for one another.
/// </summary>
sealed class ApplicationChange(Db db, AuditTrail audit, Ids ids, TimeProvider time, RequestContext context)
{
    /// <summary>Why the other applications of a round end when one of them is accepted.</summary>
    internal const string AcceptedElsewhere = "The applicant accepted another offer of this admission round.";

    internal Task<ApplicationRow?> FindAsync(Guid id, CancellationToken token) =>
        db.FindAsync<ApplicationRow>(Find, new { Id = id }, token);

    /// <summary>Null, or why not; then the command must be refused as a whole.</summary>
    /// <exception cref="LostRaceException">Another command has changed the application since it was read.</exception>
    internal async Task<Refusal?> ApplyAsync(
        ApplicationRow before,
        ApplicationVerb verb,
        TransitionInput input,
        CancellationToken token
    )
    {
        var seats = new List<SeatChange>();
        if (await ApplyAsync(before, verb, input.WithoutBlanks(), null, seats, token) is { } refusal)
            return refusal;
        if (await Seats.MoveAsync(db, seats, token) is { } full)
            return full;
        if (Target(verb, before) == ApplicationState.Enrolled)
            await TraineeEnrollment.NumberAsync(db, before.PersonId, before.CohortId, token);

        // Asked last: whoever joins the list or leaves it waits for the cohort's row, which is held now.
        if (
            verb == ApplicationVerb.Waitlist
            && !input.DespiteFreeSeats
            && await WaitingList.IsNeedlessAsync(db, before.CohortId, token)
        )
            return ApplicationErrors.SeatsFree;
        return
            verb == ApplicationVerb.Offer
            && before.WaitlistRank is { } rank
            && await WaitingList.FindBeforeAsync(db, before.CohortId, rank, before.Id, token) is { } head
            ? ApplicationErrors.NotHeadOfWaitingList(head)
            : null;
    }

    /// <summary>
    /// The same without the seats, which come to those that the caller moves at the end: of one command, so that a cohort's
    /// row is taken once, however many applications change.
    /// </summary>
    internal Task<Refusal?> ApplyAsync(
        ApplicationRow before,
        ApplicationVerb verb,
        TransitionInput input,
        List<SeatChange> seats,
        CancellationToken token
    ) => ApplyAsync(before, verb, input, null, seats, token);

    async Task<Refusal?> ApplyAsync(
        ApplicationRow before,
        ApplicationVerb verb,
        TransitionInput input,
        Guid? because,
        List<SeatChange> seats,
        CancellationToken token
    )
    {
        var now = time.GetUtcNow();
        var transition = ApplicationTransitions.Of(verb);
        if (!transition.From.Contains(before.State))
            return ApplicationErrors.WrongState(verb, before.State);
        if (before.Times.Forbid(verb, input.AfterClose, now) is { } untimely)
            return untimely;
        if (
            verb == ApplicationVerb.Offer
            && ApplicationTimes.ForbidExpiry(input.OfferExpiresOn!.Value, before.TimeZone, before.EndsOn, now)
                is { } misdated
        )
            return misdated;
        if (await EligibilityCheck.RefusalAsync(db, before, verb, input, token) is { } notEligible)
            return notEligible;

        var to = Target(verb, before);
        var roundId = verb == ApplicationVerb.Submit ? before.CohortRoundId : before.RoundId;
        if (roundId is { } round)
        {
            var open = to.OpenChoices() - before.State.OpenChoices();
            var total = verb == ApplicationVerb.Submit ? 1 : 0;
            if (
                await RoundChoices.MoveAsync(db, before.PersonId, round, open, total, isLimited: true, token) is
                { } tooMany
            )
                return tooMany;
        }

        var deferredTo = verb == ApplicationVerb.Defer ? ids.New() : (Guid?)null;
        if (deferredTo is { } laterId)
        {
            var deferral = new Deferral(db, audit, ids, now);
            if (await deferral.OpenAsync(before, laterId, input, seats, token) is { } impossible)
                return impossible;
        }

        // An enrollment that was cancelled has given its seat back.
        var left = before.State;
        if (before.State == ApplicationState.Enrolled)
        {
            if (!await TraineeEnrollment.HoldCancelledAsync(db, before.PersonId, before.CohortId, token))
                return ApplicationErrors.EnrollmentStands;
            left = ApplicationState.Withdrawn;
        }

        var change = ChangedApplication.Of(verb, input, before, to, now) with
        {
            RoundId = roundId,
            DeferredToId = deferredTo,
        };
        await db.ChangeAsync(Update, change, "application", token);
        if (before.State == ApplicationState.Interviewing)
            await InterviewBookings.ReleaseAsync(db, audit, before.Id, now, token);
        if (await FollowAsync(before, verb, input, to, now, seats, token) is { } failed)
            return failed;

        seats.Add(
            new SeatChange(
                before.CohortId,
                to.SeatsHeld() - left.SeatsHeld(),
                to.PlacesTaken() - left.PlacesTaken(),
                to.Waiting() - before.State.Waiting(),
                Newcomer: verb == ApplicationVerb.Offer && before.State != ApplicationState.Waitlisted,
                Numbers: to == ApplicationState.Enrolled ? 1 : 0
            )
        );
        await Outbox.RecordAsync(db, ids.New(), before.Id, verb, to, now, token);
        audit.Record(
            $"application.{verb.ToString().ToLowerInvariant()}",
            before.Id,
            new
            {
                From = before.State,
                To = to,
                input.Reason,
                input.OfferExpiresOn,
                input.Conditions,
                input.ToCohortId,
                Because = because,
                AfterClose = input.AfterClose ? true : (bool?)null,
                input.EligibilityWaiver,
                DespiteFreeSeats = input.DespiteFreeSeats ? true : (bool?)null,
            }
        );
        return null;
    }

    static ApplicationState Target(ApplicationVerb verb, ApplicationRow before) =>
        ApplicationTransitions.Of(verb).Target(before.Conditions is not null);

    /// <summary>What a transition brings about elsewhere.</summary>
    async Task<Refusal?> FollowAsync(
        ApplicationRow before,
        ApplicationVerb verb,
        TransitionInput input,
        ApplicationState to,
        DateTimeOffset now,
        List<SeatChange> seats,
        CancellationToken token
    )
    {
        // An offer without conditions takes back those of an earlier one.
        if (
            verb is ApplicationVerb.Offer or ApplicationVerb.Reopen
            && (input.Conditions ?? before.Conditions) is not null
        )
            await OfferConditions.SetAsync(db, before.Id, input.Conditions, token);
        if (
            verb == ApplicationVerb.Reopen
            && before.DeferredToId is { } keptId
            && await EndKeptAsync(keptId, before, input, seats, token) is { } goesOn
        )
            return goesOn;
        if (verb == ApplicationVerb.MeetConditions)
            await OfferConditions.MeetPendingAsync(db, before.Id, context.Caller.Id, now, token);
        if (
            verb == ApplicationVerb.Accept
            && before.RoundId is not null
            && await CloseOthersAsync(before, seats, token) is { } refusal
        )
            return refusal;
        if (to != ApplicationState.Enrolled)
            return null;

        var startsOn = LocalDay.Of(now, before.TimeZone);
        return await TraineeEnrollment.OpenAsync(
            db,
            ids.New(),
            before.PersonId,
            before.CohortId,
            before.Id,
            startsOn,
            now,
            token
        )
            ? null
            : ApplicationErrors.AlreadyEnrolled;
    }

    /// <summary>Rule 3: accepting one offer closes the person's other open applications of the round.</summary>
    async Task<Refusal?> CloseOthersAsync(ApplicationRow accepted, List<SeatChange> seats, CancellationToken token)
    {
        var input = new TransitionInput { Reason = AcceptedElsewhere };
        var key = new
        {
            accepted.Id,
            accepted.PersonId,
            accepted.RoundId,
        };
        foreach (var other in await db.QueryAsync<ApplicationRow>(OthersOfRound, key, token))
        {
            if (other.State.OpenChoices() == 0)
                continue;
            var verb = other.State == ApplicationState.Offered ? ApplicationVerb.Decline : ApplicationVerb.Withdraw;
            if (await ApplyAsync(other, verb, input, accepted.Id, seats, token) is { } refusal)
                return refusal;
        }

        return null;
    }

    /// <summary>
    /// Undoing a deferral ends what it has opened (rule 8), as long as nothing came of that: there is one offer.
    /// </summary>
    async Task<Refusal?> EndKeptAsync(
        Guid keptId,
        ApplicationRow deferred,
        TransitionInput input,
        List<SeatChange> seats,
        CancellationToken token
    )
    {
        if (await FindAsync(keptId, token) is not { } kept)
            return null;
        ApplicationVerb? ending = kept.State switch
        {
            ApplicationState.Offered => ApplicationVerb.WithdrawOffer,
            ApplicationState.Accepted => ApplicationVerb.Withdraw,
            _ => null,
        };
        if (ending is { } verb)
            return await ApplyAsync(kept, verb, input, deferred.Id, seats, token);
        return kept.State.OpenChoices() == 1 || kept.State is ApplicationState.Enrolled or ApplicationState.Deferred
            ? ApplicationErrors.KeptGoesOn(kept.Id, kept.State)
            : null;
    }

    internal static readonly Sql Find = new(
        $"""
        {ApplicationRow.Select}
        WHERE a.Id = @Id
        """
    );

    internal static readonly Sql OthersOfRound = new(
        $"""
        {ApplicationRow.Select}
        WHERE a.PersonId = @PersonId AND a.RoundId = @RoundId AND a.Id <> @Id
        ORDER BY a.Id
        """
    );

    internal static readonly Sql Update = new(
        """
        UPDATE Applications
        SET State = @To, Reason = @Reason, Conditions = @Conditions, EligibilityWaiver = @EligibilityWaiver,
            OfferExpiresAt = @OfferExpiresAt, SubmittedAt = @SubmittedAt, RoundId = @RoundId, WaitlistRank = @WaitlistRank,
            DeferredToId = @DeferredToId, Version = Version + 1
        WHERE Id = @Id AND Version = @Version AND State = @From
        """
    );
}
