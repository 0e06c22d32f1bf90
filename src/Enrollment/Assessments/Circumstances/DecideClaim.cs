using Enrollment.Accounts;
using Enrollment.Assessments.Deadlines;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Messages;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Assessments.Circumstances;

/// <summary>
/// Accepts a claim with exactly one remedy, which takes effect at once, or rejects it. <paramref name="Version"/> is the
/// version that the caller saw, or null.
/// </summary>
[Requires(Permission.HoldBoard)]
public sealed record DecideClaim(Guid Id, ClaimVerb Verb, int? Version, ClaimDecision Fields) : ICommand<ClaimView>;

public sealed record ClaimDecision
{
    /// <summary>Demanded when accepting, forbidden when rejecting.</summary>
    public ClaimRemedy? Remedy { get; init; }

    /// <summary>The later last day, with the remedy Extension alone.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>Why, 1 to 1,000 characters; the trainee reads it.</summary>
    public required string Reason { get; init; }
}

sealed class DecideClaimValidator : AbstractValidator<DecideClaim>
{
    public DecideClaimValidator()
    {
        RuleFor(c => c.Verb).Must(verb => verb is ClaimVerb.Accept or ClaimVerb.Reject);
        RuleFor(c => c.Fields.Remedy)
            .IsInEnum()
            .Must((c, remedy) => remedy is not null == (c.Verb == ClaimVerb.Accept))
            .WithMessage("A claim that is accepted has one remedy, none included; one that is rejected has no remedy.");
        RuleFor(c => c.Fields.DueOn)
            .Day()
            .Must((c, dueOn) => dueOn is not null == (c.Fields.Remedy == ClaimRemedy.Extension))
            .WithMessage("The remedy Extension demands 'dueOn'; without it there is none.");
        RuleFor(c => c.Fields.Reason).NotEmpty().Prose(1_000);
    }
}

sealed class DecideClaimHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time, RequestContext context)
    : IRequestHandler<DecideClaim, Result<ClaimView>>
{
    const string RemedyReason = "Extenuating circumstances.";

    public async Task<Result<ClaimView>> Handle(DecideClaim request, CancellationToken cancellationToken)
    {
        var claim = await ClaimView.FindAsync(db, request.Id, cancellationToken);
        if (claim is null)
            return CircumstanceErrors.NoClaim(request.Id);
        if (request.Version is { } seen && seen != claim.Version)
            return Refusal.Stale("circumstance_claim");
        var transition = ClaimTransitions.Of(request.Verb);
        if (!transition.From.Contains(claim.State))
            return CircumstanceErrors.WrongState(transition.Verb, claim.State);
        if (context.Caller.PersonId == claim.PersonId)
            return CircumstanceErrors.OwnClaim;
        if (await db.FindAsync<int>(CountMarkedBy, Work(claim), cancellationToken) > 0)
            return CircumstanceErrors.DecidedByMarker;

        var row = new
        {
            claim.Id,
            claim.Version,
            State = transition.To.ToString(),
            Remedy = request.Fields.Remedy?.ToString(),
            request.Fields.DueOn,
            request.Fields.Reason,
            DecidedBy = context.Caller.Id,
            Now = time.GetUtcNow(),
        };
        // Before the remedy, so that of two who decide at once one finds it decided.
        await db.ChangeAsync(Update, row, "circumstance_claim", cancellationToken);
        if (await RemedyAsync(claim, request.Fields, row.Now, cancellationToken) is { } refusal)
            return refusal;
        if (AssessmentMessages.Of(request.Verb) is { } kind)
        {
            // Without the reason, which may tell of the trainee's health: that is read in the record alone.
            var told = new TraineeEvent(kind, claim.EnrollmentId, claim.Id, claim.Version + 1);
            await TraineeOutbox.RecordAsync(db, ids, told, row.Now, cancellationToken);
        }

        audit.Record(
            request.Verb == ClaimVerb.Accept ? "claim.accepted" : "claim.rejected",
            claim.EnrollmentId,
            new
            {
                ClaimId = claim.Id,
                request.Fields.Remedy,
                request.Fields.DueOn,
            }
        );
        return (await ClaimView.FindAsync(db, claim.Id, cancellationToken))!.WithoutStatement;
    }

    object Work(ClaimView claim) =>
        new
        {
            claim.EnrollmentId,
            claim.ComponentId,
            claim.Attempt,
            Caller = context.Caller.Id,
        };

    async Task<Refusal?> RemedyAsync(
        ClaimView claim,
        ClaimDecision decision,
        DateTimeOffset now,
        CancellationToken token
    )
    {
        if (decision.Remedy is null or ClaimRemedy.None)
            return null;
        if (claim is not { ComponentId: { } componentId, Attempt: { } attempt })
            return CircumstanceErrors.RemedyNeedsComponent;
        if (decision.Remedy == ClaimRemedy.AbsentWithCause)
            return await ExcuseAsync(claim, componentId, attempt, now, token);

        var grant = new ExtensionGrant(
            claim.EnrollmentId,
            componentId,
            attempt,
            decision.DueOn!.Value,
            RemedyReason,
            Version: null
        )
        {
            ForBoard = true,
        };
        return (await ExtensionBook.GrantAsync(db, audit, grant, context.Caller.Id, now, token)).Refusal;
    }

    /// <summary>The attempt becomes an absence with cause, whatever was entered for it; the mark's history keeps that.</summary>
    async Task<Refusal?> ExcuseAsync(
        ClaimView claim,
        Guid componentId,
        int attempt,
        DateTimeOffset now,
        CancellationToken token
    )
    {
        var cohort = await db.FindAsync<MarkedScheme>(RecordMarksHandler.Cohort, new { claim.CohortId }, token);
        if (cohort?.SchemeId is not { } schemeId)
            return AssessmentErrors.CohortWithoutScheme;

        var scheme = (await SchemeReader.LoadAsync(db, schemeId, token))!;
        var key = new { claim.EnrollmentId, ComponentId = componentId };
        var marks = (await db.QueryAsync<MarkRow>(SetMarkHandler.Attempts, key, token)).ToDictionary(m => m.Attempt);
        var existing = marks.GetValueOrDefault(attempt);
        var book = new MarkBook(db, MarkBook.Components(scheme), context.Caller.Id, ids, now) { ForBoard = true };
        var entry = new MarkEntry
        {
            EnrollmentId = claim.EnrollmentId,
            ComponentId = componentId,
            Attempt = attempt,
            State = MarkState.AbsentWithCause,
            SubmittedOn = existing?.SubmittedOn,
            Version = existing?.Version ?? 0,
            Reason = RemedyReason,
        };
        var answer = await book.WriteAsync(entry, existing, n => marks.GetValueOrDefault(n)?.State, null, token);
        if (answer.Problem is { } problem)
            return Refusal.Rule(problem.Code, problem.Message, problem);

        await book.FixSchemeAsync(cohort, token);
        return null;
    }

    internal static readonly Sql Update = new(
        """
        UPDATE CircumstanceClaims
        SET State = @State, Remedy = @Remedy, DueOn = @DueOn, DecisionReason = @Reason, DecidedBy = @DecidedBy,
            DecidedAt = @Now, Version = Version + 1
        WHERE Id = @Id AND Version = @Version
        """
    );

    internal static readonly Sql CountMarkedBy = new(
        """
        SELECT
            (SELECT COUNT(*) FROM Marks m
             WHERE m.EnrollmentId = @EnrollmentId AND (@ComponentId IS NULL OR m.ComponentId = @ComponentId)
               AND (@Attempt IS NULL OR m.Attempt = @Attempt) AND m.Value IS NOT NULL AND m.EnteredBy = @Caller)
            + (SELECT COUNT(*) FROM MarkChanges k
               WHERE k.EnrollmentId = @EnrollmentId AND (@ComponentId IS NULL OR k.ComponentId = @ComponentId)
                 AND (@Attempt IS NULL OR k.Attempt = @Attempt)
                 AND ((k.NewValue IS NOT NULL AND k.ChangedBy = @Caller)
                      OR (k.OldValue IS NOT NULL AND k.OldEnteredBy = @Caller)))
            + (SELECT COUNT(*) FROM SecondMarkings s
               WHERE s.EnrollmentId = @EnrollmentId AND (@ComponentId IS NULL OR s.ComponentId = @ComponentId)
                 AND (@Attempt IS NULL OR s.Attempt = @Attempt) AND @Caller IN (s.FirstMarker, s.SecondMarker))
        """
    );
}
