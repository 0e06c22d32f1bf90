using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Cohorts;
using Enrollment.Data;
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

    /// <summary>The last day, in the cohort's zone.</summary>
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

sealed class ChangeEnrollmentHandler(Db db, AuditTrail audit)
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
            return EnrollmentErrors.WrongState(request.Verb.ToString(), before.State);
        if (transition.Ends && request.Input.EndedOn < before.EnrolledOn)
            return EnrollmentErrors.EndedBeforeEnrolled("endedOn", before.EnrolledOn);

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
        var places = transition.To.PlacesTaken() - before.State.PlacesTaken();
        if (!await Seats.MoveAsync(db, before.CohortId, places, places, cancellationToken))
            return CohortErrors.CohortFull;

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

    internal static readonly Sql Update = new(
        """
        UPDATE Enrollments
        SET State = @State, EndedOn = @EndedOn, EndReason = @EndReason, EndRequestedBy = @EndRequestedBy,
            Version = Version + 1
        WHERE Id = @Id AND Version = @Version
        """
    );
}
