using CsCheck;
using Enrollment.Cohorts.Sessions;
using Enrollment.Data;
using Enrollment.Enrollments;
using Enrollment.Enrollments.Attendance;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Enrollments.Attendance;

public sealed class AttendanceShareTests
{
    const int Days = 8;
    const int Trainees = 4;
    static readonly DateOnly firstDay = new(2026, 3, 5);

    /// <summary>The statement's counts are those of a loop over all sessions of a trainee.</summary>
    [Fact]
    public async Task The_share_is_what_counting_one_by_one_gives()
    {
        await using var system = new TestSystem();
        for (var seed = 0u; seed < 12; seed++)
        {
            var plan = Plans.Single(_ => true, $"{seed:D9}000");
            await CheckAsync(system, plan);
        }
    }

    [Theory]
    [InlineData(3, 2, 0, 66.66)]
    [InlineData(3, 2, 1, 100)]
    [InlineData(3, 0, 1, 0)]
    [InlineData(30_000, 29_999, 0, 99.99)]
    public void A_percentage_is_cut_and_never_shows_what_was_not_reached(
        int counted,
        int attended,
        int excused,
        double percent
    ) =>
        new AttendanceShare
        {
            Counted = counted,
            Attended = attended,
            Excused = excused,
        }.Percent.ShouldBe((decimal)percent);

    [Fact]
    public void Where_all_is_excused_there_is_no_share() =>
        new AttendanceShare { Counted = 2, Excused = 2 }.Share.ShouldBeNull();

    static async Task CheckAsync(TestSystem system, Plan plan)
    {
        system.Clock.SetUtcNow(new DateTimeOffset(2026, 3, 31, 0, 0, 0, TimeSpan.Zero));
        var cohort = await system.AddCohortAsync();
        var people = new List<Guid>();
        for (var i = 0; i < Trainees; i++)
            people.Add(await system.AddPersonAsync());
        var rows = people
            .Zip(plan.Spans)
            .Select(pair => new ImportedEnrollment(
                pair.First,
                firstDay.AddDays(pair.Second.From),
                pair.Second.State,
                pair.Second.To is { } to ? firstDay.AddDays(to) : null,
                pair.Second.To is null ? null : "moved"
            ))
            .ToList();
        var ids = (await system.DoAsync(new ImportEnrollments(cohort.Id, rows))).IdByPerson;
        var series = new SessionSeries
        {
            Title = "Daily",
            Weekdays = Enum.GetValues<DayOfWeek>(),
            Times = [new SessionSpan { StartTime = new TimeOnly(9, 0), EndTime = new TimeOnly(10, 0) }],
            From = firstDay,
            To = firstDay.AddDays(Days - 1),
        };
        var sessions = (await system.DoAsync(new CreateSessionSeries(cohort.Id, series))).Items;
        for (var day = 0; day < Days; day++)
        {
            var entries = Enumerable
                .Range(0, Trainees)
                .Where(trainee => plan.States[day * Trainees + trainee] is not null)
                .Select(trainee => new AttendanceEntry
                {
                    EnrollmentId = ids[people[trainee]],
                    State = plan.States[day * Trainees + trainee]!.Value,
                })
                .ToArray();
            if (entries.Length > 0)
                await system.RecordAsync(sessions[day], entries);
            if (plan.Cancelled[day])
                await system.DoAsync(new CancelSession(sessions[day].Id, null, "No power."));
        }

        var now = sessions[plan.Held].StartsAt;
        var shares = await system.UseAsync<Db, IReadOnlyDictionary<Guid, AttendanceShare>>(
            (db, token) => AttendanceShares.OfCohortAsync(db, cohort.Id, now, token)
        );

        shares.Count.ShouldBe(Trainees);
        for (var trainee = 0; trainee < Trainees; trainee++)
            shares[ids[people[trainee]]].ShouldBe(Straight(plan, trainee), plan.ToString());
    }

    static AttendanceShare Straight(Plan plan, int trainee)
    {
        var span = plan.Spans[trainee];
        var states = new List<AttendanceState?>();
        for (var day = 0; day < plan.Held; day++)
        {
            var within = span.State != EnrollmentState.Cancelled && day >= span.From && !(day > span.To);
            if (within && !plan.Cancelled[day])
                states.Add(plan.States[day * Trainees + trainee]);
        }

        return new AttendanceShare
        {
            Counted = states.Count,
            Attended = states.Count(s => s is AttendanceState.Present or AttendanceState.Late),
            Excused = states.Count(s => s is AttendanceState.Excused),
            Absent = states.Count(s => s is AttendanceState.Absent),
            NotRecorded = states.Count(s => s is null),
        };
    }

    /// <summary>Days are counted from the first one; of the sessions the first <paramref name="Held"/> were held.</summary>
    sealed record Plan(Span[] Spans, bool[] Cancelled, AttendanceState?[] States, int Held);

    sealed record Span(int From, int? To, EnrollmentState State);

    static readonly Gen<Span> spans = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 5], Gen.Int[0, 3])
        .Select(
            (from, length, kind) =>
                kind switch
                {
                    0 => new Span(from, from + length, EnrollmentState.Withdrawn),
                    1 => new Span(from, from + length, EnrollmentState.Cancelled),
                    _ => new Span(from, null, EnrollmentState.Active),
                }
        );

    static readonly Gen<AttendanceState?> states = Gen.Int[0, 4]
        .Select(state => state == 4 ? null : (AttendanceState?)state);

    static readonly Gen<Plan> Plans = Gen.Select(
            spans.Array[Trainees],
            Gen.Int[0, 3].Select(n => n == 0).Array[Days],
            states.Array[Days * Trainees],
            Gen.Int[0, Days - 1]
        )
        .Select((enrolled, cancelled, recorded, held) => new Plan(enrolled, cancelled, recorded, held));
}
