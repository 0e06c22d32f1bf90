using Enrollment.Accounts;
using Enrollment.Cohorts.Instructors;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Assessments.Moderation;

/// <summary>
/// Every change of a trainee's marks at a component, oldest first; <paramref name="Attempt"/> leaves only those of one
/// attempt. Of a mark that awaits its second mark only who entered it learns values and reasons.
/// </summary>
[Requires(Permission.ReadMarks)]
public sealed record ListMarkHistory(Guid EnrollmentId, Guid ComponentId, int? Attempt, Guid? After, int Size)
    : IQuery<Page<MarkChangeView>>,
        ICohortWork
{
    CohortPlace ICohortWork.Place => CohortPlace.OfEnrollment(EnrollmentId);
}

public sealed record MarkChangeView
{
    public Guid Id { get; init; }
    public int Attempt { get; init; }
    public MarkState OldState { get; init; }

    /// <summary>Null where there was none, or where it is hidden from the caller.</summary>
    public decimal? OldValue { get; init; }
    public DateOnly? OldSubmittedOn { get; init; }

    /// <summary>Who gave it; null in changes from before this was kept.</summary>
    public string? OldEnteredBy { get; init; }
    public MarkState NewState { get; init; }
    public decimal? NewValue { get; init; }
    public DateOnly? NewSubmittedOn { get; init; }

    /// <summary>Null where it is hidden from the caller.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether values and reason are hidden from the caller until the second mark is in.</summary>
    public bool Hidden { get; init; }
    public string ChangedBy { get; init; } = "";
    public DateTimeOffset ChangedAt { get; init; }
}

sealed class ListMarkHistoryHandler(Db db, RequestContext context)
    : IRequestHandler<ListMarkHistory, Result<Page<MarkChangeView>>>
{
    public async Task<Result<Page<MarkChangeView>>> Handle(ListMarkHistory request, CancellationToken cancellationToken)
    {
        // The changes first: one that is made in between is hidden by what is read after it.
        var page = await db.PageAsync<MarkChangeView>(
            Changes,
            new
            {
                request.EnrollmentId,
                request.ComponentId,
                request.Attempt,
                After = request.After ?? Guid.Empty,
            },
            request.Size,
            row => row.Id,
            cancellationToken
        );
        var marks = await db.QueryAsync<MarkRow>(SetMarkHandler.Attempts, request, cancellationToken);
        if (marks.Count == 0)
            return ModerationErrors.NoMark(request.ComponentId);

        var hidden = marks.Where(m => m.IsHiddenFrom(context.Caller)).Select(m => m.Attempt).ToHashSet();
        return page with
        {
            Items = [.. page.Items.Select(change => hidden.Contains(change.Attempt) ? Hide(change) : change)],
        };
    }

    static MarkChangeView Hide(MarkChangeView change) =>
        change with
        {
            OldValue = null,
            NewValue = null,
            Reason = null,
            Hidden = true,
        };

    internal static readonly Sql Changes = new(
        """
        SELECT Id, Attempt, OldState, OldValue, OldSubmittedOn, OldEnteredBy, NewState, NewValue, NewSubmittedOn,
               Reason, ChangedBy, ChangedAt
        FROM MarkChanges
        WHERE EnrollmentId = @EnrollmentId AND ComponentId = @ComponentId AND Id > @After
          AND (@Attempt IS NULL OR Attempt = @Attempt)
        ORDER BY Id
        """
    )
    {
        Paged = true,
    };
}
