using Enrollment.Cohorts;
using Enrollment.Cohorts.Sessions;
using Enrollment.Enrollments;
using Enrollment.Enrollments.Attendance;
using Enrollment.Pipeline;
using Enrollment.Tests.Cohorts.Sessions;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Enrollments.Attendance;

public sealed class AttendanceTests
{
    [Fact]
    public async Task Of_two_instructors_at_one_session_the_second_is_told_and_nothing_is_overwritten()
    {
        await using var system = new TestSystem();
        var c = await system.AddClassAsync(trainees: 2);
        await system.RecordAsync(c.Session, c.Entry(AttendanceState.Absent), c.Entry(AttendanceState.Present, 1));
        system.Clock.Advance(TimeSpan.FromMinutes(5));
        var came = c.Entry(AttendanceState.Late) with { Version = 1, MinutesLate = 25, Reason = "Came." };
        var left = c.Entry(AttendanceState.Excused) with { Version = 1, Reason = "Ill." };

        var first = (await system.RecordAsync(c.Session, came))[0];
        var second = await system.DoAsync(
            new RecordAttendance(c.Session.Id, [left, c.Entry(AttendanceState.Present, 1) with { Version = 1 }]),
            Callers.OtherInstructor
        );

        (first.Outcome, first.Version).ShouldBe((AttendanceOutcome.Changed, 2));
        second.Answers.ShouldBe([
            new AttendanceAnswer(AttendanceOutcome.Conflict, 2, AttendanceState.Late, null),
            new AttendanceAnswer(AttendanceOutcome.Unchanged, 1, AttendanceState.Present, null),
        ]);
        var there = (await system.AttendanceAsync(c.Session))[0];
        (there.State, there.MinutesLate, there.Version).ShouldBe((AttendanceState.Late, 25, 2));
        var changes = await system.DoAsync(new ListAttendanceChanges(c.Session.Id, null, 10));
        var change = changes.Items.ShouldHaveSingleItem();
        change.ShouldBe(
            new AttendanceChange
            {
                Id = change.Id,
                EnrollmentId = c.Trainees[0],
                OldState = AttendanceState.Absent,
                OldRecordedBy = Callers.Instructor.Id,
                OldRecordedAt = TestSystem.Start,
                NewState = AttendanceState.Late,
                NewMinutesLate = 25,
                Reason = "Came.",
                ChangedBy = Callers.Instructor.Id,
                ChangedAt = TestSystem.Start.AddMinutes(5),
            }
        );
    }

    [Fact]
    public async Task Of_twenty_who_record_the_same_trainee_first_at_once_one_does()
    {
        await using var system = new TestSystem();
        var c = await system.AddClassAsync();

        var results = await Task.WhenAll(
            Enumerable
                .Range(1, 20)
                .Select(minutes => c.Entry(AttendanceState.Late) with { MinutesLate = minutes })
                .Select(entry =>
                    Task.Run(() => system.SendAsync(new RecordAttendance(c.Session.Id, [entry]), Callers.Instructor))
                )
        );

        // Whoever loses every time on a server is told that it was changed meanwhile.
        results.Where(r => r.Refusal is not null).ShouldAllBe(r => r.Refusal!.Kind == RefusalKind.Stale);
        var outcomes = results.Where(r => r.Refusal is null).Select(r => r.Value.Answers[0].Outcome).ToList();
        outcomes.Count(o => o == AttendanceOutcome.Created).ShouldBe(1);
        outcomes.ShouldAllBe(o => o == AttendanceOutcome.Created || o == AttendanceOutcome.Conflict);
        (await system.CountAsync("Attendance")).ShouldBe(1);
        (await system.CountAsync("AttendanceChanges")).ShouldBe(0);
    }

    [Fact]
    public async Task A_list_with_refusals_saves_the_rest_and_answers_in_order()
    {
        await using var system = new TestSystem();
        var c = await system.AddClassAsync(trainees: 3);
        var present = c.Entry(AttendanceState.Present);

        var answers = await system.RecordAsync(
            c.Session,
            c.Entry(AttendanceState.Late, 1) with
            {
                MinutesLate = 0,
            },
            present with
            {
                Note = "Forgot the badge. Жоқ. 迟到",
            },
            present with
            {
                MinutesLate = 5,
            },
            present with
            {
                EnrollmentId = Guid.NewGuid(),
            },
            c.Entry(AttendanceState.Absent) with
            {
                Version = 1,
            },
            c.Entry((AttendanceState)9, 1),
            c.Entry(AttendanceState.Absent, 1) with
            {
                Version = 3,
            },
            c.Entry(AttendanceState.Absent, 1) with
            {
                Note = new string('x', 1_001),
            },
            c.Entry(AttendanceState.Absent, 1) with
            {
                Note = "\0",
            },
            c.Entry(AttendanceState.Excused, 1)
        );

        answers
            .Select(a => a.Problem?.Code ?? a.Outcome.ToString())
            .ShouldBe([
                "minutes_out_of_range",
                "Created",
                "minutes_forbidden",
                "enrollment_not_in_cohort",
                "reason_missing",
                "unknown_state",
                "Conflict",
                "too_long",
                "control_character",
                "Created",
            ]);
        var listed = await system.AttendanceAsync(c.Session);
        listed.Select(t => t.State).ShouldBe([AttendanceState.Present, AttendanceState.Excused, null]);
        (listed[0].Note, listed[0].Source).ShouldBe(("Forgot the badge. Жоқ. 迟到", AttendanceSource.Entry));
        (listed[2].Version, listed[2].RecordedBy).ShouldBe((0, null));
    }

    [Fact]
    public async Task A_note_is_added_without_a_reason_and_its_history_is_kept()
    {
        await using var system = new TestSystem();
        var c = await system.AddClassAsync();
        await system.RecordAsync(c.Session, c.Entry(AttendanceState.Present));

        var noted = c.Entry(AttendanceState.Present) with { Version = 1, Note = "Left at 13:30." };
        (await system.RecordAsync(c.Session, noted))[0].Outcome.ShouldBe(AttendanceOutcome.Changed);

        var change = (await system.DoAsync(new ListAttendanceChanges(c.Session.Id, null, 10))).Items[0];
        (change.OldNote, change.NewNote, change.Reason).ShouldBe((null, "Left at 13:30.", null));
    }

    [Fact]
    public async Task Five_hundred_trainees_are_recorded_in_one_go()
    {
        await using var system = new TestSystem();
        var c = await system.AddClassAsync(trainees: 500);
        var entries = Enumerable
            .Range(0, 500)
            .Select(i => c.Entry((AttendanceState)(i % 4), i) with { Note = $"Seat {i}" })
            .ToArray();

        var answers = await system.RecordAsync(c.Session, entries);

        answers.ShouldAllBe(a => a.Outcome == AttendanceOutcome.Created);
        var listed = await system.AttendanceAsync(c.Session);
        listed.Select(t => t.State).ShouldBe(entries.Select(e => (AttendanceState?)e.State));
        var (first, second) = (
            await system.DoAsync(new ListCohortAttendance(c.Cohort.Id, null, 300)),
            await system.DoAsync(new ListCohortAttendance(c.Cohort.Id, c.Trainees[299], 300))
        );
        first.Items.Concat(second.Items).Select(t => t.EnrollmentId).ShouldBe(c.Trainees);
        second.Items.Select(t => t.Sessions.Single().State).ShouldBe(entries[300..].Select(e => e.State));
    }

    [Fact]
    public async Task Attendance_is_recorded_from_the_first_instant_of_the_sessions_day_in_the_cohorts_zone()
    {
        await using var system = new TestSystem();
        var c = await system.AddClassAsync(change: f => f with { HeldOn = BoardBuilder.Today.AddDays(1) });
        var record = new RecordAttendance(c.Session.Id, [c.Entry(AttendanceState.Present)]);
        var midnight = LocalDay.Start(c.Session.HeldOn, "Asia/Almaty");

        system.Clock.SetUtcNow(midnight.AddMilliseconds(-1));
        (await system.RefusedAsync(record)).Code.ShouldBe("session_to_come");
        system.Clock.SetUtcNow(midnight);
        (await system.DoAsync(record)).Answers[0].Outcome.ShouldBe(AttendanceOutcome.Created);
    }

    [Fact]
    public async Task A_trainee_who_withdrew_midway_is_recorded_up_to_the_last_day_and_counted_up_to_it()
    {
        await using var system = new TestSystem();
        var c = await system.AddClassAsync(trainees: 2);
        var next = await system.AddSessionAsync(c.Cohort.Id, f => f with { HeldOn = BoardBuilder.Today.AddDays(1) });
        var early = await system.AddSessionAsync(c.Cohort.Id, f => f with { HeldOn = new DateOnly(2026, 3, 4) });
        var end = new EnrollmentEnd
        {
            EndedOn = c.Session.HeldOn,
            RequestedBy = "trainee",
            Reason = "moved",
        };
        await system.DoAsync(new ChangeEnrollment(c.Trainees[0], EnrollmentVerb.Withdraw, 1, end));
        await system.DoAsync(new ChangeEnrollment(c.Trainees[1], EnrollmentVerb.Cancel, 1, end));
        system.Clock.Advance(TimeSpan.FromDays(3));
        AttendanceEntry[] both = [c.Entry(AttendanceState.Present), c.Entry(AttendanceState.Present, 1)];

        Codes(await system.RecordAsync(early, both)).ShouldBe(["not_enrolled_on_day", "enrollment_cancelled"]);
        Codes(await system.RecordAsync(c.Session, both)).ShouldBe([null, "enrollment_cancelled"]);
        Codes(await system.RecordAsync(next, both)).ShouldBe(["not_enrolled_on_day", "enrollment_cancelled"]);

        (await system.ShareAsync(c.Trainees[0])).ShouldBe(new AttendanceShare { Counted = 1, Attended = 1 });
        (await system.ShareAsync(c.Trainees[1])).ShouldBe(new AttendanceShare());
        (await system.AttendanceAsync(c.Session)).Select(t => t.Enrolled).ShouldBe([true, false]);
        (await system.AttendanceAsync(next)).Select(t => t.Enrolled).ShouldBe([false, false]);
        // Nothing was recorded there, so it can still be deleted.
        (await system.DoAsync(new DeleteSession(next.Id, 1))).AttendedAt.ShouldBeNull();

        static IEnumerable<string?> Codes(IReadOnlyList<AttendanceAnswer> answers) =>
            answers.Select(a => a.Problem?.Code);
    }

    [Fact]
    public async Task A_session_with_attendance_stays_on_its_day_and_counts_no_more_once_cancelled()
    {
        await using var system = new TestSystem();
        var c = await system.AddClassAsync();
        await system.RecordAsync(c.Session, c.Entry(AttendanceState.Absent));
        system.Clock.Advance(TimeSpan.FromHours(2));
        var fields = SessionBuilder.Fields(c.Session);

        (await system.RefusedAsync(new DeleteSession(c.Session.Id, 1))).Code.ShouldBe("session_has_attendance");
        (
            await system.RefusedAsync(
                new UpdateSession(c.Session.Id, 1, fields with { HeldOn = fields.HeldOn.AddDays(1) })
            )
        ).Code.ShouldBe("session_has_attendance");
        await system.DoAsync(new UpdateSession(c.Session.Id, 1, fields with { Place = "Hall" }));
        (await system.ShareAsync(c.Trainees[0])).Percent.ShouldBe(0);
        await system.DoAsync(new CancelSession(c.Session.Id, 2, "Held by mistake."));
        (await system.ShareAsync(c.Trainees[0])).ShouldBe(new AttendanceShare());
        (await system.ShareAsync(c.Trainees[0])).Percent.ShouldBeNull();
        var record = new RecordAttendance(c.Session.Id, [c.Entry(AttendanceState.Present)]);
        (await system.RefusedAsync(record)).Code.ShouldBe("session_cancelled");
        await system.DoAsync(new ReinstateSession(c.Session.Id, 3, "It was held."));
        (await system.ShareAsync(c.Trainees[0])).Absent.ShouldBe(1);
    }

    [Fact]
    public async Task A_session_deleted_while_its_first_attendance_is_recorded_is_gone_or_has_it()
    {
        await using var system = new TestSystem();
        var c = await system.AddClassAsync();
        for (var round = 0; round < 12; round++)
        {
            var session = await system.AddSessionAsync(c.Cohort.Id);
            var delete = Task.Run(() => system.SendAsync(new DeleteSession(session.Id, 1), Callers.Registrar));
            var record = Task.Run(() =>
                system.SendAsync(
                    new RecordAttendance(session.Id, [c.Entry(AttendanceState.Present)]),
                    Callers.Instructor
                )
            );

            ((await delete).Refusal?.Code, (await record).Refusal?.Code).ShouldBeOneOf(
                ("session_has_attendance", null),
                (null, "session_not_found")
            );
        }
    }

    [Fact]
    public async Task A_session_counts_once_it_has_ended_across_midnight_too()
    {
        await using var system = new TestSystem();
        var c = await system.AddClassAsync(change: f =>
            f with
            {
                StartTime = new TimeOnly(22, 0),
                EndTime = new TimeOnly(1, 0),
            }
        );
        await system.RecordAsync(c.Session, c.Entry(AttendanceState.Present));
        c.Session.EndsAt.ShouldBe(TestSystem.Start.AddHours(13));

        system.Clock.SetUtcNow(c.Session.EndsAt.AddMilliseconds(-1));
        (await system.ShareAsync(c.Trainees[0])).Counted.ShouldBe(0);
        system.Clock.SetUtcNow(c.Session.EndsAt);
        (await system.ShareAsync(c.Trainees[0])).ShouldBe(new AttendanceShare { Counted = 1, Attended = 1 });
    }

    [Fact]
    public async Task A_trainee_sees_the_own_attendance_without_notes_and_nobody_elses()
    {
        await using var system = new TestSystem();
        var c = await system.AddClassAsync(trainees: 2);
        await system.RecordAsync(
            c.Session,
            c.Entry(AttendanceState.Late) with
            {
                MinutesLate = 7,
                Note = "For staff.",
            }
        );
        var student = Callers.Student(c.People[0]);

        var own = await system.DoAsync(new GetEnrollmentAttendance(c.Trainees[0]), student);

        var session = own.Sessions.ShouldHaveSingleItem();
        (session.SessionId, session.State, session.MinutesLate).ShouldBe((c.Session.Id, AttendanceState.Late, 7));
        (await system.RefusedAsync(new GetEnrollmentAttendance(c.Trainees[1]), student)).Code.ShouldBe(
            "not_your_record"
        );
        (await system.RefusedAsync(new ListAttendance(c.Session.Id, null, 10), student)).Code.ShouldBe(
            "permission_denied"
        );
        (await system.RefusedAsync(new GetEnrollmentAttendance(Guid.NewGuid()), student)).Code.ShouldBe(
            "enrollment_not_found"
        );
    }
}
