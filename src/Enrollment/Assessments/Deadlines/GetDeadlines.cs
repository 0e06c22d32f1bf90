using Enrollment.Accounts;
using Enrollment.Cohorts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Assessments.Deadlines;

/// <summary>The deadlines of a cohort's work; trainees read them, too.</summary>
[Requires(Permission.ReadOwnRecord)]
public sealed record GetDeadlines(Guid CohortId) : IQuery<CohortDeadlines>;

/// <summary>In the order of the scheme. <paramref name="TimeZone"/> is the IANA name of the zone whose days count.</summary>
public sealed record CohortDeadlines(Guid CohortId, string TimeZone, IReadOnlyList<DeadlineView> Items);

public sealed record DeadlineView
{
    public Guid ComponentId { get; init; }
    public string ComponentCode { get; init; } = "";
    public int Attempt { get; init; }

    /// <summary>The last day for handing in.</summary>
    public DateOnly DueOn { get; init; }

    /// <summary>The first instant at which work is late: the end of that day in the cohort's zone.</summary>
    public DateTimeOffset DueAt { get; init; }
    public int Version { get; init; }
}

sealed class GetDeadlinesHandler(Db db) : IRequestHandler<GetDeadlines, Result<CohortDeadlines>>
{
    public async Task<Result<CohortDeadlines>> Handle(GetDeadlines request, CancellationToken cancellationToken) =>
        await ReadAsync(db, request.CohortId, cancellationToken) is { } deadlines
            ? deadlines
            : Refusal.NotFound("cohort", request.CohortId);

    /// <summary>Null where there is no such cohort.</summary>
    internal static async Task<CohortDeadlines?> ReadAsync(Db db, Guid cohortId, CancellationToken token)
    {
        var key = new { CohortId = cohortId };
        var zone = await db.FindAsync<string>(ZoneOf, key, token);
        if (zone is null)
            return null;

        var items = await db.QueryAsync<DeadlineView>(OfCohort, key, token);
        return new CohortDeadlines(
            cohortId,
            zone,
            [.. items.Select(item => item with { DueAt = LocalDay.End(item.DueOn, zone) })]
        );
    }

    internal static readonly Sql ZoneOf = new("SELECT TimeZone FROM Cohorts WHERE Id = @CohortId");

    internal static readonly Sql OfCohort = new(
        """
        SELECT d.ComponentId, c.Code AS ComponentCode, d.Attempt, d.DueOn, d.Version
        FROM Deadlines d
        JOIN SchemeComponents c ON c.Id = d.ComponentId
        WHERE d.CohortId = @CohortId
        ORDER BY c.GroupCode, c.Position, d.ComponentId, d.Attempt
        """
    );
}
