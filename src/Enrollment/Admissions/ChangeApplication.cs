using Enrollment.Accounts;
using Enrollment.Admissions.Interviews;
using Enrollment.Audit;
using Enrollment.Cohorts;
using Enrollment.Data;
using Enrollment.Enrollments;
using Enrollment.Pipeline;
using FluentValidation;
using FluentValidation.Results;
using MediatR;

namespace Enrollment.Admissions;

/// <summary>
/// Takes an application through one row of the table of transitions. <paramref name="Version"/> is the version that
/// the caller saw, or null where the table alone decides.
/// </summary>
[Requires(Permission.Apply)]
public sealed record ChangeApplication(Guid Id, ApplicationVerb Verb, int? Version, TransitionInput Input)
    : ICommand<ApplicationView>;

/// <summary>The fields of a transition; the table says which of them each demands, allows and forbids.</summary>
public sealed record TransitionInput
{
    public static TransitionInput Empty { get; } = new();

    /// <summary>1 to 1,000 characters.</summary>
    public string? Reason { get; init; }

    /// <summary>Last day on which the offer can be accepted, in the cohort's zone.</summary>
    public DateOnly? OfferExpiresOn { get; init; }

    /// <summary>What must be met before the offer leads to an enrollment, up to 1,000 characters.</summary>
    public string? Conditions { get; init; }

    /// <summary>A form sends an empty field where nothing was entered: blank conditions would make an offer conditional.</summary>
    internal TransitionInput WithoutBlanks() =>
        this with
        {
            Reason = string.IsNullOrWhiteSpace(Reason) ? null : Reason,
            Conditions = string.IsNullOrWhiteSpace(Conditions) ? null : Conditions,
        };
}

sealed class ChangeApplicationValidator : AbstractValidator<ChangeApplication>
{
    public ChangeApplicationValidator()
    {
        RuleFor(c => c.Verb).IsInEnum();
        RuleFor(c => c.Input.Reason).Prose(1_000).OverridePropertyName("reason");
        RuleFor(c => c.Input.Conditions).Prose(1_000).OverridePropertyName("conditions");
        RuleFor(c => c.Input.OfferExpiresOn).Day().OverridePropertyName("offerExpiresOn");
        RuleFor(c => c)
            .Custom(
                (request, context) =>
                {
                    var row = ApplicationTransitions.Of(request.Verb);
                    Check(TransitionFields.Reason, "reason", !string.IsNullOrWhiteSpace(request.Input.Reason));
                    Check(TransitionFields.OfferExpiresOn, "offerExpiresOn", request.Input.OfferExpiresOn is not null);
                    Check(
                        TransitionFields.Conditions,
                        "conditions",
                        !string.IsNullOrWhiteSpace(request.Input.Conditions)
                    );

                    void Check(TransitionFields field, string name, bool given)
                    {
                        if (row.Demands.HasFlag(field) && !given)
                            Fail(name, "field_demanded", $"'{row.Verb}' demands the field '{name}'.");
                        else if (given && !(row.Demands | row.Allows).HasFlag(field))
                            Fail(name, "field_forbidden", $"'{row.Verb}' takes no field '{name}'. Leave it out.");
                    }

                    void Fail(string name, string code, string message) =>
                        context.AddFailure(new ValidationFailure(name, message) { ErrorCode = code });
                }
            )
            .When(c => Enum.IsDefined(c.Verb));
    }
}

sealed class ChangeApplicationHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time, RequestContext context)
    : IRequestHandler<ChangeApplication, Result<ApplicationView>>
{
    public async Task<Result<ApplicationView>> Handle(ChangeApplication request, CancellationToken cancellationToken)
    {
        request = request with { Input = request.Input.WithoutBlanks() };
        var now = time.GetUtcNow();
        var transition = ApplicationTransitions.Of(request.Verb);
        if (!context.Caller.May(transition.Permission))
            return AccountErrors.Lacks(context.Caller, transition.Permission);

        var before = await db.FindAsync<ApplicationRow>(Find, new { request.Id }, cancellationToken);
        if (before is null)
            return Refusal.NotFound("application", request.Id);
        if (!context.Caller.MayActFor(before.PersonId))
            return AccountErrors.NotYours;
        if (request.Version is { } seen && seen != before.Version)
            return Refusal.Stale("application");
        if (!transition.From.Contains(before.State))
            return ApplicationErrors.WrongState(request.Verb, before.State);
        if (Forbids(request, before, now) is { } refusal)
            return refusal;

        var to = transition.Target(before.Conditions is not null);
        var held = to.SeatsHeld() - before.State.SeatsHeld();
        var taken = to.PlacesTaken() - before.State.PlacesTaken();
        await db.ChangeAsync(Update, Change(request, before, to, now), "application", cancellationToken);
        if (before.State == ApplicationState.Interviewing)
            await InterviewBookings.ReleaseAsync(db, audit, request.Id, now, cancellationToken);
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
                cancellationToken
            )
        )
            return ApplicationErrors.AlreadyEnrolled;
        // The cohort's row comes last: all that move its seats wait for one another there, as short as can be.
        if (!await Seats.MoveAsync(db, before.CohortId, held, taken, cancellationToken))
            return CohortErrors.CohortFull;

        audit.Record(
            $"application.{request.Verb.ToString().ToLowerInvariant()}",
            request.Id,
            new
            {
                From = before.State,
                To = to,
                request.Input.Reason,
                request.Input.OfferExpiresOn,
                request.Input.Conditions,
            }
        );
        var view = await db.FindAsync<ApplicationView>(
            GetApplicationHandler.ById,
            new { request.Id },
            cancellationToken
        );
        return view!.For(context.Caller);
    }

    /// <summary>The rules about time that a transition is subject to (rules 1 and 7).</summary>
    static Refusal? Forbids(ChangeApplication request, ApplicationRow row, DateTimeOffset now) =>
        request.Verb switch
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
            ApplicationVerb.Offer when LocalDay.End(request.Input.OfferExpiresOn!.Value, row.TimeZone) <= now =>
                ApplicationErrors.ExpiryInPast,
            _ => null,
        };

    /// <summary>What the row becomes: an offer's fields come with the offer and go when the case is reopened.</summary>
    static object Change(ChangeApplication request, ApplicationRow before, ApplicationState to, DateTimeOffset now)
    {
        var isOffer = request.Verb == ApplicationVerb.Offer;
        var isReopened = request.Verb == ApplicationVerb.Reopen;
        return new
        {
            request.Id,
            before.Version,
            From = before.State.ToString(),
            To = to.ToString(),
            Reason = request.Input.Reason ?? before.Reason,
            Conditions = isOffer ? request.Input.Conditions
            : isReopened ? null
            : before.Conditions,
            OfferExpiresAt = isOffer ? LocalDay.End(request.Input.OfferExpiresOn!.Value, before.TimeZone)
            : isReopened ? null
            : before.OfferExpiresAt,
            SubmittedAt = request.Verb == ApplicationVerb.Submit ? now : before.SubmittedAt,
        };
    }

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
