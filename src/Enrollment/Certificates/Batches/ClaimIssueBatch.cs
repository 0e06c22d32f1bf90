using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Certificates.Batches;

/// <summary>
/// Takes the next rows of the oldest batch that runs and that nobody works on, with a lease: a process that is killed
/// leaves them to whoever comes after its end. The value is null where there is none.
/// </summary>
[Requires(Permission.IssueCertificates)]
sealed record ClaimIssueBatch(int Rows) : ICommand<ClaimedRows>;

/// <summary>Rows of a batch that one process works on.</summary>
/// <param name="BatchId">Empty where there is nothing to do.</param>
/// <param name="By">Who began the batch: the certificates are issued on behalf of them.</param>
/// <param name="Rows">In their order.</param>
sealed record ClaimedRows(Guid BatchId, Caller By, IReadOnlyList<ClaimedRow> Rows)
{
    internal static ClaimedRows None { get; } = new(Guid.Empty, Caller.System, []);
}

sealed record ClaimedRow
{
    public int Position { get; init; }
    public Guid EnrollmentId { get; init; }
}

sealed class ClaimIssueBatchHandler(Db db, TimeProvider time) : IRequestHandler<ClaimIssueBatch, Result<ClaimedRows>>
{
    /// <summary>Many times what a chunk takes; how long a killed process holds a batch up at most.</summary>
    static readonly TimeSpan lease = TimeSpan.FromMinutes(2);

    public async Task<Result<ClaimedRows>> Handle(ClaimIssueBatch request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var batch in await db.QueryAsync<OpenBatch>(Running, new { Now = now }, cancellationToken))
        {
            var claim = new
            {
                batch.Id,
                batch.Version,
                Until = now + lease,
            };
            if (await db.ExecuteAsync(Claim, claim, cancellationToken) == 0)
                continue;

            var rows = await db.FirstAsync<ClaimedRow>(Waiting, new { batch.Id }, request.Rows, cancellationToken);
            var by = new Caller(batch.CreatedBy, batch.CreatedByName, Enum.Parse<Role>(batch.CreatedByRole));
            return new ClaimedRows(batch.Id, by, rows);
        }

        return ClaimedRows.None;
    }

    sealed record OpenBatch
    {
        public Guid Id { get; init; }
        public string CreatedBy { get; init; } = "";
        public string CreatedByName { get; init; } = "";
        public string CreatedByRole { get; init; } = "";
        public int Version { get; init; }
    }

    internal static readonly Sql Running = new(
        """
        SELECT Id, CreatedBy, CreatedByName, CreatedByRole, Version
        FROM IssueBatches
        WHERE State = 'Running' AND (LeasedUntil IS NULL OR LeasedUntil <= @Now)
        ORDER BY Id
        """
    );

    internal static readonly Sql Claim = new(
        "UPDATE IssueBatches SET LeasedUntil = @Until, Version = Version + 1 WHERE Id = @Id AND Version = @Version"
    );

    internal static readonly Sql Waiting = new(
        """
        SELECT Position, EnrollmentId
        FROM IssueBatchRows
        WHERE BatchId = @Id AND State = 'Waiting'
        ORDER BY Position
        """
    )
    {
        Paged = true,
    };
}
