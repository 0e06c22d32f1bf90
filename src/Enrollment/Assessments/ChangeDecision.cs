using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Assessments;

/// <summary>Puts another decision in the place of one that a meeting has made, while its minutes are open.</summary>
[Requires(Permission.HoldBoard)]
public sealed record ChangeDecision(Guid MeetingId, int Version, DecisionEntry Entry) : ICommand<DecisionView>;

/// <summary>
/// Takes a decision back, while the minutes are open: what stood before it stands again. Answers what it was.
/// </summary>
[Requires(Permission.HoldBoard)]
public sealed record RemoveDecision(Guid MeetingId, Guid EnrollmentId, int Version) : ICommand<DecisionView>;

sealed class ChangeDecisionValidator : AbstractValidator<ChangeDecision>
{
    public ChangeDecisionValidator()
    {
        RuleFor(c => c.Entry.Decision).IsInEnum();
        RuleFor(c => c.Entry.DepartureReason).Prose(1_000);
    }
}

sealed class ChangeDecisionHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time, RequestContext context)
    : IRequestHandler<ChangeDecision, Result<DecisionView>>,
        IRequestHandler<RemoveDecision, Result<DecisionView>>
{
    public async Task<Result<DecisionView>> Handle(ChangeDecision request, CancellationToken cancellationToken)
    {
        var enrollmentId = request.Entry.EnrollmentId;
        var opened = await OpenAsync(request.MeetingId, cancellationToken);
        if (opened.Refusal is { } closed)
            return closed;
        var found = await FindAsync(request.MeetingId, enrollmentId, request.Version, cancellationToken);
        if (found.Refusal is { } refusal)
            return refusal;

        var answer = await opened.Value.ChangeAsync(found.Value, request.Entry, cancellationToken);
        if (answer.Problem is { } problem)
            return Refusal.Rule(problem.Code, problem.Message, problem);

        return (
            await db.FindAsync<DecisionView>(
                GetDecisionHandler.ByTrainee,
                Key(request, enrollmentId),
                cancellationToken
            )
        )!;
    }

    public async Task<Result<DecisionView>> Handle(RemoveDecision request, CancellationToken cancellationToken)
    {
        var opened = await OpenAsync(request.MeetingId, cancellationToken);
        if (opened.Refusal is { } closed)
            return closed;
        var found = await FindAsync(request.MeetingId, request.EnrollmentId, request.Version, cancellationToken);
        if (found.Refusal is not null)
            return found;

        await opened.Value.RemoveAsync(found.Value, cancellationToken);
        return found;
    }

    static object Key(ChangeDecision request, Guid enrollmentId) =>
        new { request.MeetingId, EnrollmentId = enrollmentId };

    Task<Result<DecisionBook>> OpenAsync(Guid meetingId, CancellationToken token) =>
        DecisionBook.OpenAsync(db, audit, ids, meetingId, context.Caller.Id, time.GetUtcNow(), token);

    /// <summary>The decision that is to be changed, if it is as its reader saw it and still the one that stands.</summary>
    async Task<Result<DecisionView>> FindAsync(Guid meetingId, Guid enrollmentId, int version, CancellationToken token)
    {
        var key = new { MeetingId = meetingId, EnrollmentId = enrollmentId };
        var before = await db.FindAsync<DecisionView>(GetDecisionHandler.ByTrainee, key, token);
        if (before is null)
            return Refusal.NotFound("decision", enrollmentId);
        if (before.Version != version)
            return Refusal.Stale("decision");

        return await db.FindAsync<int>(Later, new { before.Id, EnrollmentId = enrollmentId }, token) > 0
            ? AssessmentErrors.DecisionSuperseded
            : before;
    }

    internal static readonly Sql Later = new(
        """
        SELECT COUNT(*)
        FROM BoardDecisions l
        WHERE l.EnrollmentId = @EnrollmentId AND l.Sequence > (SELECT d.Sequence FROM BoardDecisions d WHERE d.Id = @Id)
        """
    );
}
