using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Admissions.Interviews;

/// <summary>A cohort's times in the order in which they were made, cancelled and past ones included.</summary>
[Requires(Permission.ReadOwnRecord)]
public sealed record ListInterviewSlots(Guid CohortId, Guid? After, int Size) : IQuery<Page<InterviewSlotView>>;

[Requires(Permission.ReadOwnRecord)]
public sealed record GetInterviewSlot(Guid Id) : IQuery<InterviewSlotView>;

sealed class ListInterviewSlotsHandler(Db db, RequestContext context)
    : IRequestHandler<ListInterviewSlots, Result<Page<InterviewSlotView>>>
{
    public async Task<Result<Page<InterviewSlotView>>> Handle(
        ListInterviewSlots request,
        CancellationToken cancellationToken
    )
    {
        var page = await db.PageAsync<InterviewSlotView>(
            OfCohort,
            new { request.CohortId, After = request.After ?? Guid.Empty },
            request.Size,
            row => row.Id,
            cancellationToken
        );
        return page with { Items = [.. page.Items.Select(slot => slot.For(context.Caller))] };
    }

    internal static readonly Sql OfCohort = new(
        """
        SELECT Id, CohortId, StartsAt, EndsAt, ChangeUntil, TimeZone, Place, Link, Interviewer, Capacity, Booked,
               CancelledAt, CancelReason, Version
        FROM InterviewSlots
        WHERE CohortId = @CohortId AND Id > @After
        ORDER BY Id
        """
    )
    {
        Paged = true,
    };
}

sealed class GetInterviewSlotHandler(Db db, RequestContext context)
    : IRequestHandler<GetInterviewSlot, Result<InterviewSlotView>>
{
    public async Task<Result<InterviewSlotView>> Handle(GetInterviewSlot request, CancellationToken cancellationToken)
    {
        var slot = await InterviewSlotView.FindAsync(db, request.Id, cancellationToken);
        return slot is null ? Refusal.NotFound("interview_slot", request.Id) : slot.For(context.Caller);
    }
}
