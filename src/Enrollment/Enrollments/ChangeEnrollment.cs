using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Cohorts;
using Enrollment.Data;
using Enrollment.Messages;
using Enrollment.People;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Enrollments;

/// <summary>
/// Takes an enrollment through one row of its table. An end (withdraw, cancel) demands its date, who asked for it and a
/// reason; it frees the place.
/// </summary>
[Requires(Permission.ManageEnrollments)]
public sealed record ChangeEnrollment(Guid Id, EnrollmentVerb Verb, int? Version, EnrollmentEnd Input)
    : ICommand<EnrollmentView>;

public sealed record EnrollmentEnd
{
    public static EnrollmentEnd Empty { get; } = new();

    /// <summary>The last day, in the cohort's zone; not after today.</summary>
    public DateOnly? EndedOn { get; init; }

    /// <summary>1 to 100 characters: trainee, center, employer ...</summary>
    public string? RequestedBy { get; init; }

    /// <summary>One of the codes of <see cref="EndReasons"/>.</summary>
    public string? Reason { get; init; }

    /// <summary>Up to 1,000 characters, kept in the audit trail; demanded where the reason is "other".</summary>
    public string? Note { get; init; }
}

sealed class ChangeEnrollmentValidator : AbstractValidator<ChangeEnrollment>
{
    public ChangeEnrollmentValidator()
    {
        RuleFor(c => c.Verb).IsInEnum();
        When(
            c => Enum.IsDefined(c.Verb) && EnrollmentTransitions.Of(c.Verb).Ends,
            () =>
            {
                RuleFor(c => c.Input.EndedOn).NotNull().OverridePropertyName("endedOn");
                RuleFor(c => c.Input.RequestedBy!).Text(100).OverridePropertyName("requestedBy");
                RuleFor(c => c.Input.Reason!).EndReason().OverridePropertyName("reason");
                RuleFor(c => c.Input.Note).EndNote(c => c.Input.Reason).OverridePropertyName("note");
            }
        );
    }
}

sealed class ChangeEnrollmentHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time)
    : IRequestHandler<ChangeEnrollment, Result<EnrollmentView>>
{
    public async Task<Result<EnrollmentView>> Handle(ChangeEnrollment request, CancellationToken cancellationToken)
    {
        var key = new { request.Id };
        var before = await db.FindAsync<EnrollmentView>(GetEnrollmentHandler.ById, key, cancellationToken);
        if (before is null)
            return Refusal.NotFound("enrollment", request.Id);
        if (request.Version is { } seen && seen != before.Version)
            return Refusal.Stale("enrollment");

        var transition = EnrollmentTransitions.Of(request.Verb);
        if (!transition.From.Contains(before.State))
            return EnrollmentErrors.WrongState(request.Verb.Wire(), before.State);
        var now = time.GetUtcNow();
        if (transition.Ends && await EndProblemAsync(before, request.Input, now, cancellationToken) is { } misdated)
            return misdated;
        if (
            request.Verb == EnrollmentVerb.Reinstate
            && await PersonStore.HoldAsync(db, before.PersonId, cancellationToken) is { } gone
        )
            return gone;

        var row = new
        {
            request.Id,
            before.Version,
            State = transition.To.ToString(),
            EndedOn = transition.Ends ? request.Input.EndedOn : null,
            EndReason = transition.Ends ? request.Input.Reason : null,
            EndRequestedBy = transition.Ends ? request.Input.RequestedBy : null,
        };
        await db.ChangeAsync(Update, row, "enrollment", cancellationToken);
        if (
            request.Verb == EnrollmentVerb.Reinstate
            && await ReinstatementProblemAsync(before, cancellationToken) is { } elsewhere
        )
            return elsewhere;
        var places = transition.To.PlacesTaken() - before.State.PlacesTaken();
        if (!await Seats.MoveAsync(db, before.CohortId, places, places, cancellationToken))
            return CohortErrors.CohortFull;
        if (EnrollmentMessages.Of(request.Verb) is { } kind)
        {
            var told = new TraineeEvent(kind, before.Id, before.Id, before.Version + 1);
            await TraineeOutbox.RecordAsync(db, ids, told, now, cancellationToken);
        }

        audit.Record(
            $"enrollment.{request.Verb.ToString().ToLowerInvariant()}",
            request.Id,
            new
            {
                From = before.State,
                To = transition.To,
                request.Input.EndedOn,
                request.Input.RequestedBy,
                request.Input.Reason,
                request.Input.Note,
            }
        );
        return (await db.FindAsync<EnrollmentView>(GetEnrollmentHandler.ById, key, cancellationToken))!;
    }

    async Task<Refusal?> EndProblemAsync(
        EnrollmentView before,
        EnrollmentEnd end,
        DateTimeOffset now,
        CancellationToken token
    )
    {
        if (end.EndedOn < before.EnrolledOn)
            return EnrollmentErrors.EndedBeforeEnrolled("endedOn", before.EnrolledOn);
        var today = (await CohortDay.OfAsync(db, before.CohortId, token)).Today(now);
        return end.EndedOn > today ? EnrollmentErrors.EndsInFuture("endedOn", today) : null;
    }

    /// <summary>
    /// Asked after the record was written: whoever reopens its application or takes up another record of the person has
    /// waited for it, or is seen here.
    /// </summary>
    async Task<Refusal?> ReinstatementProblemAsync(EnrollmentView before, CancellationToken token)
    {
        if ((await db.QueryAsync<Guid>(LiveElsewhere, before, token)) is [var live, ..])
            return EnrollmentErrors.EnrolledElsewhere(live);
        return
            before is { State: EnrollmentState.Cancelled, ApplicationId: { } applicationId }
            && await db.FindAsync<bool>(IsReopened, new { Id = applicationId }, token)
            ? EnrollmentErrors.ApplicationGoesOn(applicationId)
            : null;
    }

    internal static readonly Sql LiveElsewhere = new(
        """
        SELECT e.Id
        FROM Enrollments e
        JOIN Cohorts h ON h.Id = e.CohortId
        JOIN CourseVersions v ON v.Id = h.CourseVersionId
        WHERE e.PersonId = @PersonId AND e.Id <> @Id AND e.State IN ('Active', 'Suspended')
          AND v.CourseId = (SELECT w.CourseId
                            FROM Cohorts t
                            JOIN CourseVersions w ON w.Id = t.CourseVersionId
                            WHERE t.Id = @CohortId)
        ORDER BY e.Id
        """
    );

    internal static readonly Sql IsReopened = new(
        "SELECT CASE WHEN State = 'Enrolled' THEN 0 ELSE 1 END FROM Applications WHERE Id = @Id"
    );

    internal static readonly Sql Update = new(
        """
        UPDATE Enrollments
        SET State = @State, EndedOn = @EndedOn, EndReason = @EndReason, EndRequestedBy = @EndRequestedBy,
            TransferredToId = NULL, Version = Version + 1
        WHERE Id = @Id AND Version = @Version
        """
    );
}
