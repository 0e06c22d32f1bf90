using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Admissions.Selection;

/// <summary>
/// Who scores the applications of a cohort. It doesn't tell how far they are: counts would tell reviewers of one another.
/// </summary>
[Requires(Permission.ManageCohorts)]
public sealed record ListReviewers(Guid CohortId) : IQuery<Reviewers>;

public sealed record Reviewers(IReadOnlyList<ReviewerView> Items);

/// <summary>A reviewer of a cohort.</summary>
public sealed record ReviewerView
{
    /// <summary>As the audit trail names the caller.</summary>
    public string ReviewerId { get; init; } = "";

    /// <summary>Whether all applications of the cohort are theirs, those yet to come included.</summary>
    public bool WholeCohort { get; init; }

    /// <summary>Applications that were assigned one by one.</summary>
    public int OneByOne { get; init; }
}

sealed class ListReviewersHandler(Db db) : IRequestHandler<ListReviewers, Result<Reviewers>>
{
    public async Task<Result<Reviewers>> Handle(ListReviewers request, CancellationToken cancellationToken) =>
        new Reviewers(await db.QueryAsync<ReviewerView>(OfCohort, request, cancellationToken));

    internal static readonly Sql OfCohort = new(
        """
        SELECT b.ReviewerId, MAX(b.WholeCohort) AS WholeCohort, SUM(b.OneByOne) AS OneByOne
        FROM (
            SELECT r.ReviewerId, 1 AS WholeCohort, 0 AS OneByOne FROM SelectionReviewers r WHERE r.CohortId = @CohortId
            UNION ALL
            SELECT x.ReviewerId, 0, 1
            FROM Applications a
            JOIN ReviewAssignments x ON x.ApplicationId = a.Id
            WHERE a.CohortId = @CohortId
        ) b
        GROUP BY b.ReviewerId
        ORDER BY b.ReviewerId
        """
    );
}
