using Enrollment.Accounts;
using Enrollment.Admissions.Selection;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Admissions.Interviews;

/// <summary>The interview of an application, the last one where it is booked no more.</summary>
[Requires(Permission.ReadOwnRecord)]
public sealed record GetInterview(Guid ApplicationId) : IQuery<InterviewView>;

/// <summary>Who comes at a time, in the order of booking for the first time.</summary>
[Requires(Permission.ReadPeople)]
public sealed record ListInterviews(Guid SlotId, Guid? After, int Size) : IQuery<Page<InterviewView>>;

sealed class GetInterviewHandler(Db db, RequestContext context) : IRequestHandler<GetInterview, Result<InterviewView>>
{
    public async Task<Result<InterviewView>> Handle(GetInterview request, CancellationToken cancellationToken)
    {
        var view = await InterviewView.FindAsync(db, request.ApplicationId, cancellationToken);
        if (view is null)
            return Refusal.NotFound("interview", request.ApplicationId);

        if (!context.Caller.MayActFor(view.PersonId))
            return AccountErrors.NotYours;

        return await Veil.HidesAsync(db, context.Caller, view.CohortId, cancellationToken) ? view.Hidden() : view;
    }
}

sealed class ListInterviewsHandler(Db db, RequestContext context)
    : IRequestHandler<ListInterviews, Result<Page<InterviewView>>>
{
    public async Task<Result<Page<InterviewView>>> Handle(ListInterviews request, CancellationToken cancellationToken)
    {
        var page = await db.PageAsync<InterviewView>(
            OfSlot,
            new { request.SlotId, After = request.After ?? Guid.Empty },
            request.Size,
            row => row.Id,
            cancellationToken
        );
        return
            page.Items is [var first, ..]
            && await Veil.HidesAsync(db, context.Caller, first.CohortId, cancellationToken)
            ? page with
            {
                Items = [.. page.Items.Select(interview => interview.Hidden())],
            }
            : page;
    }

    internal static readonly Sql OfSlot = new(
        """
        SELECT b.Id, b.ApplicationId, a.PersonId, n.FullName AS PersonName, b.State, b.Reason, b.SlotId, s.CohortId,
               s.StartsAt, s.EndsAt, s.ChangeUntil, s.TimeZone, s.Place, s.Link, s.Interviewer, v.Title AS CourseTitle,
               c.Name AS CenterName, b.Version
        FROM InterviewBookings b
        JOIN InterviewSlots s ON s.Id = b.SlotId
        JOIN Applications a ON a.Id = b.ApplicationId
        JOIN PersonNames n ON n.PersonId = a.PersonId AND n.Position = 0
        JOIN Cohorts h ON h.Id = s.CohortId
        JOIN CourseVersions v ON v.Id = h.CourseVersionId
        JOIN Centers c ON c.Id = h.CenterId
        WHERE b.SlotId = @SlotId AND b.Id > @After
        ORDER BY b.Id
        """
    )
    {
        Paged = true,
    };
}
