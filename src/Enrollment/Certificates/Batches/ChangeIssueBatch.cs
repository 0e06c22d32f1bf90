using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Certificates.Batches;

/// <summary>Pauses, resumes or cancels a batch. What is in hand at that moment is finished; the rest waits or is left.</summary>
[Requires(Permission.IssueCertificates)]
public sealed record ChangeIssueBatch(Guid Id, IssueBatchVerb Verb) : ICommand<IssueBatchView>;

sealed class ChangeIssueBatchValidator : AbstractValidator<ChangeIssueBatch>
{
    public ChangeIssueBatchValidator() => RuleFor(c => c.Verb).IsInEnum();
}

sealed class ChangeIssueBatchHandler(Db db, AuditTrail audit, TimeProvider time)
    : IRequestHandler<ChangeIssueBatch, Result<IssueBatchView>>
{
    public async Task<Result<IssueBatchView>> Handle(ChangeIssueBatch request, CancellationToken cancellationToken)
    {
        var before = await GetIssueBatchHandler.FindAsync(db, request.Id, cancellationToken);
        if (before is null)
            return Refusal.NotFound("batch", request.Id);
        var (from, to) = IssueBatchTransitions.Of(request.Verb);
        if (!from.Contains(before.State))
            return IssueBatchErrors.WrongState(request.Verb, before.State);

        var row = new
        {
            request.Id,
            before.Version,
            State = to.ToString(),
            EndedAt = to == IssueBatchState.Cancelled ? time.GetUtcNow() : (DateTimeOffset?)null,
        };
        await db.ChangeAsync(Update, row, "batch", cancellationToken);
        if (to == IssueBatchState.Cancelled)
            await db.ExecuteAsync(CancelRows, row, cancellationToken);

        audit.Record($"issue-batch.{request.Verb.ToString().ToLowerInvariant()}", request.Id);
        return (await GetIssueBatchHandler.FindAsync(db, request.Id, cancellationToken))!;
    }

    internal static readonly Sql Update = new(
        """
        UPDATE IssueBatches
        SET State = @State, EndedAt = @EndedAt, Version = Version + 1
        WHERE Id = @Id AND Version = @Version
        """
    );

    internal static readonly Sql CancelRows = new(
        "UPDATE IssueBatchRows SET State = 'Cancelled' WHERE BatchId = @Id AND State = 'Waiting'"
    );
}
