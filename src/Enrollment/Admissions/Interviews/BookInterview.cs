using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Admissions.Interviews;

/// <summary>
/// Books a time for an application that is Interviewing, or moves its interview there. An applicant does so until the
/// declared time before either start, staff until the start.
/// </summary>
[Requires(Permission.Apply)]
public sealed record BookInterview(Guid SlotId, Guid ApplicationId) : ICommand<InterviewView>;

sealed class BookInterviewHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time, RequestContext context)
    : IRequestHandler<BookInterview, Result<InterviewView>>
{
    public async Task<Result<InterviewView>> Handle(BookInterview request, CancellationToken cancellationToken)
    {
        var application = await HeldApplication.FindAsync(db, request.ApplicationId, cancellationToken);
        if (application is null)
            return Refusal.NotFound("application", request.ApplicationId);
        if (!context.Caller.MayActFor(application.PersonId))
            return AccountErrors.NotYours;
        if (application.State != ApplicationState.Interviewing)
            return InterviewErrors.NotInterviewing(application.State);

        // Held before the slot and the booking are read: both say the same then of what this application has.
        await application.HoldAsync(db, cancellationToken);
        var now = time.GetUtcNow();
        var slot = await InterviewSlotView.FindAsync(db, request.SlotId, cancellationToken);
        if (slot is null)
            return Refusal.NotFound("interview_slot", request.SlotId);
        var before = await InterviewBookings.FindAsync(db, request.ApplicationId, cancellationToken);
        var held = before?.State == BookingState.Booked ? before : null;
        if (held?.SlotId == slot.Id)
            return (await InterviewView.FindAsync(db, request.ApplicationId, cancellationToken))!;
        if (Forbids(slot, held, application, context.Caller, now) is { } refusal)
            return refusal;

        if (!await InterviewBookings.MoveAsync(db, held?.SlotId, slot.Id, cancellationToken))
            throw new LostRaceException("interview_slot");

        var row = new
        {
            Id = before?.Id ?? ids.New(),
            Version = before?.Version ?? 0,
            request.ApplicationId,
            SlotId = slot.Id,
            State = nameof(BookingState.Booked),
            Reason = (string?)null,
            BookedAt = now,
        };
        if (before is not null)
            await db.ChangeAsync(InterviewBookings.Update, row, "interview", cancellationToken);
        else if (!await db.TryInsertAsync(InterviewBookings.Insert, row, cancellationToken))
            throw new LostRaceException("interview");

        audit.Record(
            held is null ? "interview.booked" : "interview.moved",
            request.ApplicationId,
            new
            {
                SlotId = slot.Id,
                slot.StartsAt,
                From = held?.SlotId,
            }
        );
        return (await InterviewView.FindAsync(db, request.ApplicationId, cancellationToken))!;
    }

    static Refusal? Forbids(
        InterviewSlotView slot,
        BookingRow? held,
        HeldApplication application,
        Caller caller,
        DateTimeOffset now
    ) =>
        slot.CohortId != application.CohortId ? InterviewErrors.SlotOfOtherCohort
        : slot.CancelledAt is not null ? InterviewErrors.SlotCancelled
        : slot.StartsAt <= now ? InterviewErrors.SlotOver
        : slot.Booked >= slot.Capacity ? InterviewErrors.SlotFull
        // Staff see to it that the interviewer hears of it.
        : caller.Role > Role.Student ? null
        : slot.ChangeUntil <= now ? InterviewErrors.BookingClosed(slot.ChangeUntil)
        : held?.ChangeUntil <= now ? InterviewErrors.ChangeClosed(held.ChangeUntil)
        : null;
}
