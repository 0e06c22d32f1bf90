using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Messages;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Admissions.Interviews;

/// <summary>
/// Cancels a time before it starts. Its bookings are freed; the applicants are told why, and may book another one.
/// <paramref name="Version"/> is the version that the caller saw, or null.
/// </summary>
[Requires(Permission.DecideApplications)]
public sealed record CancelInterviewSlot(Guid Id, int? Version, string Reason) : ICommand<InterviewSlotView>;

sealed class CancelInterviewSlotValidator : AbstractValidator<CancelInterviewSlot>
{
    public CancelInterviewSlotValidator() => RuleFor(c => c.Reason).NotEmpty().Prose(1_000);
}

sealed class CancelInterviewSlotHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time)
    : IRequestHandler<CancelInterviewSlot, Result<InterviewSlotView>>
{
    public async Task<Result<InterviewSlotView>> Handle(
        CancelInterviewSlot request,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var slot = await InterviewSlotView.FindAsync(db, request.Id, cancellationToken);
        if (slot is null)
            return Refusal.NotFound("interview_slot", request.Id);
        if (request.Version is { } seen && seen != slot.Version)
            return Refusal.Stale("interview_slot");
        if (slot.CancelledAt is not null)
            return InterviewErrors.SlotCancelled;
        if (slot.StartsAt <= now)
            return InterviewErrors.SlotOver;

        var change = new
        {
            slot.Id,
            slot.Version,
            request.Reason,
            Now = now,
        };
        await db.ChangeAsync(Cancel, change, "interview_slot", cancellationToken);
        // Whoever books from now on finds the slot cancelled; whoever booked before is in this list.
        var freed = await db.QueryAsync<Guid>(Booked, change, cancellationToken);
        await db.ExecuteAsync(Free, change, cancellationToken);
        audit.Record("interview-slot.cancelled", slot.Id, new { request.Reason, Freed = freed.Count });
        foreach (var application in freed)
        {
            audit.Record("interview.freed", application, new { SlotId = slot.Id, request.Reason });
            var told = InterviewBookings.Cancelled(slot.StartsAt, request.Reason, now);
            await Outbox.RecordAsync(db, ids.New(), application, told, cancellationToken);
        }

        return (await InterviewSlotView.FindAsync(db, request.Id, cancellationToken))!;
    }

    internal static readonly Sql Cancel = new(
        """
        UPDATE InterviewSlots
        SET CancelledAt = @Now, CancelReason = @Reason, Booked = 0, Version = Version + 1
        WHERE Id = @Id AND Version = @Version AND CancelledAt IS NULL
        """
    );

    internal static readonly Sql Booked = new(
        "SELECT ApplicationId FROM InterviewBookings WHERE SlotId = @Id AND State = 'Booked' ORDER BY ApplicationId"
    );

    internal static readonly Sql Free = new(
        """
        UPDATE InterviewBookings
        SET State = 'Freed', Reason = @Reason, Version = Version + 1
        WHERE SlotId = @Id AND State = 'Booked'
        """
    );
}
