using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Messages;

namespace Enrollment.Admissions.Interviews;

/// <summary>
/// The one booking of an application and the places of the slots that it moves between. All commands take their locks in
/// the order application, slots by id, booking, so that none waits for another in a circle.
/// </summary>
public static class InterviewBookings
{
    const string LeftReason = "The application left the interviews.";

    /// <summary>
    /// Frees the interview that is still to come, if there is one: for the command that takes an application out of
    /// Interviewing, after it has written the application. A past interview stays as it was.
    /// </summary>
    /// <exception cref="LostRaceException">The booking has changed since it was read.</exception>
    internal static async Task ReleaseAsync(
        Db db,
        AuditTrail audit,
        Guid applicationId,
        DateTimeOffset now,
        CancellationToken token
    )
    {
        var booking = await FindAsync(db, applicationId, token);
        if (booking is { State: BookingState.Booked } && booking.StartsAt > now)
            await EndAsync(db, audit, booking, BookingState.Freed, LeftReason, token);
    }

    internal static Task<BookingRow?> FindAsync(Db db, Guid applicationId, CancellationToken token) =>
        db.FindAsync<BookingRow>(OfApplication, new { ApplicationId = applicationId }, token);

    /// <summary>Ends a booking and gives its place back.</summary>
    internal static async Task EndAsync(
        Db db,
        AuditTrail audit,
        BookingRow booking,
        BookingState state,
        string? reason,
        CancellationToken token
    )
    {
        await MoveAsync(db, from: booking.SlotId, to: null, token);
        await db.ChangeAsync(
            Update,
            new
            {
                booking.Id,
                booking.Version,
                booking.SlotId,
                State = state.ToString(),
                Reason = reason,
                booking.BookedAt,
            },
            "interview",
            token
        );
        audit.Record(
            state == BookingState.Freed ? "interview.freed" : "interview.cancelled",
            booking.ApplicationId,
            new { booking.SlotId, Reason = reason }
        );
    }

    /// <summary>What the applicant is told of a time that the center has cancelled.</summary>
    internal static OutboxEvent Cancelled(DateTimeOffset startsAt, string? reason, DateTimeOffset now) =>
        new(MessageKind.InterviewCancelled, now) { HappensAt = startsAt, Reason = reason };

    /// <summary>Gives one place back and takes another. False when that isn't possible any more.</summary>
    internal static async Task<bool> MoveAsync(Db db, Guid? from, Guid? to, CancellationToken token)
    {
        var steps = new[] { (Slot: from, Change: -1), (Slot: to, Change: 1) }
            .Where(step => step.Slot is not null)
            .OrderBy(step => step.Slot!.Value.ToString(), StringComparer.Ordinal);
        foreach (var (slot, change) in steps)
        {
            if (await db.ExecuteAsync(Count, new { Id = slot, Change = change }, token) == 0)
                return false;
        }

        return true;
    }

    internal static readonly Sql OfApplication = new(
        """
        SELECT b.Id, b.ApplicationId, b.SlotId, b.State, b.BookedAt, b.Version, s.StartsAt, s.ChangeUntil
        FROM InterviewBookings b
        JOIN InterviewSlots s ON s.Id = b.SlotId
        WHERE b.ApplicationId = @ApplicationId
        """
    );

    internal static readonly Sql Count = new(
        """
        UPDATE InterviewSlots
        SET Booked = Booked + @Change
        WHERE Id = @Id AND CancelledAt IS NULL AND Booked + @Change >= 0 AND Booked + @Change <= Capacity
        """
    );

    internal static readonly Sql Update = new(
        """
        UPDATE InterviewBookings
        SET SlotId = @SlotId, State = @State, Reason = @Reason, BookedAt = @BookedAt, Version = Version + 1
        WHERE Id = @Id AND Version = @Version
        """
    );

    internal static readonly Sql Insert = new(
        """
        INSERT INTO InterviewBookings (Id, ApplicationId, SlotId, State, BookedAt, Version)
        VALUES (@Id, @ApplicationId, @SlotId, @State, @BookedAt, 1)
        """
    );
}

sealed record BookingRow
{
    public Guid Id { get; init; }
    public Guid ApplicationId { get; init; }
    public Guid SlotId { get; init; }
    public BookingState State { get; init; }
    public DateTimeOffset BookedAt { get; init; }
    public int Version { get; init; }
    public DateTimeOffset StartsAt { get; init; }
    public DateTimeOffset ChangeUntil { get; init; }
}
