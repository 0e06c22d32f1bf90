using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Admissions.Documents;

/// <summary>Claims contents whose files are to be removed; from then on no document can be made of them.</summary>
[Requires(Permission.DecideApplications)]
public sealed record ClaimUnused(int Size) : ICommand<ClaimedContents>;

/// <summary>Removes the rows of contents that were claimed at that moment and whose files are gone.</summary>
[Requires(Permission.DecideApplications)]
public sealed record ForgetContents(IReadOnlyList<UnusedContent> Contents, DateTimeOffset ClaimedAt) : ICommand<Done>;

public sealed record ClaimedContents(IReadOnlyList<UnusedContent> Contents, DateTimeOffset At);

public sealed record UnusedContent
{
    public Guid Id { get; init; }
    public string Hash { get; init; } = "";
    public int Version { get; init; }
}

sealed class ClaimUnusedHandler(Db db, AuditTrail audit, TimeProvider time)
    : IRequestHandler<ClaimUnused, Result<ClaimedContents>>
{
    public async Task<Result<ClaimedContents>> Handle(ClaimUnused request, CancellationToken cancellationToken)
    {
        // As every engine keeps it, so that the claim is found again by it.
        var clock = time.GetUtcNow();
        var now = clock.AddTicks(-(clock.Ticks % TimeSpan.TicksPerMicrosecond));
        var unused = await db.PageAsync<UnusedContent>(
            Unused,
            new
            {
                After = Guid.Empty,
                Before = now - DocumentClearing.Age,
                Lapsed = now - ContentRow.RemovalLease,
            },
            request.Size,
            row => row.Id,
            cancellationToken
        );
        var claimed = new List<UnusedContent>(unused.Items.Count);
        foreach (var content in unused.Items)
        {
            var change = new
            {
                content.Id,
                content.Version,
                Now = now,
            };
            // One that an upload has reserved meanwhile is passed over.
            if (await db.ExecuteAsync(Claim, change, cancellationToken) == 0)
                continue;

            claimed.Add(content);
            audit.Record("document.clearing", content.Id, new { content.Hash });
        }

        return new ClaimedContents(claimed, now);
    }

    internal static readonly Sql Unused = new(
        """
        SELECT Id, Hash, Version FROM DocumentContents
        WHERE Uses = 0 AND Id > @After AND ReservedAt <= @Before
          AND (RemovalStartedAt IS NULL OR RemovalStartedAt <= @Lapsed)
        ORDER BY Id
        """
    )
    {
        Paged = true,
    };

    internal static readonly Sql Claim = new(
        """
        UPDATE DocumentContents
        SET RemovalStartedAt = @Now, Version = Version + 1
        WHERE Id = @Id AND Version = @Version AND Uses = 0
        """
    );
}

sealed class ForgetContentsHandler(Db db, AuditTrail audit) : IRequestHandler<ForgetContents, Result<Done>>
{
    public async Task<Result<Done>> Handle(ForgetContents request, CancellationToken cancellationToken)
    {
        foreach (var content in request.Contents)
        {
            var row = new { content.Id, request.ClaimedAt };
            if (await db.ExecuteAsync(Delete, row, cancellationToken) == 1)
                audit.Record("document.cleared", content.Id, new { content.Hash });
        }

        return Done.It;
    }

    internal static readonly Sql Delete = new(
        "DELETE FROM DocumentContents WHERE Id = @Id AND RemovalStartedAt = @ClaimedAt AND Uses = 0"
    );
}
