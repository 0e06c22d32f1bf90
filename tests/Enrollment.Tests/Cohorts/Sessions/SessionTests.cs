using Enrollment.Cohorts;
using Enrollment.Cohorts.Sessions;
using Enrollment.Pipeline;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Cohorts.Sessions;

public sealed class SessionTests
{
    [Fact]
    public async Task A_session_keeps_its_local_times_beside_the_instants()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();

        var session = await system.AddSessionAsync(cohort.Id, f => f with { Title = "Өнеркәсіп 数控 I" });

        session.StartsAt.ShouldBe(TestSystem.Start);
        session.EndsAt.ShouldBe(TestSystem.Start.AddHours(2));
        (session.StartTime, session.EndTime, session.TimeZone).ShouldBe(
            (new TimeOnly(12, 0), new TimeOnly(14, 0), "Asia/Almaty")
        );
        (await system.DoAsync(new GetSession(session.Id))).ShouldBe(session);
        (await system.DoAsync(new ListSessions(cohort.Id, null, 10))).Items.ShouldBe([session]);
    }

    [Fact]
    public async Task A_series_across_the_change_of_Almatys_zone_stays_at_its_time_of_day()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var series = SessionBuilder.Series() with { From = new DateOnly(2024, 2, 26), To = new DateOnly(2024, 3, 5) };

        var made = (await system.DoAsync(new CreateSessionSeries(cohort.Id, series))).Items;

        made.Select(s => s.StartsAt)
            .ShouldBe([
                new DateTimeOffset(2024, 2, 26, 3, 0, 0, TimeSpan.Zero),
                new DateTimeOffset(2024, 2, 29, 3, 0, 0, TimeSpan.Zero),
                new DateTimeOffset(2024, 3, 4, 4, 0, 0, TimeSpan.Zero),
            ]);
        made.ShouldAllBe(s => s.StartTime == new TimeOnly(9, 0));
    }

    [Fact]
    public async Task A_series_leaves_out_what_is_skipped_and_is_listed_in_the_order_of_time()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var earlier = await system.AddSessionAsync(cohort.Id, f => f with { HeldOn = new DateOnly(2026, 3, 12) });
        var series = SessionBuilder.Series() with
        {
            Times =
            [
                new SessionSpan { StartTime = new TimeOnly(15, 0), EndTime = new TimeOnly(16, 0) },
                new SessionSpan { StartTime = new TimeOnly(9, 0), EndTime = new TimeOnly(10, 0) },
            ],
            Skipped = [new DateOnly(2026, 3, 23)],
        };

        var made = (await system.DoAsync(new CreateSessionSeries(cohort.Id, series))).Items;

        made.Count.ShouldBe(2 * 8);
        made.ShouldAllBe(s => s.HeldOn != new DateOnly(2026, 3, 23));
        var listed = new List<SessionView>();
        Guid? after = null;
        do
        {
            var page = await system.DoAsync(new ListSessions(cohort.Id, after, 5));
            listed.AddRange(page.Items);
            after = page.NextCursor;
        } while (after is not null);
        listed.ShouldBe([.. made.Append(earlier).OrderBy(s => s.StartsAt)]);
    }

    [Fact]
    public async Task The_same_series_again_is_refused_whole_and_under_its_key_answers_as_before()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var request = new CreateSessionSeries(cohort.Id, SessionBuilder.Series());
        var key = new IdempotencyKey("series", "hash");
        var first = (await system.SendAsync(request, Callers.Registrar, key)).Value;

        var repeated = (await system.SendAsync(request, Callers.Registrar, key)).Value;
        var again = await system.RefusedAsync(request, Callers.Registrar);
        var longer = await system.RefusedAsync(
            request with
            {
                Fields = request.Fields with { From = new DateOnly(2026, 2, 1) },
            }
        );

        repeated.Items.ShouldBe(first.Items);
        (again.Kind, again.Code).ShouldBe((RefusalKind.Conflict, "session_taken"));
        longer.Code.ShouldBe("session_taken");
        (await system.CountAsync("CohortSessions")).ShouldBe(first.Items.Count);
    }

    [Fact]
    public async Task Of_twenty_who_add_the_same_session_at_once_one_does()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var request = new CreateSession(cohort.Id, SessionBuilder.Fields());

        var results = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => Task.Run(() => system.SendAsync(request, Callers.Registrar)))
        );

        results.Count(r => r.Refusal is null).ShouldBe(1);
        results.Where(r => r.Refusal is not null).ShouldAllBe(r => r.Refusal!.Code == "session_taken");
    }

    [Fact]
    public async Task A_series_has_four_hundred_sessions_at_most_and_one_at_least()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var daily = SessionBuilder.Series() with { Weekdays = Enum.GetValues<DayOfWeek>() };
        var most = daily with { To = daily.From.AddDays(399) };

        var never = daily with { Weekdays = [DayOfWeek.Monday], To = daily.From };
        (await system.RefusedAsync(new CreateSessionSeries(cohort.Id, never))).Code.ShouldBe("series_empty");
        (
            await system.RefusedAsync(new CreateSessionSeries(cohort.Id, most with { To = most.To.AddDays(1) }))
        ).Code.ShouldBe("series_too_long");
        (await system.DoAsync(new CreateSessionSeries(cohort.Id, most))).Items.Count.ShouldBe(400);
    }

    [Fact]
    public async Task A_session_in_a_gap_of_the_clock_starts_at_the_jump_and_one_within_it_is_refused()
    {
        await using var system = new TestSystem();
        var center = await system.AddCenterAsync(f => f with { TimeZone = "Europe/Berlin" });
        var cohort = await system.AddCohortAsync(centerId: center.Id);
        var fields = SessionBuilder.Fields() with
        {
            HeldOn = new DateOnly(2026, 3, 29),
            StartTime = new TimeOnly(2, 30),
            EndTime = new TimeOnly(4, 0),
        };

        var session = await system.DoAsync(new CreateSession(cohort.Id, fields));
        var within = await system.RefusedAsync(
            new CreateSession(cohort.Id, fields with { EndTime = new TimeOnly(2, 45) })
        );

        session.StartsAt.ShouldBe(new DateTimeOffset(2026, 3, 29, 1, 0, 0, TimeSpan.Zero));
        session.EndsAt.ShouldBe(new DateTimeOffset(2026, 3, 29, 2, 0, 0, TimeSpan.Zero));
        (within.Code, within.Problems[0].Field).ShouldBe(("time_skipped", "startTime"));
    }

    [Fact]
    public async Task What_can_not_be_is_refused_by_the_name_of_its_field()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var fields = SessionBuilder.Fields();

        await RefusedForAsync("title", fields with { Title = " " });
        await RefusedForAsync("heldOn", fields with { HeldOn = new DateOnly(1, 1, 1) });
        await RefusedForAsync("startTime", fields with { StartTime = new TimeOnly(12, 0, 30) });
        await RefusedForAsync("endTime", fields with { EndTime = fields.StartTime });
        await RefusedForAsync("endTime", fields with { EndTime = new TimeOnly(11, 0) });
        await RefusedForAsync("place", fields with { Place = "" });
        await RefusedForAsync("graceMinutes", fields with { GraceMinutes = 121 });
        (await system.RefusedAsync(new CreateSession(Guid.NewGuid(), fields))).Code.ShouldBe("cohort_not_found");

        async Task RefusedForAsync(string field, SessionFields wrong) =>
            (await system.RefusedAsync(new CreateSession(cohort.Id, wrong)))
                .Problems.Select(p => p.Field)
                .Distinct()
                .ShouldBe([field]);
    }

    [Fact]
    public async Task A_session_is_moved_by_whoever_saw_its_version_and_takes_the_cohorts_present_zone()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var session = await system.AddSessionAsync(cohort.Id);
        var other = await system.AddSessionAsync(cohort.Id, f => f with { StartTime = new TimeOnly(13, 0) });
        var zoned = CohortBuilder.Fields(cohort) with { TimeZone = "Asia/Shanghai" };
        await system.DoAsync(new UpdateCohort(cohort.Id, cohort.Version, zoned));
        var fields = SessionBuilder.Fields(session) with { Place = null };

        var moved = await system.DoAsync(new UpdateSession(session.Id, 1, fields));
        var stale = await system.RefusedAsync(new UpdateSession(session.Id, 1, fields));
        var onto = await system.RefusedAsync(
            new UpdateSession(other.Id, 1, fields with { StartTime = moved.StartTime })
        );

        (moved.Version, moved.Place, moved.TimeZone).ShouldBe((2, null, "Asia/Shanghai"));
        moved.StartsAt.ShouldBe(TestSystem.Start.AddHours(-3));
        stale.Kind.ShouldBe(RefusalKind.Stale);
        onto.Code.ShouldBe("session_taken");
    }

    [Fact]
    public async Task A_session_is_cancelled_with_a_reason_and_reinstated_with_one()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var session = await system.AddSessionAsync(cohort.Id);

        (await system.RefusedAsync(new CancelSession(session.Id, 1, " "))).Problems[0].Field.ShouldBe("reason");
        var cancelled = await system.DoAsync(new CancelSession(session.Id, 1, "Power cut."));
        (cancelled.CancelledAt, cancelled.CancelReason).ShouldBe((TestSystem.Start, "Power cut."));
        (await system.RefusedAsync(new CancelSession(session.Id, null, "Again."))).Code.ShouldBe("session_cancelled");
        (await system.RefusedAsync(new UpdateSession(session.Id, 2, SessionBuilder.Fields(session)))).Code.ShouldBe(
            "session_cancelled"
        );
        var back = await system.DoAsync(new ReinstateSession(session.Id, 2, "The power is back."));
        (back.CancelledAt, back.CancelReason, back.Version).ShouldBe((null, null, 3));
        (await system.RefusedAsync(new ReinstateSession(session.Id, 3, "Again."))).Code.ShouldBe(
            "session_not_cancelled"
        );
    }

    [Fact]
    public async Task A_session_without_attendance_can_be_deleted()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var session = await system.AddSessionAsync(cohort.Id);

        (await system.RefusedAsync(new DeleteSession(session.Id, 2))).Kind.ShouldBe(RefusalKind.Stale);
        (await system.DoAsync(new DeleteSession(session.Id, 1))).ShouldBe(session);

        (await system.RefusedAsync(new GetSession(session.Id))).Code.ShouldBe("session_not_found");
        (await system.RefusedAsync(new DeleteSession(session.Id, 1))).Code.ShouldBe("session_not_found");
    }
}
