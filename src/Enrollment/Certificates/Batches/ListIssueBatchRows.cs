using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Certificates.Batches;

/// <summary>The rows of a batch in their order, in one state where it is named. A cohort's batch is read whole.</summary>
[Requires(Permission.ReadCertificates)]
public sealed record ListIssueBatchRows(Guid BatchId, IssueRowState? State) : IQuery<IReadOnlyList<IssueBatchRowView>>;

/// <summary>What became of a row.</summary>
public sealed record IssueBatchRowView
{
    public Guid EnrollmentId { get; init; }
    public IssueRowState State { get; init; }
    public Guid? CertificateId { get; init; }
    public string? Serial { get; init; }

    /// <summary>Why it was refused; null otherwise.</summary>
    public FieldProblem? Problem { get; init; }
}

sealed class ListIssueBatchRowsHandler(Db db)
    : IRequestHandler<ListIssueBatchRows, Result<IReadOnlyList<IssueBatchRowView>>>
{
    public async Task<Result<IReadOnlyList<IssueBatchRowView>>> Handle(
        ListIssueBatchRows request,
        CancellationToken cancellationToken
    )
    {
        if (await GetIssueBatchHandler.FindAsync(db, request.BatchId, cancellationToken) is null)
            return Refusal.NotFound("batch", request.BatchId);

        var rows = await db.QueryAsync<Row>(
            OfBatch,
            new { request.BatchId, State = request.State?.ToString() },
            cancellationToken
        );
        return Result<IReadOnlyList<IssueBatchRowView>>.Of([.. rows.Select(row => row.View())]);
    }

    sealed record Row
    {
        public Guid EnrollmentId { get; init; }
        public IssueRowState State { get; init; }
        public Guid? CertificateId { get; init; }
        public string? Serial { get; init; }
        public string? ProblemField { get; init; }
        public string? ProblemCode { get; init; }
        public string? Problem { get; init; }

        internal IssueBatchRowView View() =>
            new()
            {
                EnrollmentId = EnrollmentId,
                State = State,
                CertificateId = CertificateId,
                Serial = Serial,
                Problem = ProblemCode is null ? null : new(ProblemField!, ProblemCode, Problem!),
            };
    }

    internal static readonly Sql OfBatch = new(
        """
        SELECT r.EnrollmentId, r.State, r.CertificateId, t.Serial, r.ProblemField, r.ProblemCode, r.Problem
        FROM IssueBatchRows r
        LEFT JOIN Certificates t ON t.Id = r.CertificateId
        WHERE r.BatchId = @BatchId AND (@State IS NULL OR r.State = @State)
        ORDER BY r.Position
        """
    );
}
