using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Messages;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Admissions.Interviews;

/// <summary>
/// Cancels an application's interview: by the applicant until the declared time before the start, by staff until the start,
/// of which the applicant is told.
/// </summary>
[Requires(Permission.Apply)]
public sealed record CancelInterview(Guid ApplicationId, string? Reason) : ICommand<InterviewView>;

sealed class CancelInterviewValidator : AbstractValidator<CancelInterview>
{
    public CancelInterviewValidator() => RuleFor(c => c.Reason).Prose(1_000);
}

sealed class CancelInterviewHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time, RequestContext context)
    : IRequestHandler<CancelInterview, Result<InterviewView>>
{
    public async Task<Result<InterviewView>> Handle(CancelInterview request, CancellationToken cancellationToken)
    {
        var application = await HeldApplication.FindAsync(db, request.ApplicationId, cancellationToken);
        if (application is null)
            return Refusal.NotFound("application", request.ApplicationId);
        if (!context.Caller.MayActFor(application.PersonId))
            return AccountErrors.NotYours;

        await application.HoldAsync(db, cancellationToken);
        var now = time.GetUtcNow();
        var booking = await InterviewBookings.FindAsync(db, request.ApplicationId, cancellationToken);
        if (booking is not { State: BookingState.Booked })
            return InterviewErrors.NotBooked;
        if (booking.StartsAt <= now)
            return InterviewErrors.SlotOver;
        if (context.Caller.Role == Role.Student && booking.ChangeUntil <= now)
            return InterviewErrors.ChangeClosed(booking.ChangeUntil);

        await InterviewBookings.EndAsync(db, audit, booking, BookingState.Cancelled, request.Reason, cancellationToken);
        if (context.Caller.Role > Role.Student)
        {
            var told = InterviewBookings.Cancelled(booking.StartsAt, request.Reason, now);
            await Outbox.RecordAsync(db, ids.New(), application.Id, told, cancellationToken);
        }

        return (await InterviewView.FindAsync(db, request.ApplicationId, cancellationToken))!;
    }
}
