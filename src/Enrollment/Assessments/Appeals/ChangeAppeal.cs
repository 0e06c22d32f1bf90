using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Messages;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Assessments.Appeals;

/// <summary>
/// Takes an appeal under review or decides it, by somebody who marked none of the work concerned (rule 19). One that is
/// upheld puts the trainee on the agenda of the next board; nothing else changes by itself.
/// </summary>
/// <param name="Id">The appeal.</param>
/// <param name="Verb">Any but <see cref="AppealVerb.Withdraw"/>.</param>
/// <param name="Version">The version that was read; null: whichever it is.</param>
/// <param name="Reason">Demanded with an outcome, 1 to 4,000 characters; forbidden before.</param>
[Requires(Permission.DecideAppeals)]
public sealed record DecideAppeal(Guid Id, AppealVerb Verb, int? Version, string? Reason) : ICommand<AppealView>;

/// <summary>Takes an open appeal back.</summary>
[Requires(Permission.Appeal)]
public sealed record WithdrawAppeal(Guid Id, int? Version) : ICommand<AppealView>;

sealed class DecideAppealValidator : AbstractValidator<DecideAppeal>
{
    public DecideAppealValidator()
    {
        RuleFor(c => c.Verb).IsInEnum().NotEqual(AppealVerb.Withdraw);
        RuleFor(c => c.Reason).Prose(4_000);
    }
}

sealed class ChangeAppealHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time, RequestContext context)
    : IRequestHandler<DecideAppeal, Result<AppealView>>,
        IRequestHandler<WithdrawAppeal, Result<AppealView>>
{
    public async Task<Result<AppealView>> Handle(DecideAppeal request, CancellationToken cancellationToken)
    {
        var before = await AppealRow.FindAsync(db, request.Id, cancellationToken);
        if (before is null)
            return Refusal.NotFound("appeal", request.Id);

        var transition = AppealTransitions.Of(request.Verb);
        if (transition.Decides && string.IsNullOrWhiteSpace(request.Reason))
            return AppealErrors.ReasonMissing;
        if (!transition.Decides && request.Reason is not null)
            return AppealErrors.ReasonForbidden;

        var marker = new
        {
            before.EnrollmentId,
            before.SubjectId,
            before.PersonId,
            Caller = context.Caller.Id,
        };
        if (await db.FindAsync<bool>(Marked, marker, cancellationToken))
            return AppealErrors.DecidedByMarker;

        return await ChangeAsync(before, transition, request.Version, request.Reason, cancellationToken);
    }

    public async Task<Result<AppealView>> Handle(WithdrawAppeal request, CancellationToken cancellationToken)
    {
        var before = await AppealRow.FindAsync(db, request.Id, cancellationToken);
        if (before is null)
            return Refusal.NotFound("appeal", request.Id);
        if (!context.Caller.MayActFor(before.PersonId))
            return AccountErrors.NotYours;

        var transition = AppealTransitions.Of(AppealVerb.Withdraw);
        return await ChangeAsync(before, transition, request.Version, reason: null, cancellationToken);
    }

    async Task<Result<AppealView>> ChangeAsync(
        AppealRow before,
        AppealTransition transition,
        int? version,
        string? reason,
        CancellationToken token
    )
    {
        if (version is { } seen && seen != before.Version)
            return Refusal.Stale("appeal");
        if (!transition.From.Contains(before.State))
            return AppealErrors.WrongState(transition.Verb, before.State);

        var now = time.GetUtcNow();
        var row = new
        {
            before.Id,
            before.Version,
            State = transition.To.ToString(),
            OpenKey = transition.To.IsOpen() ? Guid.Empty : before.Id,
            Reason = reason,
            By = context.Caller.Id,
            At = transition.To.IsOpen() ? (DateTimeOffset?)null : now,
        };
        await db.ChangeAsync(Update, row, "appeal", token);
        if (AssessmentMessages.Of(transition.Verb) is { } kind)
        {
            var told = new TraineeEvent(kind, before.EnrollmentId, before.Id, before.Version + 1) { Reason = reason };
            await TraineeOutbox.RecordAsync(db, ids, told, now, token);
        }

        audit.Record(
            $"appeal.{transition.Verb.ToString().ToLowerInvariant()}",
            before.Id,
            new
            {
                before.EnrollmentId,
                From = before.State,
                transition.To,
                Reason = reason,
            }
        );
        return (await AppealRow.FindAsync(db, before.Id, token))!.View(context.Caller);
    }

    internal static readonly Sql Update = new(
        """
        UPDATE Appeals
        SET State = @State, OpenKey = @OpenKey, Reason = @Reason, DecidedBy = @By, DecidedAt = @At, Version = Version + 1
        WHERE Id = @Id AND Version = @Version
        """
    );

    /// <summary>
    /// Whether the caller has entered, changed, second marked or moderated a mark that is appealed against. A mark that a transfer copied
    /// has its changes where it was made, so those of the cohorts that the trainee came from count, too, by the code of their component.
    /// </summary>
    internal static readonly Sql Marked = new(
        """
        SELECT CASE WHEN EXISTS (
            SELECT 1
            FROM Enrollments e
            JOIN Marks m ON m.EnrollmentId = e.Id
            JOIN SchemeComponents c ON c.Id = m.ComponentId
            WHERE e.PersonId = @PersonId AND (e.Id = @EnrollmentId OR e.State = 'Transferred')
              AND (@SubjectId = @EnrollmentId OR c.Code = (SELECT s.Code FROM SchemeComponents s WHERE s.Id = @SubjectId))
              AND (m.EnteredBy = @Caller
                   OR EXISTS (SELECT 1 FROM SecondMarkings k
                              WHERE k.EnrollmentId = m.EnrollmentId AND k.ComponentId = m.ComponentId
                                AND k.Attempt = m.Attempt AND @Caller IN (k.FirstMarker, k.SecondMarker, k.Moderator))
                   OR EXISTS (SELECT 1 FROM MarkChanges x
                              WHERE x.EnrollmentId = m.EnrollmentId AND x.ComponentId = m.ComponentId
                                AND x.Attempt = m.Attempt AND @Caller IN (x.ChangedBy, x.OldEnteredBy)))
        ) THEN 1 ELSE 0 END AS Marked
        """
    );
}
