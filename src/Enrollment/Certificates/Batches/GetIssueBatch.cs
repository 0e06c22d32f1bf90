using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Certificates.Batches;

[Requires(Permission.ReadCertificates)]
public sealed record GetIssueBatch(Guid Id) : IQuery<IssueBatchView>;

/// <summary>Batches in the order in which they were begun, of one cohort where it is named.</summary>
[Requires(Permission.ReadCertificates)]
public sealed record ListIssueBatches(Guid? CohortId, Guid? After, int Size) : IQuery<Page<IssueBatchView>>;

/// <summary>How far a batch is.</summary>
public sealed record IssueBatchView
{
    public Guid Id { get; init; }
    public Guid CohortId { get; init; }
    public IssueBatchState State { get; init; }

    /// <summary>Rows in all.</summary>
    public int Total { get; init; }
    public int Issued { get; init; }
    public int Refused { get; init; }

    /// <summary>Certificates a second while it was worked on; null before the first.</summary>
    public decimal? PerSecond { get; init; }

    /// <summary>How many seconds the rest takes at that rate; null where nothing tells, and where it has ended.</summary>
    public int? SecondsLeft { get; init; }

    /// <summary>What keeps it waiting at the moment, such as a time-stamp authority that doesn't answer.</summary>
    public string? Problem { get; init; }
    public string CreatedBy { get; init; } = "";
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public int Version { get; init; }
}

sealed class GetIssueBatchHandler(Db db)
    : IRequestHandler<GetIssueBatch, Result<IssueBatchView>>,
        IRequestHandler<ListIssueBatches, Result<Page<IssueBatchView>>>
{
    public async Task<Result<IssueBatchView>> Handle(GetIssueBatch request, CancellationToken cancellationToken) =>
        await FindAsync(db, request.Id, cancellationToken) is { } batch ? batch : Refusal.NotFound("batch", request.Id);

    public async Task<Result<Page<IssueBatchView>>> Handle(
        ListIssueBatches request,
        CancellationToken cancellationToken
    )
    {
        var page = await db.PageAsync<Row>(
            request.CohortId is null ? All : OfCohort,
            new { request.CohortId, After = request.After ?? Guid.Empty },
            request.Size,
            row => row.Id,
            cancellationToken
        );
        return new Page<IssueBatchView>([.. page.Items.Select(row => row.View())], page.NextCursor);
    }

    internal static async Task<IssueBatchView?> FindAsync(Db db, Guid id, CancellationToken token) =>
        (await db.FindAsync<Row>(ById, new { Id = id }, token))?.View();

    sealed record Row
    {
        public Guid Id { get; init; }
        public Guid CohortId { get; init; }
        public IssueBatchState State { get; init; }
        public int Total { get; init; }
        public int Issued { get; init; }
        public int Refused { get; init; }
        public int WorkedMilliseconds { get; init; }
        public string? Problem { get; init; }
        public string CreatedBy { get; init; } = "";
        public DateTimeOffset CreatedAt { get; init; }
        public DateTimeOffset? EndedAt { get; init; }
        public int Version { get; init; }

        internal IssueBatchView View()
        {
            var done = Issued + Refused;
            var hasRate = done > 0 && WorkedMilliseconds > 0;
            var left = (long)(Total - done) * WorkedMilliseconds / Math.Max(1, done) / 1_000;
            return new()
            {
                Id = Id,
                CohortId = CohortId,
                State = State,
                Total = Total,
                Issued = Issued,
                Refused = Refused,
                PerSecond = hasRate ? decimal.Round(done * 1_000m / WorkedMilliseconds, 1) : null,
                SecondsLeft = hasRate && EndedAt is null ? (int)Math.Min(left, int.MaxValue) : null,
                Problem = Problem,
                CreatedBy = CreatedBy,
                CreatedAt = CreatedAt,
                EndedAt = EndedAt,
                Version = Version,
            };
        }
    }

    const string Select = """
        SELECT b.Id, b.CohortId, b.State, b.Total, b.Issued, b.Refused, b.WorkedMilliseconds, b.Problem,
               b.CreatedByName AS CreatedBy, b.CreatedAt, b.EndedAt, b.Version
        FROM IssueBatches b
        """;

    internal static readonly Sql ById = new($"{Select} WHERE b.Id = @Id");

    internal static readonly Sql All = new(
        $"""
        {Select}
        WHERE b.Id > @After
        ORDER BY b.Id
        """
    )
    {
        Paged = true,
    };

    internal static readonly Sql OfCohort = new(
        $"""
        {Select}
        WHERE b.CohortId = @CohortId AND b.Id > @After
        ORDER BY b.Id
        """
    )
    {
        Paged = true,
    };
}
