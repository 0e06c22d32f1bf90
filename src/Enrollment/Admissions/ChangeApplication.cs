using Enrollment.Accounts;
using Enrollment.Cohorts;
using Enrollment.Data;
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
    : ICommand<ApplicationView>
{
    /// <summary>The cohort that the caller takes it to belong to; null where that doesn't matter.</summary>
    public Guid? CohortId { get; init; }
}

/// <summary>The fields of a transition; the table says which of them each demands, allows and forbids.</summary>
public sealed record TransitionInput
{
    public static TransitionInput Empty { get; } = new();

    /// <summary>1 to 1,000 characters.</summary>
    public string? Reason { get; init; }

    /// <summary>Last day on which the offer can be accepted, in the cohort's zone.</summary>
    public DateOnly? OfferExpiresOn { get; init; }

    /// <summary>
    /// What must be met before the offer leads to an enrollment: one condition a line, up to 20 lines and 1,000
    /// characters.
    /// </summary>
    public string? Conditions { get; init; }

    /// <summary>The later cohort of the same course that a deferred offer is kept for.</summary>
    public Guid? ToCohortId { get; init; }

    /// <summary>
    /// Why the application is sent or the offer made though the applicant isn't eligible, up to 1,000 characters; from
    /// registrars only. It stands until the application is reopened.
    /// </summary>
    public string? EligibilityWaiver { get; init; }

    /// <summary>
    /// Puts the application on the waiting list although seats are free and nobody waits; the program offers a free seat to
    /// the head of the list within seconds.
    /// </summary>
    public bool DespiteFreeSeats { get; init; }

    /// <summary>A registrar brings in what came in time by another way; never from outside.</summary>
    internal bool AfterClose { get; init; }

    /// <summary>A form sends an empty field where nothing was entered: blank conditions would make an offer conditional.</summary>
    internal TransitionInput WithoutBlanks() =>
        this with
        {
            Reason = string.IsNullOrWhiteSpace(Reason) ? null : Reason,
            Conditions = string.IsNullOrWhiteSpace(Conditions) ? null : Conditions,
            EligibilityWaiver = string.IsNullOrWhiteSpace(EligibilityWaiver) ? null : EligibilityWaiver,
        };
}

sealed class ChangeApplicationValidator : AbstractValidator<ChangeApplication>
{
    public ChangeApplicationValidator()
    {
        RuleFor(c => c.Verb).IsInEnum();
        RuleFor(c => c.Input.Reason).Prose(1_000).OverridePropertyName("reason");
        RuleFor(c => c.Input.Conditions).Prose(1_000).OverridePropertyName("conditions");
        RuleFor(c => c.Input.Conditions)
            .Must(text => OfferConditions.Lines(text).Count <= OfferConditions.Most)
            .WithMessage($"Give at most {OfferConditions.Most} conditions, one a line.")
            .OverridePropertyName("conditions");
        RuleFor(c => c.Input.EligibilityWaiver).Prose(1_000).OverridePropertyName("eligibilityWaiver");
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
                    Check(TransitionFields.ToCohortId, "toCohortId", request.Input.ToCohortId is not null);
                    Check(
                        TransitionFields.EligibilityWaiver,
                        "eligibilityWaiver",
                        !string.IsNullOrWhiteSpace(request.Input.EligibilityWaiver)
                    );

                    Check(TransitionFields.DespiteFreeSeats, "despiteFreeSeats", request.Input.DespiteFreeSeats);

                    void Check(TransitionFields field, string name, bool given)
                    {
                        if (row.Demands.HasFlag(field) && !given)
                            Fail(name, "field_demanded", $"'{row.Verb.Wire()}' demands the field '{name}'.");
                        else if (given && !(row.Demands | row.Allows).HasFlag(field))
                            Fail(
                                name,
                                "field_forbidden",
                                $"'{row.Verb.Wire()}' takes no field '{name}'. Leave it out."
                            );
                    }

                    void Fail(string name, string code, string message) =>
                        context.AddFailure(
                            new ValidationFailure(context.PropertyChain.BuildPropertyPath(name), message)
                            {
                                ErrorCode = code,
                            }
                        );
                }
            )
            .When(c => Enum.IsDefined(c.Verb));
    }
}

sealed class ChangeApplicationHandler(Db db, ApplicationChange change, TimeProvider time, RequestContext context)
    : IRequestHandler<ChangeApplication, Result<ApplicationView>>
{
    public async Task<Result<ApplicationView>> Handle(ChangeApplication request, CancellationToken cancellationToken)
    {
        var transition = ApplicationTransitions.Of(request.Verb);
        if (!context.Caller.May(transition.Permission))
            return AccountErrors.Lacks(context.Caller, transition.Permission);
        if (
            !transition.AllowsTo(context.Caller).HasFlag(transition.ForDeciders)
            && !string.IsNullOrWhiteSpace(request.Input.EligibilityWaiver)
        )
            return ApplicationErrors.ForRegistrars("eligibilityWaiver");

        var before = await change.FindAsync(request.Id, cancellationToken);
        if (before is null || (request.CohortId ?? before.CohortId) != before.CohortId)
            return Refusal.NotFound("application", request.Id);
        if (!context.Caller.MayActFor(before.PersonId))
            return AccountErrors.NotYours;
        if (request.Version is { } seen && seen != before.Version)
            return await StaleApplication.RefuseAsync(db, before.Id, seen, before.Version, cancellationToken);
        if (await change.ApplyAsync(before, request.Verb, request.Input, cancellationToken) is { } refusal)
            return refusal == CohortErrors.CohortFull && context.Caller.Role == Role.Student
                ? ApplicationErrors.LastSeatTaken
                : refusal;

        var view = await db.FindAsync<ApplicationView>(
            GetApplicationHandler.ById,
            new { request.Id },
            cancellationToken
        );
        return view!.For(context.Caller, time.GetUtcNow());
    }
}
