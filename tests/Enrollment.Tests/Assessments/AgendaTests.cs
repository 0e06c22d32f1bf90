using CsCheck;
using Enrollment.Assessments;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Assessments;

/// <summary>The agenda as a pure function, beside one that was written a second time.</summary>
[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class AgendaTests
{
    static readonly Guid meeting = new("01900000-0000-7000-8000-000000000001");
    static readonly Guid earlier = new("01900000-0000-7000-8000-000000000002");

    /// <summary>Around the boundaries of 50, 70 and 85, to the millionth.</summary>
    static readonly Gen<long> unrounded = Gen.Select(
        Gen.OneOf(50_000_000L, 70_000_000L, 85_000_000L, 30_000_000L, 100_000_000L),
        Gen.OneOf(0L, 1, 400_000, 999_999, 1_000_000, 1_000_001, 5_000_000),
        (boundary, below) => boundary - below
    );

    /// <summary>A group, a part or attendance below what it demands, and what tells of no distance of its own.</summary>
    static readonly Gen<ResultReason> miss = Gen.Select(
        Gen.OneOf(
            ReasonCode.GroupBelowMinimum,
            ReasonCode.ComponentNotPassed,
            ReasonCode.AttendanceBelowMinimum,
            ReasonCode.NotAdmitted
        ),
        Gen.OneOf(0.4m, 0.5m, 1m, 1.000001m, 30m),
        (code, below) => new ResultReason(code, "Exam", 50 - below, 50)
    );

    static readonly Gen<AgendaFacts> trainee =
        from id in Gen.Guid
        from name in Gen.OneOf("Aruzhan", "aruzhan", "Ботагөз", "李娜", "محمد")
        from outcome in Gen.Int[-1, 4].Select(n => n < 0 ? null : (Outcome?)n)
        from mark in unrounded
        from merit in Gen.Bool
        from decision in Gen.Int[-2, 5].Select(n => n < 0 ? null : (BoardDecision?)n)
        from seen in Gen.Int[-1, 4].Select(n => n < 0 ? null : (Outcome?)n)
        from here in Gen.Bool
        from facts in Gen.Int[0, 31]
        from misses in miss.Array[0, 2]
        select new AgendaFacts
        {
            EnrollmentId = id,
            PersonId = id,
            PersonName = name,
            TraineeNumber = 7,
            Reasons = misses,
            Outcome = outcome,
            Mark = outcome is null or Outcome.Incomplete ? null : decimal.Round(mark / 1_000_000m),
            UnroundedMillionths = outcome is null or Outcome.Incomplete ? null : mark,
            ComputedAt = outcome is null ? null : TestSystem.Start,
            PassMark = 50,
            MeritMark = merit ? 70 : null,
            DistinctionMark = merit ? 85 : null,
            Decision = decision,
            DecidedOn = decision is null ? null : seen,
            MeetingId =
                decision is null ? null
                : here ? meeting
                : earlier,
            AppealUpheld = (facts & 1) != 0 && (facts & 16) != 0,
            Stale = (facts & 2) != 0,
            Missing = (facts & 4) != 0,
            Withheld = (facts & 8) != 0,
            Absent = (facts & 16) != 0,
        };

    static readonly Gen<decimal> margin = Gen.OneOf(0m, 0.4m, 1m, 10m);

    [Fact]
    public void The_agenda_has_whom_it_must_in_order_with_every_flag() =>
        Gen.Select(trainee.Array[0, 30], margin)
            .Sample(
                (trainees, points) =>
                {
                    var rows = Agenda.Of(meeting, points, trainees);

                    var byId = trainees.ToDictionary(t => t.EnrollmentId);
                    rows.Select(row => row.EnrollmentId)
                        .ShouldBe(trainees.Where(MustBeThere).Select(t => t.EnrollmentId), ignoreOrder: true);
                    foreach (var row in rows)
                        row.Flags.Order().ShouldBe(Expected(byId[row.EnrollmentId], points).Order());
                    for (var i = 1; i < rows.Count; i++)
                        Goes(byId[rows[i - 1].EnrollmentId], byId[rows[i].EnrollmentId], points).ShouldBeTrue();
                }
            );

    [Fact]
    public void The_next_boundary_is_told_with_the_distance_from_it()
    {
        var facts = new AgendaFacts
        {
            PersonName = "Dana",
            Outcome = Outcome.Pass,
            Mark = 70,
            UnroundedMillionths = 69_600_000,
            ComputedAt = TestSystem.Start,
            PassMark = 50,
            MeritMark = 70,
        };

        var below = Agenda.Of(meeting, 0.4m, [facts]).ShouldHaveSingleItem();
        var above = Agenda.Of(meeting, 10, [facts with { UnroundedMillionths = 70_000_000 }]).ShouldHaveSingleItem();

        (below.NextClass, below.Below, below.Unrounded).ShouldBe((Outcome.Merit, 0.4m, 69.6m));
        below.Flags.ShouldBe([AgendaFlag.Borderline]);
        (above.NextClass, above.Below).ShouldBe((null, null));
        above.Flags.ShouldBeEmpty();
    }

    [Fact]
    public void A_part_that_was_failed_by_a_hair_is_borderline_whatever_the_total_is()
    {
        var facts = new AgendaFacts
        {
            PersonName = "Dana",
            Outcome = Outcome.Fail,
            Mark = 74,
            UnroundedMillionths = 73_800_000,
            ComputedAt = TestSystem.Start,
            PassMark = 50,
            Reasons = [new ResultReason(ReasonCode.GroupBelowMinimum, "Exam", 49.5m, 50)],
        };

        var row = Agenda.Of(meeting, 1, [facts]).ShouldHaveSingleItem();

        row.Flags.ShouldBe([AgendaFlag.Borderline]);
        (row.NextClass, row.Below).ShouldBe((null, null));
        row.Misses.ShouldBe(facts.Reasons);
        Agenda.Of(meeting, 0.4m, [facts]).ShouldHaveSingleItem().Flags.ShouldBeEmpty();
    }

    static bool MustBeThere(AgendaFacts t)
    {
        if (t.Outcome is null)
            return false;
        if (t.Decision is null || t.AppealUpheld || Changed(t))
            return true;
        return t.MeetingId == earlier
            && t.Decision is BoardDecision.Resit or BoardDecision.Defer
            && t.MeetingId != meeting;
    }

    static bool Changed(AgendaFacts t) =>
        t.Decision is not null
        && t.DecidedOn is not null
        && t.Outcome != t.DecidedOn
        && t.Outcome.ToString() != t.Decision.ToString();

    static List<AgendaFlag> Expected(AgendaFacts t, decimal points)
    {
        var flags = new List<AgendaFlag>();
        if (Distance(t) is { } distance && distance <= points)
            flags.Add(AgendaFlag.Borderline);
        if (t.Outcome == Outcome.Incomplete)
        {
            flags.Add(AgendaFlag.Incomplete);
            if (t.Missing)
                flags.Add(AgendaFlag.Missing);
            if (t.Withheld)
                flags.Add(AgendaFlag.Withheld);
            if (t.Absent)
                flags.Add(AgendaFlag.Absent);
        }

        if (t.Stale)
            flags.Add(AgendaFlag.Stale);
        if (t.Decision == BoardDecision.Resit)
            flags.Add(AgendaFlag.Resit);
        if (t.Decision == BoardDecision.Defer)
            flags.Add(AgendaFlag.Deferred);
        if (t.AppealUpheld)
            flags.Add(AgendaFlag.AppealUpheld);
        if (Changed(t))
            flags.Add(AgendaFlag.ResultChanged);
        return flags;
    }

    static decimal? Distance(AgendaFacts t) =>
        new[] { t.PassMark, t.MeritMark, t.DistinctionMark }
            .Select(boundary => boundary - t.UnroundedMillionths / 1_000_000m)
            .Where(distance => distance > 0)
            .Concat(
                t.Outcome == Outcome.Fail
                    ? t.Reasons.Where(r => r.Code != ReasonCode.NotAdmitted).Select(r => r.Limit - r.Value)
                    : []
            )
            .Min();

    /// <summary>Whether the first may stand directly before the second.</summary>
    static bool Goes(AgendaFacts first, AgendaFacts second, decimal points)
    {
        var (one, other) = (Place(first, points), Place(second, points));
        if (one != other)
            return one < other;
        if (one == 0 && Distance(first) != Distance(second))
            return Distance(first) < Distance(second);
        var names = StringComparer.InvariantCulture.Compare(first.PersonName, second.PersonName);
        return names < 0 || (names == 0 && first.EnrollmentId.CompareTo(second.EnrollmentId) < 0);
    }

    static int Place(AgendaFacts t, decimal points) =>
        Distance(t) is { } distance && distance <= points ? 0
        : t.Outcome == Outcome.Incomplete ? 1
        : t.Stale ? 2
        : 3;
}
