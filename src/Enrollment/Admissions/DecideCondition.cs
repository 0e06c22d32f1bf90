using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Admissions;

/// <summary>
/// Decides one condition of an offer, or takes its decision back (Pending), while the offer is outstanding or accepted.
/// The last one that is met or waived makes an accepted application an enrollment; one that is not met ends it.
/// <paramref name="Version"/> is the condition's version that the caller saw, or null.
/// </summary>
[Requires(Permission.DecideApplications)]
public sealed record DecideCondition(Guid ApplicationId, int Position, ConditionState State, int? Version, string? Note)
    : ICommand<ApplicationView>;

sealed class DecideConditionValidator : AbstractValidator<DecideCondition>
{
    public DecideConditionValidator()
    {
        RuleFor(c => c.State).IsInEnum();
        RuleFor(c => c.Note).Prose(1_000);
        RuleFor(c => c.Note)
            .NotEmpty()
            .When(c => c.State is ConditionState.NotMet or ConditionState.Waived)
            .WithMessage("Say why in 'note'.");
    }
}

sealed class DecideConditionHandler(
    Db db,
    ApplicationChange change,
    AuditTrail audit,
    TimeProvider time,
    RequestContext context
) : IRequestHandler<DecideCondition, Result<ApplicationView>>
{
    public async Task<Result<ApplicationView>> Handle(DecideCondition request, CancellationToken cancellationToken)
    {
        var application = await change.FindAsync(request.ApplicationId, cancellationToken);
        if (application is null)
            return Refusal.NotFound("application", request.ApplicationId);
        if (application.State is not (ApplicationState.Offered or ApplicationState.Accepted))
            return ApplicationErrors.ConditionsNotOpen(application.State);

        var key = new { Id = request.ApplicationId };
        var conditions = await db.QueryAsync<ConditionView>(
            ListConditionsHandler.OfApplication,
            key,
            cancellationToken
        );
        if (conditions.FirstOrDefault(c => c.Position == request.Position) is not { } before)
            return ApplicationErrors.NoSuchCondition(request.Position);
        if (request.Version is { } seen && seen != before.Version)
            return Refusal.Stale("condition");

        var isPending = request.State == ConditionState.Pending;
        var row = new
        {
            request.ApplicationId,
            request.Position,
            before.Version,
            State = request.State.ToString(),
            Note = string.IsNullOrWhiteSpace(request.Note) ? null : request.Note,
            DecidedBy = isPending ? null : context.Caller.Id,
            DecidedAt = isPending ? (DateTimeOffset?)null : time.GetUtcNow(),
        };
        // The application's row first: two who decide its last two conditions at once must see each other's decision.
        await db.ChangeAsync(Touch, application, "application", cancellationToken);
        await db.ChangeAsync(Update, row, "condition", cancellationToken);
        audit.Record(
            "application.condition",
            request.ApplicationId,
            new
            {
                request.Position,
                Old = before.State,
                New = request.State,
                row.Note,
            }
        );
        application = application with { Version = application.Version + 1 };
        if (await FollowAsync(application, conditions, request, cancellationToken) is { } refusal)
            return refusal;

        var view = await db.FindAsync<ApplicationView>(GetApplicationHandler.ById, key, cancellationToken);
        return view!.For(context.Caller, time.GetUtcNow());
    }

    async Task<Refusal?> FollowAsync(
        ApplicationRow application,
        IReadOnlyList<ConditionView> before,
        DecideCondition request,
        CancellationToken token
    )
    {
        if (application.State != ApplicationState.Accepted)
            return null;
        if (request.State == ConditionState.NotMet)
        {
            var reason = new TransitionInput { Reason = request.Note };
            return await change.ApplyAsync(application, ApplicationVerb.FailConditions, reason, token);
        }

        var areMet = before
            .Select(c => c.Position == request.Position ? request.State : c.State)
            .All(state => state is ConditionState.Met or ConditionState.Waived);
        return areMet
            ? await change.ApplyAsync(application, ApplicationVerb.MeetConditions, TransitionInput.Empty, token)
            : null;
    }

    internal static readonly Sql Touch = new(
        "UPDATE Applications SET Version = Version + 1 WHERE Id = @Id AND Version = @Version"
    );

    internal static readonly Sql Update = new(
        """
        UPDATE OfferConditions
        SET State = @State, Note = @Note, DecidedBy = @DecidedBy, DecidedAt = @DecidedAt, Version = Version + 1
        WHERE ApplicationId = @ApplicationId AND Position = @Position AND Version = @Version
        """
    );
}
