using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Admissions.Selection;

/// <summary>
/// Makes somebody a reviewer of all applications of a cohort (<paramref name="ApplicationIds"/> is null) or of up to 500
/// of them, or takes that back. Repeating it changes nothing. Scores that were submitted stay.
/// </summary>
[Requires(Permission.ManageCohorts)]
public sealed record ChangeReviewer(
    Guid CohortId,
    string ReviewerId,
    IReadOnlyList<Guid>? ApplicationIds,
    bool Assigned
) : ICommand<ReviewerView>;

sealed class ChangeReviewerValidator : AbstractValidator<ChangeReviewer>
{
    public ChangeReviewerValidator()
    {
        RuleFor(c => c.ReviewerId).Text(200);
        RuleFor(c => c.ApplicationIds)
            .Must(list => list is null or { Count: >= 1 and <= 500 })
            .WithMessage("Name 1 to 500 applications, or leave the list out for all of the cohort.");
    }
}

sealed class ChangeReviewerHandler(Db db, AuditTrail audit, RequestContext context)
    : IRequestHandler<ChangeReviewer, Result<ReviewerView>>
{
    public async Task<Result<ReviewerView>> Handle(ChangeReviewer request, CancellationToken cancellationToken)
    {
        if (request.ReviewerId == context.Caller.Id)
            return SelectionErrors.OwnAssignment;
        if (await SelectionStore.CurrentAsync(db, request.CohortId, cancellationToken) is null)
            return SelectionErrors.NoCriteria(request.CohortId);

        if (request.ApplicationIds is null)
        {
            var row = new { request.CohortId, request.ReviewerId };
            if (request.Assigned)
                await db.TryInsertAsync(Insert, row, cancellationToken);
            else
                await db.ExecuteAsync(Delete, row, cancellationToken);
        }

        foreach (var (id, index) in (request.ApplicationIds ?? []).Select((id, index) => (id, index)))
        {
            var cohort = await db.FindAsync<Guid?>(CohortOf, new { Id = id }, cancellationToken);
            if (cohort != request.CohortId)
                return SelectionErrors.ApplicationOfOtherCohort(index);

            var row = new { ApplicationId = id, request.ReviewerId };
            if (request.Assigned)
                await db.TryInsertAsync(InsertSingle, row, cancellationToken);
            else
                await db.ExecuteAsync(DeleteSingle, row, cancellationToken);
        }

        audit.Record(
            request.Assigned ? "selection.reviewer-assigned" : "selection.reviewer-released",
            request.CohortId,
            new { request.ReviewerId, request.ApplicationIds }
        );
        var reviewers = await db.QueryAsync<ReviewerView>(
            ListReviewersHandler.OfCohort,
            new { request.CohortId },
            cancellationToken
        );
        return reviewers.SingleOrDefault(r => r.ReviewerId == request.ReviewerId)
            ?? new ReviewerView { ReviewerId = request.ReviewerId };
    }

    internal static readonly Sql CohortOf = new("SELECT CohortId FROM Applications WHERE Id = @Id");

    internal static readonly Sql Insert = new(
        "INSERT INTO SelectionReviewers (CohortId, ReviewerId) VALUES (@CohortId, @ReviewerId)"
    );

    internal static readonly Sql Delete = new(
        "DELETE FROM SelectionReviewers WHERE CohortId = @CohortId AND ReviewerId = @ReviewerId"
    );

    internal static readonly Sql InsertSingle = new(
        "INSERT INTO ReviewAssignments (ApplicationId, ReviewerId) VALUES (@ApplicationId, @ReviewerId)"
    );

    internal static readonly Sql DeleteSingle = new(
        "DELETE FROM ReviewAssignments WHERE ApplicationId = @ApplicationId AND ReviewerId = @ReviewerId"
    );
}
