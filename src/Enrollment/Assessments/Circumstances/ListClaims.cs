using Enrollment.Accounts;
using Enrollment.Cohorts.Instructors;
using Enrollment.Data;
using Enrollment.Enrollments;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Assessments.Circumstances;

/// <summary>The claims of a cohort, for the board, oldest first; <paramref name="State"/> leaves only those in it.</summary>
[Requires(Permission.HoldBoard)]
public sealed record ListClaims(Guid CohortId, ClaimState? State, Guid? After, int Size) : IQuery<Page<ClaimView>>;

/// <summary>The claims of one record, for the trainee and the board.</summary>
[Requires(Permission.ReadOwnRecord)]
public sealed record ListTraineeClaims(Guid EnrollmentId, Guid? After, int Size) : IQuery<Page<ClaimView>>, ICohortWork
{
    CohortPlace ICohortWork.Place => CohortPlace.OfEnrollment(EnrollmentId);
}

/// <summary>One claim with its statement, for the trainee and the board.</summary>
[Requires(Permission.ReadOwnRecord)]
public sealed record GetClaim(Guid Id) : IQuery<ClaimView>;

sealed class ListClaimsHandler(Db db) : IRequestHandler<ListClaims, Result<Page<ClaimView>>>
{
    public async Task<Result<Page<ClaimView>>> Handle(ListClaims request, CancellationToken cancellationToken) =>
        await db.PageAsync<ClaimView>(
            OfCohort,
            new
            {
                request.CohortId,
                State = request.State?.ToString(),
                After = request.After ?? Guid.Empty,
            },
            request.Size,
            row => row.Id,
            cancellationToken
        );

    internal static readonly Sql OfCohort = new(
        """
        SELECT k.Id, k.EnrollmentId, e.PersonId, n.FullName AS PersonName, k.CohortId, k.ComponentId,
               c.Code AS ComponentCode, k.Attempt, k.Kind, k.State, k.Remedy, k.DueOn, k.DecisionReason, k.LodgedBy,
               k.LodgedAt, k.DecidedBy, k.DecidedAt, k.Version
        FROM CircumstanceClaims k
        JOIN Enrollments e ON e.Id = k.EnrollmentId
        JOIN PersonNames n ON n.PersonId = e.PersonId AND n.Position = 0
        LEFT JOIN SchemeComponents c ON c.Id = k.ComponentId
        WHERE k.CohortId = @CohortId AND k.Id > @After AND (@State IS NULL OR k.State = @State)
        ORDER BY k.Id
        """
    )
    {
        Paged = true,
    };
}

sealed class ListTraineeClaimsHandler(Db db, RequestContext context)
    : IRequestHandler<ListTraineeClaims, Result<Page<ClaimView>>>
{
    public async Task<Result<Page<ClaimView>>> Handle(ListTraineeClaims request, CancellationToken cancellationToken)
    {
        var enrollment = await db.FindAsync<EnrollmentView>(
            GetEnrollmentHandler.ById,
            new { Id = request.EnrollmentId },
            cancellationToken
        );
        if (enrollment is null)
            return Refusal.NotFound("enrollment", request.EnrollmentId);
        if (ClaimReader.Forbids(context.Caller, enrollment.PersonId) is { } refusal)
            return refusal;

        return await db.PageAsync<ClaimView>(
            OfTrainee,
            new { request.EnrollmentId, After = request.After ?? Guid.Empty },
            request.Size,
            row => row.Id,
            cancellationToken
        );
    }

    internal static readonly Sql OfTrainee = new(
        """
        SELECT k.Id, k.EnrollmentId, e.PersonId, n.FullName AS PersonName, k.CohortId, k.ComponentId,
               c.Code AS ComponentCode, k.Attempt, k.Kind, k.State, k.Remedy, k.DueOn, k.DecisionReason, k.LodgedBy,
               k.LodgedAt, k.DecidedBy, k.DecidedAt, k.Version
        FROM CircumstanceClaims k
        JOIN Enrollments e ON e.Id = k.EnrollmentId
        JOIN PersonNames n ON n.PersonId = e.PersonId AND n.Position = 0
        LEFT JOIN SchemeComponents c ON c.Id = k.ComponentId
        WHERE k.EnrollmentId = @EnrollmentId AND k.Id > @After
        ORDER BY k.Id
        """
    )
    {
        Paged = true,
    };
}

sealed class GetClaimHandler(Db db, RequestContext context) : IRequestHandler<GetClaim, Result<ClaimView>>
{
    public async Task<Result<ClaimView>> Handle(GetClaim request, CancellationToken cancellationToken)
    {
        var claim = await ClaimView.FindAsync(db, request.Id, cancellationToken);
        if (claim is null)
            return CircumstanceErrors.NoClaim(request.Id);

        return ClaimReader.Forbids(context.Caller, claim.PersonId) is { } refusal ? refusal : claim;
    }
}

/// <summary>Who may read of a claim: the trainee and the board, not every member of the staff.</summary>
static class ClaimReader
{
    internal static Refusal? Forbids(Caller caller, Guid personId) =>
        caller.PersonId == personId || caller.May(Permission.HoldBoard) ? null
        : caller.Role == Role.Student ? AccountErrors.NotYours
        : AccountErrors.Lacks(caller, Permission.HoldBoard);
}
