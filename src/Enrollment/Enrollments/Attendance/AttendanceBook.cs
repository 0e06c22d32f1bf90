using Enrollment.Cohorts.Sessions;
using Enrollment.Data;
using Enrollment.Pipeline;

namespace Enrollment.Enrollments.Attendance;

/// <summary>A trainee's attendance to be recorded: what it should be, and the version that its writer saw.</summary>
public sealed record AttendanceEntry
{
    public required Guid EnrollmentId { get; init; }
    public required AttendanceState State { get; init; }

    /// <summary>1 to 1,440; may stand with Late.</summary>
    public int? MinutesLate { get; init; }

    /// <summary>For staff, up to 1,000 characters.</summary>
    public string? Note { get; init; }

    /// <summary>The version that the writer saw; 0: nothing was recorded.</summary>
    public int Version { get; init; }

    /// <summary>Why it changes, up to 1,000 characters; demanded where another state or other minutes were recorded.</summary>
    public string? Reason { get; init; }
}

public enum AttendanceOutcome
{
    Created,
    Changed,

    /// <summary>The same was there already; nothing was written.</summary>
    Unchanged,

    /// <summary>Somebody else recorded it since; what is there now comes back.</summary>
    Conflict,
    Refused,
}

/// <summary>What became of one entry; state and version are those that are there now.</summary>
public sealed record AttendanceAnswer(
    AttendanceOutcome Outcome,
    int Version,
    AttendanceState? State,
    FieldProblem? Problem
);

/// <summary>
/// Writes the attendance at one session: nothing is overwritten that the writer hasn't seen, and what stood there is kept
/// with who recorded it.
/// </summary>
sealed class AttendanceBook(Db db, SessionView session, string writer, Ids ids, DateTimeOffset now)
{
    const int MostMinutes = 24 * 60;
    const int MostText = 1_000;
    bool kept = session.AttendedAt is not null;

    /// <param name="entry">What to write; its trainee is known to be one of the session's day.</param>
    /// <param name="existing">The row that is there, or null.</param>
    /// <param name="token">Cancels.</param>
    internal async Task<AttendanceAnswer> WriteAsync(
        AttendanceEntry entry,
        AttendanceRow? existing,
        CancellationToken token
    )
    {
        if (Problem(entry) is { } problem)
            return Refused(existing, problem);

        if (existing is null)
        {
            if (entry.Version != 0)
                return new AttendanceAnswer(AttendanceOutcome.Conflict, 0, null, null);
            await AddAsync(entry, AttendanceSource.Entry, token);
            return new AttendanceAnswer(AttendanceOutcome.Created, 1, entry.State, null);
        }

        var same = existing.State == entry.State && existing.MinutesLate == entry.MinutesLate;
        if (same && existing.Note == entry.Note)
            return new AttendanceAnswer(AttendanceOutcome.Unchanged, existing.Version, existing.State, null);
        if (existing.Version != entry.Version)
            return new AttendanceAnswer(AttendanceOutcome.Conflict, existing.Version, existing.State, null);
        if (!same && string.IsNullOrWhiteSpace(entry.Reason))
            return Refused(existing, AttendanceErrors.ReasonMissing);

        await db.ChangeAsync(Update, Row(entry, AttendanceSource.Entry), "attendance", token);
        await db.ExecuteAsync(InsertChange, Change(entry, existing), token);
        return new AttendanceAnswer(AttendanceOutcome.Changed, existing.Version + 1, entry.State, null);
    }

    /// <summary>Writes the first row of a trainee, of whom nothing was recorded yet.</summary>
    internal async Task AddAsync(AttendanceEntry entry, AttendanceSource source, CancellationToken token)
    {
        // Before the row: whoever deletes the session meanwhile is told so, and so is this command.
        if (!kept)
            await SessionAttendance.KeepAsync(db, session, now, token);
        kept = true;
        await db.ExecuteAsync(Insert, Row(entry, source), token);
    }

    internal static AttendanceAnswer Refused(AttendanceRow? existing, FieldProblem problem) =>
        new(AttendanceOutcome.Refused, existing?.Version ?? 0, existing?.State, problem);

    static FieldProblem? Problem(AttendanceEntry entry)
    {
        if (!Enum.IsDefined(entry.State))
            return AttendanceErrors.UnknownState;
        if (entry.MinutesLate is not null && entry.State != AttendanceState.Late)
            return AttendanceErrors.MinutesForbidden(entry.State);
        if (entry.MinutesLate is < 1 or > MostMinutes)
            return AttendanceErrors.MinutesOutOfRange(MostMinutes);
        return TextProblem("note", entry.Note) ?? TextProblem("reason", entry.Reason);
    }

    static FieldProblem? TextProblem(string field, string? text) =>
        text?.Length > MostText ? AttendanceErrors.TooLong(field, MostText)
        : FieldRules.IsProse(text) ? null
        : AttendanceErrors.Unreadable(field);

    object Row(AttendanceEntry entry, AttendanceSource source) =>
        new
        {
            SessionId = session.Id,
            entry.EnrollmentId,
            State = entry.State.ToString(),
            entry.MinutesLate,
            entry.Note,
            Source = source.ToString(),
            RecordedBy = writer,
            RecordedAt = now,
            entry.Version,
        };

    object Change(AttendanceEntry entry, AttendanceRow existing) =>
        new
        {
            Id = ids.New(),
            SessionId = session.Id,
            entry.EnrollmentId,
            OldState = existing.State.ToString(),
            OldMinutesLate = existing.MinutesLate,
            OldNote = existing.Note,
            OldRecordedBy = existing.RecordedBy,
            OldRecordedAt = existing.RecordedAt,
            NewState = entry.State.ToString(),
            NewMinutesLate = entry.MinutesLate,
            NewNote = entry.Note,
            Reason = string.IsNullOrWhiteSpace(entry.Reason) ? null : entry.Reason,
            ChangedBy = writer,
            ChangedAt = now,
        };

    internal static readonly Sql Insert = new(
        """
        INSERT INTO Attendance
            (SessionId, EnrollmentId, State, MinutesLate, Note, Source, RecordedBy, RecordedAt, Version)
        VALUES
            (@SessionId, @EnrollmentId, @State, @MinutesLate, @Note, @Source, @RecordedBy, @RecordedAt, 1)
        """
    );

    internal static readonly Sql Update = new(
        """
        UPDATE Attendance
        SET State = @State, MinutesLate = @MinutesLate, Note = @Note, Source = @Source, RecordedBy = @RecordedBy,
            RecordedAt = @RecordedAt, Version = Version + 1
        WHERE SessionId = @SessionId AND EnrollmentId = @EnrollmentId AND Version = @Version
        """
    );

    internal static readonly Sql InsertChange = new(
        """
        INSERT INTO AttendanceChanges
            (Id, SessionId, EnrollmentId, OldState, OldMinutesLate, OldNote, OldRecordedBy, OldRecordedAt, NewState,
             NewMinutesLate, NewNote, Reason, ChangedBy, ChangedAt)
        VALUES
            (@Id, @SessionId, @EnrollmentId, @OldState, @OldMinutesLate, @OldNote, @OldRecordedBy, @OldRecordedAt,
             @NewState, @NewMinutesLate, @NewNote, @Reason, @ChangedBy, @ChangedAt)
        """
    );
}

/// <summary>A row as stored.</summary>
sealed record AttendanceRow
{
    public Guid EnrollmentId { get; init; }
    public AttendanceState State { get; init; }
    public int? MinutesLate { get; init; }
    public string? Note { get; init; }
    public string RecordedBy { get; init; } = "";
    public DateTimeOffset RecordedAt { get; init; }
    public int Version { get; init; }
}
