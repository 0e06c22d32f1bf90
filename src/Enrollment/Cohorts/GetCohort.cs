using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Cohorts;

[Requires(Permission.ReadCatalog)]
public sealed record GetCohort(Guid Id) : IQuery<CohortView>;

/// <summary>
/// Cohorts in the order of their creation, filtered by center, course and code; <paramref name="Open"/> leaves only
/// those that take applications now (true) or don't (false).
/// </summary>
[Requires(Permission.ReadCatalog)]
public sealed record ListCohorts(Guid? CenterId, Guid? CourseId, string? Code, bool? Open, Guid? After, int Size)
    : IQuery<Page<CohortView>>;

sealed class GetCohortHandler(Db db) : IRequestHandler<GetCohort, Result<CohortView>>
{
    public async Task<Result<CohortView>> Handle(GetCohort request, CancellationToken cancellationToken) =>
        await db.FindAsync<CohortView>(ById, new { request.Id }, cancellationToken) is { } cohort
            ? cohort
            : Refusal.NotFound("cohort", request.Id);

    internal static readonly Sql ById = new(
        """
        SELECT h.Id, h.Code, h.CenterId, c.Code AS CenterCode, c.Name AS CenterName, v.CourseId, k.Code AS CourseCode,
               h.CourseVersionId, v.Title AS CourseTitle, h.SchemeId, h.TimeZone, h.Capacity, h.Overbooking,
               h.SeatsHeld, h.PlacesTaken, h.Waiting, h.RoundId, h.OfferDays, h.AppealDays, h.OpensOn,
               h.ClosesOn, h.OpensAt, h.ClosesAt, h.StartsOn, h.EndsOn, h.ResultsReleasedAt, h.Version
        FROM Cohorts h
        JOIN Centers c ON c.Id = h.CenterId
        JOIN CourseVersions v ON v.Id = h.CourseVersionId
        JOIN Courses k ON k.Id = v.CourseId
        WHERE h.Id = @Id
        """
    );
}

sealed class ListCohortsHandler(Db db, TimeProvider time) : IRequestHandler<ListCohorts, Result<Page<CohortView>>>
{
    public async Task<Result<Page<CohortView>>> Handle(ListCohorts request, CancellationToken cancellationToken) =>
        await db.PageAsync<CohortView>(
            Page,
            new
            {
                request.CenterId,
                request.CourseId,
                request.Code,
                Wanted = request.Open switch
                {
                    true => "open",
                    false => "closed",
                    null => null,
                },
                Now = time.GetUtcNow(),
                After = request.After ?? Guid.Empty,
            },
            request.Size,
            row => row.Id,
            cancellationToken
        );

    internal static readonly Sql Page = new(
        """
        SELECT h.Id, h.Code, h.CenterId, c.Code AS CenterCode, c.Name AS CenterName, v.CourseId, k.Code AS CourseCode,
               h.CourseVersionId, v.Title AS CourseTitle, h.SchemeId, h.TimeZone, h.Capacity, h.Overbooking,
               h.SeatsHeld, h.PlacesTaken, h.Waiting, h.RoundId, h.OfferDays, h.AppealDays, h.OpensOn,
               h.ClosesOn, h.OpensAt, h.ClosesAt, h.StartsOn, h.EndsOn, h.ResultsReleasedAt, h.Version
        FROM Cohorts h
        JOIN Centers c ON c.Id = h.CenterId
        JOIN CourseVersions v ON v.Id = h.CourseVersionId
        JOIN Courses k ON k.Id = v.CourseId
        WHERE h.Id > @After
          AND (@CenterId IS NULL OR h.CenterId = @CenterId)
          AND (@CourseId IS NULL OR v.CourseId = @CourseId)
          AND (@Code IS NULL OR h.Code = @Code)
          AND (@Wanted IS NULL
               OR @Wanted = CASE WHEN h.OpensAt <= @Now AND h.ClosesAt > @Now THEN 'open' ELSE 'closed' END)
        ORDER BY h.Id
        """
    )
    {
        Paged = true,
    };
}
