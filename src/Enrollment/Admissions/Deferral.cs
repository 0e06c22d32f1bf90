using Enrollment.Audit;
using Enrollment.Cohorts;
using Enrollment.Data;
using Enrollment.Messages;
using Enrollment.Pipeline;

namespace Enrollment.Admissions;

/// <summary>
/// Keeps an offer for a later cohort of the same course (rule 8): an application to that cohort is opened that holds the
/// offer, or the acceptance with its conditions, and a seat there.
/// </summary>
sealed class Deferral(Db db, AuditTrail audit, Ids ids, DateTimeOffset now)
{
    /// <summary>Opens the later application; null, or why that can't be.</summary>
    internal async Task<Refusal?> OpenAsync(
        ApplicationRow before,
        Guid laterId,
        TransitionInput input,
        List<SeatChange> seats,
        CancellationToken token
    )
    {
        var cohortId = input.ToCohortId!.Value;
        var key = new { before.CohortId, LaterId = cohortId };
        if (await db.FindAsync<LaterCohort>(Find, key, token) is not { } later)
            return ApplicationErrors.DeferralNeedsLaterCohort;

        var today = LocalDay.Of(now, later.TimeZone);
        var day = input.OfferExpiresOn ?? ApplicationTimes.LastDay(today, later.OfferDays, later.EndsOn);
        if (
            before.State == ApplicationState.Offered
            && ApplicationTimes.ForbidExpiry(day, later.TimeZone, later.EndsOn, now) is { } misdated
        )
            return misdated;
        var expiresAt = LocalDay.End(day, later.TimeZone);
        if (
            later.RoundId is { } round
            && await RoundChoices.MoveAsync(db, before.PersonId, round, open: 1, total: 1, isLimited: false, token)
                is { } tooMany
        )
            return tooMany;

        var row = new
        {
            Id = laterId,
            before.PersonId,
            CohortId = cohortId,
            State = before.State.ToString(),
            Statement = await db.FindAsync<string>(StatementOf, new { before.Id }, token),
            before.Conditions,
            before.EligibilityWaiver,
            before.SubmittedAt,
            OfferExpiresAt = before.State == ApplicationState.Offered ? expiresAt : before.OfferExpiresAt,
            later.RoundId,
            Now = now,
        };
        if (!await db.TryInsertAsync(Insert, row, token))
            return ApplicationErrors.AlreadyApplied;

        await OfferConditions.CopyAsync(db, before.Id, laterId, token);
        var verb = before.State == ApplicationState.Offered ? ApplicationVerb.Offer : ApplicationVerb.Accept;
        await Outbox.RecordAsync(db, ids.New(), laterId, verb, before.State, now, token);
        seats.Add(new SeatChange(cohortId, before.State.SeatsHeld(), before.State.PlacesTaken(), Newcomer: true));
        audit.Record("application.kept", laterId, new { To = before.State, DeferredFrom = before.Id });
        return null;
    }

    sealed record LaterCohort
    {
        public string TimeZone { get; init; } = "";
        public int OfferDays { get; init; }
        public DateOnly EndsOn { get; init; }
        public Guid? RoundId { get; init; }
    }

    internal static readonly Sql Find = new(
        """
        SELECT l.TimeZone, l.OfferDays, l.EndsOn, l.RoundId
        FROM Cohorts h
        JOIN CourseVersions v ON v.Id = h.CourseVersionId
        JOIN CourseVersions w ON w.CourseId = v.CourseId
        JOIN Cohorts l ON l.CourseVersionId = w.Id
        WHERE h.Id = @CohortId AND l.Id = @LaterId AND l.StartsOn > h.StartsOn
        """
    );

    internal static readonly Sql StatementOf = new("SELECT Statement FROM Applications WHERE Id = @Id");

    internal static readonly Sql Insert = new(
        """
        INSERT INTO Applications
            (Id, PersonId, CohortId, State, Statement, Reason, Conditions, EligibilityWaiver, OfferExpiresAt, SubmittedAt,
             RoundId, Version, CreatedAt)
        VALUES
            (@Id, @PersonId, @CohortId, @State, @Statement, NULL, @Conditions, @EligibilityWaiver, @OfferExpiresAt,
             @SubmittedAt, @RoundId, 1, @Now)
        """
    );
}
