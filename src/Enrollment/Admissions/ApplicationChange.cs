using Enrollment.Audit;
using Enrollment.Cohorts;
using Enrollment.Data;
using Enrollment.Enrollments;
using Enrollment.Pipeline;

namespace Enrollment.Admissions;

/// <summary>An application as its transitions see it, with the window of its cohort.</summary>
sealed record ApplicationRow
{
    public Guid Id { get; init; }
    public Guid PersonId { get; init; }
    public Guid CohortId { get; init; }
    public ApplicationState State { get; init; }
    public string? Reason { get; init; }
    public string? Conditions { get; init; }
    public DateTimeOffset? OfferExpiresAt { get; init; }
    public DateTimeOffset? SubmittedAt { get; init; }
    public int Version { get; init; }
    public DateTimeOffset OpensAt { get; init; }
    public DateTimeOffset ClosesAt { get; init; }
    public string TimeZone { get; init; } = "";
}

/// <summary>
/// Takes an application through one row of the table of transitions inside a command, with all that hangs on it: rules
/// about time, the trainee's record, the seats, the audit event.
/// </summary>
sealed class ApplicationChange(Db db, AuditTrail audit, Ids ids, TimeProvider time)
{
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
        input = input.WithoutBlanks();
        var now = time.GetUtcNow();
        var transition = ApplicationTransitions.Of(verb);
        if (!transition.From.Contains(before.State))
            return ApplicationErrors.WrongState(verb, before.State);
        if (Forbids(verb, input, before, now) is { } refusal)
            return refusal;
        if (await EligibilityCheck.RefusalAsync(db, before, verb, input, token) is { } notEligible)
            return notEligible;

        var to = transition.Target(before.Conditions is not null);
        await db.ChangeAsync(Update, Change(verb, input, before, to, now), "application", token);
        if (
            to == ApplicationState.Enrolled
            && !await TraineeEnrollment.OpenAsync(
                db,
                ids.New(),
                before.PersonId,
                before.CohortId,
                before.Id,
                LocalDay.Of(now, before.TimeZone),
                now,
                token
            )
        )
            return ApplicationErrors.AlreadyEnrolled;

        // The cohort's row comes last: all that move its seats wait for one another there, as short as can be.
        var held = to.SeatsHeld() - before.State.SeatsHeld();
        var taken = to.PlacesTaken() - before.State.PlacesTaken();
        if (!await Seats.MoveAsync(db, before.CohortId, held, taken, token))
            return CohortErrors.CohortFull;

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
                input.EligibilityWaiver,
            }
        );
        return null;
    }

    /// <summary>The rules about time that a transition is subject to (rules 1 and 7).</summary>
    static Refusal? Forbids(ApplicationVerb verb, TransitionInput input, ApplicationRow row, DateTimeOffset now) =>
        verb switch
        {
            ApplicationVerb.Submit when now < row.OpensAt => ApplicationErrors.WindowNotOpen(row.OpensAt),
            ApplicationVerb.Submit when now >= row.ClosesAt => ApplicationErrors.WindowClosed(row.ClosesAt),
            ApplicationVerb.Close when now < row.ClosesAt => ApplicationErrors.WindowStillOpen,
            ApplicationVerb.Accept when now >= row.OfferExpiresAt => ApplicationErrors.OfferHasExpired(
                row.OfferExpiresAt!.Value
            ),
            ApplicationVerb.ExpireOffer when now < row.OfferExpiresAt => ApplicationErrors.OfferNotExpired(
                row.OfferExpiresAt!.Value
            ),
            ApplicationVerb.Offer when LocalDay.End(input.OfferExpiresOn!.Value, row.TimeZone) <= now =>
                ApplicationErrors.ExpiryInPast,
            _ => null,
        };

    /// <summary>What the row becomes: an offer's fields come with the offer and go when the case is reopened.</summary>
    static object Change(
        ApplicationVerb verb,
        TransitionInput input,
        ApplicationRow before,
        ApplicationState to,
        DateTimeOffset now
    )
    {
        var isOffer = verb == ApplicationVerb.Offer;
        var isReopened = verb == ApplicationVerb.Reopen;
        return new
        {
            before.Id,
            before.Version,
            From = before.State.ToString(),
            To = to.ToString(),
            Reason = input.Reason ?? before.Reason,
            Conditions = isOffer ? input.Conditions
            : isReopened ? null
            : before.Conditions,
            OfferExpiresAt = isOffer ? LocalDay.End(input.OfferExpiresOn!.Value, before.TimeZone)
            : isReopened ? null
            : before.OfferExpiresAt,
            SubmittedAt = verb == ApplicationVerb.Submit ? now : before.SubmittedAt,
        };
    }

    internal static readonly Sql Find = new(
        """
        SELECT a.Id, a.PersonId, a.CohortId, a.State, a.Reason, a.Conditions, a.OfferExpiresAt, a.SubmittedAt,
               a.Version, h.OpensAt, h.ClosesAt, h.TimeZone
        FROM Applications a
        JOIN Cohorts h ON h.Id = a.CohortId
        WHERE a.Id = @Id
        """
    );

    internal static readonly Sql Update = new(
        """
        UPDATE Applications
        SET State = @To, Reason = @Reason, Conditions = @Conditions, OfferExpiresAt = @OfferExpiresAt,
            SubmittedAt = @SubmittedAt, Version = Version + 1
        WHERE Id = @Id AND Version = @Version AND State = @From
        """
    );
}
