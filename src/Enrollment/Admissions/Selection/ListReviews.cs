using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Admissions.Selection;

/// <summary>The applications of a cohort that the caller is to score, with how far the caller is.</summary>
[Requires(Permission.ReviewApplications)]
public sealed record ListReviews(Guid CohortId, Guid? After, int Size) : IQuery<Page<ReviewItem>>;

/// <summary>An application in the list of its reviewer.</summary>
public sealed record ReviewItem
{
    public Guid ApplicationId { get; init; }

    /// <summary>A number that stands for the applicant, the same for everybody and always.</summary>
    public string Pseudonym { get; init; } = "";

    /// <summary>Null where the selection is anonymous.</summary>
    public Guid? PersonId { get; init; }

    /// <summary>Null where the selection is anonymous.</summary>
    public string? PersonName { get; init; }
    public ApplicationState State { get; init; }
    public string? Statement { get; init; }

    /// <summary>The caller's latest attempt; 0 before the first.</summary>
    public int Attempt { get; init; }

    /// <summary>When the caller's latest attempt was submitted; null: still to do.</summary>
    public DateTimeOffset? ScoredAt { get; init; }
}

sealed class ListReviewsHandler(Db db, RequestContext context) : IRequestHandler<ListReviews, Result<Page<ReviewItem>>>
{
    public async Task<Result<Page<ReviewItem>>> Handle(ListReviews request, CancellationToken cancellationToken)
    {
        var scheme = await SelectionStore.CurrentAsync(db, request.CohortId, cancellationToken);
        if (scheme is null)
            return SelectionErrors.NoCriteria(request.CohortId);

        var page = await db.PageAsync<ReviewItem>(
            OfReviewer,
            new
            {
                request.CohortId,
                SchemeId = scheme.Id,
                ReviewerId = context.Caller.Id,
                After = request.After ?? Guid.Empty,
            },
            request.Size,
            row => row.ApplicationId,
            cancellationToken
        );
        return page with { Items = [.. page.Items.Select(item => Show(item, scheme.Anonymous))] };
    }

    static ReviewItem Show(ReviewItem item, bool anonymous) =>
        item with
        {
            Pseudonym = Selection.Pseudonym.Of(item.ApplicationId),
            PersonId = anonymous ? null : item.PersonId,
            PersonName = anonymous ? null : item.PersonName,
        };

    internal static readonly Sql OfReviewer = new(
        """
        SELECT a.Id AS ApplicationId, a.PersonId, n.FullName AS PersonName, a.State, a.Statement,
               COALESCE(s.Attempt, 0) AS Attempt, s.SubmittedAt AS ScoredAt
        FROM Applications a
        JOIN PersonNames n ON n.PersonId = a.PersonId AND n.Position = 0
        LEFT JOIN ScoreSets s
            ON s.SchemeId = @SchemeId AND s.ApplicationId = a.Id AND s.ReviewerId = @ReviewerId
            AND s.Attempt = (SELECT MAX(l.Attempt) FROM ScoreSets l
                             WHERE l.SchemeId = @SchemeId AND l.ApplicationId = a.Id AND l.ReviewerId = @ReviewerId)
        WHERE a.CohortId = @CohortId AND a.Id > @After
          AND a.State IN ('Submitted', 'UnderReview', 'Interviewing', 'Waitlisted', 'Deferred')
          AND (EXISTS (SELECT 1 FROM SelectionReviewers r
                       WHERE r.CohortId = a.CohortId AND r.ReviewerId = @ReviewerId)
               OR EXISTS (SELECT 1 FROM ReviewAssignments x
                          WHERE x.ApplicationId = a.Id AND x.ReviewerId = @ReviewerId))
        ORDER BY a.Id
        """
    )
    {
        Paged = true,
    };
}
