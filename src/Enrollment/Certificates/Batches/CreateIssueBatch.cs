using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Certificates.Batches;

/// <summary>
/// Begins to issue, in the background, the certificates of everybody in a cohort who may have one and has none. A cohort
/// has one open batch at a time. Where there is nobody, the batch is done at once.
/// </summary>
[Requires(Permission.IssueCertificates)]
public sealed record CreateIssueBatch(Guid CohortId) : ICommand<IssueBatchView>;

sealed class CreateIssueBatchHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time, RequestContext context)
    : IRequestHandler<CreateIssueBatch, Result<IssueBatchView>>
{
    public async Task<Result<IssueBatchView>> Handle(CreateIssueBatch request, CancellationToken cancellationToken)
    {
        if (await db.FindAsync<Guid?>(ListIssuableHandler.CohortExists, request, cancellationToken) is null)
            return Refusal.NotFound("cohort", request.CohortId);

        var batch = new
        {
            Id = ids.New(),
            request.CohortId,
            CreatedBy = context.Caller.Id,
            CreatedByName = context.Caller.Name,
            CreatedByRole = context.Caller.Role.ToString(),
            Now = time.GetUtcNow(),
        };
        if (!await db.TryInsertAsync(Insert, batch, cancellationToken))
        {
            return await db.FindAsync<Guid?>(Open, request, cancellationToken) is { } open
                ? IssueBatchErrors.OpenAlready(open)
                : throw new LostRaceException("batch");
        }

        var total = await db.ExecuteAsync(InsertRows, batch, cancellationToken);
        var counted = new
        {
            batch.Id,
            Total = total,
            State = (total > 0 ? IssueBatchState.Running : IssueBatchState.Done).ToString(),
            EndedAt = total > 0 ? (DateTimeOffset?)null : batch.Now,
        };
        await db.ExecuteAsync(Count, counted, cancellationToken);
        audit.Record("issue-batch.created", batch.Id, new { request.CohortId, total });
        return (await GetIssueBatchHandler.FindAsync(db, batch.Id, cancellationToken))!;
    }

    internal static readonly Sql Open = new(
        "SELECT Id FROM IssueBatches WHERE CohortId = @CohortId AND EndedAt IS NULL"
    );

    internal static readonly Sql Insert = new(
        """
        INSERT INTO IssueBatches
            (Id, CohortId, State, Total, Issued, Refused, WorkedMilliseconds, CreatedBy, CreatedByName, CreatedByRole,
             CreatedAt, Version)
        VALUES
            (@Id, @CohortId, 'Running', 0, 0, 0, 0, @CreatedBy, @CreatedByName, @CreatedByRole, @Now, 1)
        """
    );

    internal static readonly Sql InsertRows = new(
        $"""
        INSERT INTO IssueBatchRows (BatchId, Position, EnrollmentId, State)
        SELECT @Id, ROW_NUMBER() OVER (ORDER BY e.Id), e.Id, 'Waiting'
        {ListIssuableHandler.FromIssuable}
        """
    );

    internal static readonly Sql Count = new(
        "UPDATE IssueBatches SET Total = @Total, State = @State, EndedAt = @EndedAt WHERE Id = @Id"
    );
}
