using Enrollment.Cohorts.Sessions;
using Enrollment.Enrollments.Attendance;
using Enrollment.Pipeline;
using Enrollment.Storage.People;
using Enrollment.Tests.Cohorts.Sessions;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Enrollments.Attendance;

public sealed class CheckInTests
{
    static readonly Guid someId = Guid.Parse("01900000-0000-7000-8000-000000000001");
    static readonly byte[] someKey = [.. Enumerable.Range(0, 32).Select(n => (byte)n)];

    /// <summary>Computed apart from this program, in another language.</summary>
    [Theory]
    [InlineData(0, "FE78-2DNJ")]
    [InlineData(59_103_366, "P60N-173X")]
    public void A_code_is_the_hash_of_session_and_step(long step, string code) =>
        CheckInCode.Of(someKey, someId, step).ShouldBe(code);

    /// <summary>Computed apart from this program, in another language.</summary>
    [Fact]
    public void A_sessions_key_is_derived_from_the_secret_and_its_id()
    {
        var keys = new CheckInKeys(IdentitySecret.Read(Convert.ToBase64String(someKey), "The test"));

        Convert
            .ToHexStringLower(keys.KeyOf(someId))
            .ShouldBe("8b8f1c1f9d7c21083c869ed15e41a33f84d376a92fe30f3e67db91d7a007e458");
        keys.KeyOf(Guid.Parse("01900000-0000-7000-8000-000000000002")).ShouldNotBe(keys.KeyOf(someId));
    }

    [Theory]
    [InlineData("P60N-173X")]
    [InlineData("p6on i73x")]
    [InlineData("P60NL73X")]
    public void A_code_may_be_typed_as_people_do(string typed) =>
        CheckInCode
            .Matches(someKey, someId, typed, DateTimeOffset.FromUnixTimeSeconds(59_103_366 * 30L))
            .ShouldBeTrue();

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(29_999, true)]
    [InlineData(30_000, true)]
    [InlineData(59_999, true)]
    [InlineData(60_000, false)]
    public async Task A_code_is_taken_in_its_step_and_the_next_one_and_not_again_after_sixty_seconds(
        int milliseconds,
        bool taken
    )
    {
        await using var system = new TestSystem();
        var c = await system.AddClassAsync(change: Later);
        var start = c.Session.StartsAt;
        var step = CheckInCode.StepOf(start);
        var code = CheckInCode.Of(system.CheckInKeys.KeyOf(c.Session.Id), c.Session.Id, step);
        CheckInCode.EndOf(step).ShouldBe(start.AddSeconds(30));

        system.Clock.SetUtcNow(start.AddMilliseconds(milliseconds));
        var result = await system.SendAsync(new CheckIn(c.Session.Id, code), Callers.Student(c.People[0]));

        (result.Refusal?.Code).ShouldBe(taken ? null : "wrong_code");
    }

    [Fact]
    public async Task A_code_of_another_session_at_the_same_time_is_refused()
    {
        await using var system = new TestSystem();
        var c = await system.AddClassAsync();
        var other = await system.AddSessionAsync(c.Cohort.Id);
        var code = await CodeAsync(system, other);

        var refusal = await system.RefusedAsync(new CheckIn(c.Session.Id, code), Callers.Student(c.People[0]));

        (refusal.Kind, refusal.Code, refusal.Problems[0].Field).ShouldBe((RefusalKind.Rule, "wrong_code", "code"));
        (await system.CountAsync("Attendance")).ShouldBe(0);
    }

    [Theory]
    [InlineData(-15 * 60, AttendanceState.Present, null)]
    [InlineData(10 * 60, AttendanceState.Present, null)]
    [InlineData(10 * 60 + 1, AttendanceState.Late, 10)]
    [InlineData(2 * 3600 - 1, AttendanceState.Late, 119)]
    public async Task Whoever_checks_in_after_the_grace_is_late(int seconds, AttendanceState state, int? minutesLate)
    {
        await using var system = new TestSystem();
        var c = await system.AddClassAsync(change: Later);
        system.Clock.SetUtcNow(c.Session.StartsAt.AddSeconds(seconds));

        var checkedIn = await CheckInAsync(system, c);

        checkedIn.ShouldBe(
            new CheckedIn(c.Trainees[0], state, minutesLate, c.Session.StartsAt.AddSeconds(seconds), false)
        );
        var row = (await system.AttendanceAsync(c.Session))[0];
        (row.State, row.Source).ShouldBe((state, AttendanceSource.CheckIn));
    }

    [Fact]
    public async Task Nobody_checks_in_before_a_quarter_of_an_hour_earlier_nor_after_the_end_nor_where_it_was_cancelled()
    {
        await using var system = new TestSystem();
        var c = await system.AddClassAsync(change: Later);
        var request = new CheckIn(c.Session.Id, "0000-0000");
        var student = Callers.Student(c.People[0]);

        system.Clock.SetUtcNow(c.Session.StartsAt.AddMinutes(-15).AddMilliseconds(-1));
        (await system.RefusedAsync(request, student)).Code.ShouldBe("check_in_not_open");
        (await system.RefusedAsync(new GetCheckInCode(c.Session.Id))).Code.ShouldBe("check_in_not_open");
        system.Clock.SetUtcNow(c.Session.EndsAt);
        (await system.RefusedAsync(request, student)).Code.ShouldBe("check_in_over");
        await system.DoAsync(new CancelSession(c.Session.Id, null, "Power cut."));
        (await system.RefusedAsync(request, student)).Code.ShouldBe("session_cancelled");
    }

    [Fact]
    public async Task Checking_in_again_changes_nothing_and_says_so()
    {
        await using var system = new TestSystem();
        var c = await system.AddClassAsync();
        var first = await CheckInAsync(system, c);
        system.Clock.Advance(TimeSpan.FromMinutes(30));

        (await CheckInAsync(system, c)).ShouldBe(first with { Already = true });

        (await system.AttendanceAsync(c.Session))[0].Version.ShouldBe(1);
    }

    [Fact]
    public async Task Of_twenty_check_ins_of_a_trainee_at_once_one_is_recorded()
    {
        await using var system = new TestSystem();
        var c = await system.AddClassAsync();
        var request = new CheckIn(c.Session.Id, await CodeAsync(system, c.Session));

        var results = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => Task.Run(() => system.SendAsync(request, Callers.Student(c.People[0]))))
        );

        results.Where(r => r.Refusal is not null).ShouldAllBe(r => r.Refusal!.Kind == RefusalKind.Stale);
        results.Count(r => r.Refusal is null && !r.Value.Already).ShouldBe(1);
        (await system.CountAsync("Attendance")).ShouldBe(1);
    }

    [Fact]
    public async Task What_an_instructor_entered_is_never_overwritten_by_a_check_in()
    {
        await using var system = new TestSystem();
        var c = await system.AddClassAsync();
        await system.RecordAsync(c.Session, c.Entry(AttendanceState.Absent) with { Note = "Sent home." });

        var answered = await CheckInAsync(system, c);

        (answered.State, answered.Already).ShouldBe((AttendanceState.Absent, true));
        (await system.AttendanceAsync(c.Session))[0].RecordedBy.ShouldBe(Callers.Instructor.Id);
        (await system.CountAsync("AttendanceChanges")).ShouldBe(0);
    }

    [Fact]
    public async Task Only_a_trainee_of_the_cohort_on_that_day_checks_in()
    {
        await using var system = new TestSystem();
        var c = await system.AddClassAsync();
        var request = new CheckIn(c.Session.Id, await CodeAsync(system, c.Session));
        var stranger = Callers.Student(await system.AddPersonAsync());

        (await system.RefusedAsync(request, stranger)).Code.ShouldBe("not_enrolled_on_day");
        (await system.RefusedAsync(request, Callers.Admin)).Code.ShouldBe("check_in_by_trainee");
        (await system.RefusedAsync(request, Callers.Instructor)).Code.ShouldBe("permission_denied");
        (await system.RefusedAsync(new GetCheckInCode(c.Session.Id), stranger)).Code.ShouldBe("permission_denied");
        (await system.RefusedAsync(request with { Code = "" }, stranger)).Problems[0].Field.ShouldBe("code");
        (await system.RefusedAsync(request with { SessionId = Guid.NewGuid() }, stranger)).Code.ShouldBe(
            "session_not_found"
        );
    }

    /// <summary>An hour after the clock's start, so that what comes before it can be seen, too.</summary>
    static SessionFields Later(SessionFields fields) =>
        fields with
        {
            StartTime = new TimeOnly(13, 0),
            EndTime = new TimeOnly(15, 0),
        };

    static async Task<string> CodeAsync(TestSystem system, SessionView session) =>
        (await system.DoAsync(new GetCheckInCode(session.Id), Callers.Instructor)).Code;

    static async Task<CheckedIn> CheckInAsync(TestSystem system, ClassAtSession c) =>
        await system.DoAsync(
            new CheckIn(c.Session.Id, await CodeAsync(system, c.Session)),
            Callers.Student(c.People[0])
        );
}
