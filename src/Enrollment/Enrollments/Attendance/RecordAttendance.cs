using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Cohorts;
using Enrollment.Cohorts.Instructors;
using Enrollment.Cohorts.Sessions;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Enrollments.Attendance;

/// <summary>
/// Records up to 5,000 trainees' attendance at one session. Each entry stands for itself: what conflicts or is refused
/// comes back with its reason, and the rest is saved.
/// </summary>
[Requires(Permission.EnterMarks)]
public sealed record RecordAttendance(Guid SessionId, IReadOnlyList<AttendanceEntry> Entries)
    : ICommand<AttendanceRecorded>,
        ICohortWork
{
    CohortPlace ICohortWork.Place => CohortPlace.OfSession(SessionId);
}

/// <summary>An answer per entry, in the order in which they were sent.</summary>
public sealed record AttendanceRecorded(IReadOnlyList<AttendanceAnswer> Answers);

sealed class RecordAttendanceValidator : AbstractValidator<RecordAttendance>
{
    public RecordAttendanceValidator() =>
        RuleFor(c => c.Entries)
            .Must(entries => entries is { Count: >= 1 and <= 5_000 })
            .WithMessage("Send the attendance of 1 to 5,000 trainees at once.")
            .OverridePropertyName("trainees");
}

sealed class RecordAttendanceHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time, RequestContext context)
    : IRequestHandler<RecordAttendance, Result<AttendanceRecorded>>
{
    public async Task<Result<AttendanceRecorded>> Handle(RecordAttendance request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var session = await SessionView.FindAsync(db, request.SessionId, cancellationToken);
        if (session is null)
            return Refusal.NotFound("session", request.SessionId);
        if (session.CancelledAt is not null)
            return SessionErrors.Cancelled;
        if (now < LocalDay.Start(session.HeldOn, session.TimeZone))
            return AttendanceErrors.BeforeItsDay(session.HeldOn);

        var key = new { session.CohortId, request.SessionId };
        var trainees = (await db.QueryAsync<TraineeRow>(Trainees, key, cancellationToken)).ToDictionary(t => t.Id);
        var rows = (await db.QueryAsync<AttendanceRow>(OfSession, key, cancellationToken)).ToDictionary(r =>
            r.EnrollmentId
        );
        var book = new AttendanceBook(db, session, context.Caller.Id, ids, now);
        var answers = new List<AttendanceAnswer>(request.Entries.Count);
        foreach (var entry in request.Entries)
        {
            var existing = rows.GetValueOrDefault(entry.EnrollmentId);
            var answer = TraineeProblem(trainees, entry.EnrollmentId, session.HeldOn) is { } problem
                ? AttendanceBook.Refused(existing, problem)
                : await book.WriteAsync(entry, existing, cancellationToken);
            answers.Add(answer);
            // The same trainee may come twice in one list: the second entry meets what the first one wrote.
            if (IsWritten(answer))
                rows[entry.EnrollmentId] = Written(entry, answer.Version, now);
        }

        var written = answers.Count(IsWritten);
        if (written > 0)
            audit.Record("attendance.recorded", session.Id, new { Written = written, Sent = answers.Count });
        return new AttendanceRecorded(answers);
    }

    static bool IsWritten(AttendanceAnswer answer) =>
        answer.Outcome is AttendanceOutcome.Created or AttendanceOutcome.Changed;

    AttendanceRow Written(AttendanceEntry entry, int version, DateTimeOffset now) =>
        new()
        {
            EnrollmentId = entry.EnrollmentId,
            State = entry.State,
            MinutesLate = entry.MinutesLate,
            Note = entry.Note,
            RecordedBy = context.Caller.Id,
            RecordedAt = now,
            Version = version,
        };

    static FieldProblem? TraineeProblem(Dictionary<Guid, TraineeRow> trainees, Guid id, DateOnly heldOn)
    {
        if (!trainees.TryGetValue(id, out var trainee))
            return AttendanceErrors.NotInCohort;
        if (trainee.State == nameof(EnrollmentState.Cancelled))
            return AttendanceErrors.NeverStarted;
        return heldOn < trainee.EnrolledOn || heldOn > trainee.EndedOn
            ? AttendanceErrors.NotEnrolledThen(trainee.EnrolledOn, trainee.EndedOn)
            : null;
    }

    sealed record TraineeRow
    {
        public Guid Id { get; init; }
        public string State { get; init; } = "";
        public DateOnly EnrolledOn { get; init; }
        public DateOnly? EndedOn { get; init; }
    }

    internal static readonly Sql Trainees = new(
        "SELECT Id, State, EnrolledOn, EndedOn FROM Enrollments WHERE CohortId = @CohortId"
    );

    internal static readonly Sql OfSession = new(
        """
        SELECT EnrollmentId, State, MinutesLate, Note, RecordedBy, RecordedAt, Version
        FROM Attendance
        WHERE SessionId = @SessionId
        """
    );
}
