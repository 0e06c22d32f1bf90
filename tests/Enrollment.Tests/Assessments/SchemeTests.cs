using Enrollment.Assessments;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Assessments;

public sealed class SchemeTests
{
    static readonly SchemeFields everything = SchemeBuilder.Fields(
        SchemeBuilder.Group("TERM", 60, SchemeBuilder.Component("T1", 100)) with
        {
            MinimumMark = 50,
        },
        SchemeBuilder.Group(
            "EXAM",
            40,
            SchemeBuilder.Component("E1", 100) with
            {
                Attempts = 2,
                ResitCap = 60,
                PassMark = 40,
                MustPass = true,
                SecondMarking = SecondMarking.All,
                Tolerance = 5.5m,
                LatePenalty = new LatePenalty
                {
                    PerDay = 2.5m,
                    Floor = 40,
                    CutOffDays = 7,
                },
            }
        ) with
        {
            AfterGroup = "TERM",
        }
    ) with
    {
        MinimumAttendance = 75.5m,
    };

    [Fact]
    public async Task A_scheme_comes_back_as_it_was_declared_and_so_does_its_copy()
    {
        await using var system = new TestSystem();
        var version = (await system.AddCourseAsync()).VersionId;

        var first = await system.AddSchemeAsync(version, everything);
        var copy = await system.DoAsync(new CopyScheme(first.Id, null));

        first.MinimumAttendance.ShouldBe(75.5m);
        foreach (var scheme in new[] { first, copy })
        {
            scheme
                .Groups.Select(g => (g.Code, g.MinimumMark, g.AfterGroup))
                .ShouldBe([("TERM", 50m, null), ("EXAM", null, "TERM")]);
            (scheme.Groups[1].Components[0] with { Id = default }).ShouldBe(everything.Groups[1].Components[0]);
        }

        (first.Number, copy.Number, copy.CourseVersionId).ShouldBe((1, 2, version));
        copy.Groups[0].Components[0].Id.ShouldNotBe(first.Groups[0].Components[0].Id);
    }

    [Fact]
    public async Task A_scheme_is_refused_with_every_problem_named()
    {
        await using var system = new TestSystem();
        var version = (await system.AddCourseAsync()).VersionId;
        var wrong = SchemeBuilder.Fields(
            SchemeBuilder.Group("A", 60, SchemeBuilder.Component("X", 90) with { Tolerance = 5 }) with
            {
                AfterGroup = "B",
            },
            SchemeBuilder.Group(
                "B",
                30,
                SchemeBuilder.Component("x", 100) with
                {
                    MustPass = true,
                    WhenMissing = MissingRule.LeaveOut,
                    LatePenalty = new LatePenalty { PerDay = 0, CutOffDays = 0 },
                }
            )
        ) with
        {
            PassMark = 50.001m,
            MeritMark = 40,
        };

        var refusal = await system.RefusedAsync(new CreateScheme(version, wrong));

        refusal
            .Problems.Select(f => f.Field)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ShouldBe([
                "groups",
                "groups[0].components",
                "groups[0].components[0].tolerance",
                "groups[1].components[0].latePenalty.cutOffDays",
                "groups[1].components[0].latePenalty.perDay",
                "groups[1].components[0].passMark",
                "groups[1].components[0].whenMissing",
                "meritMark",
                "passMark",
            ]);
        refusal.Problems.Count(f => f.Field == "groups").ShouldBe(3);
    }

    [Fact]
    public async Task A_preview_computes_a_made_up_trainee_and_stores_nothing()
    {
        await using var system = new TestSystem();
        MadeUpMark[] marks =
        [
            new() { Component = "T1", Value = 80 },
            new() { Component = "e1", Value = 30 },
            new()
            {
                Component = "e1",
                Attempt = 2,
                Value = 90,
                DaysLate = 2,
            },
        ];

        var preview = await system.DoAsync(
            new PreviewResult(everything, new MadeUpTrainee { Marks = marks, Attendance = 76 }, "en")
        );

        (preview.Explanation.Outcome, preview.Explanation.Mark).ShouldBe((Outcome.Merit, 72m));
        preview
            .Lines.Select(line => line.Text)
            .ShouldContain(
                "Attempt 2: 90 of 100, that is 90 %. Handed in 2 day(s) late: 85 % after the penalty. "
                    + "A resit counts 60 % at most. This attempt counts."
            );
        (await system.CountAsync("Schemes")).ShouldBe(0);
        var refusal = await system.RefusedAsync(
            new PreviewResult(
                everything,
                new MadeUpTrainee
                {
                    Marks = [new() { Component = "Z", Value = 1 }, new() { Component = "T1", Value = 101 }],
                },
                null
            )
        );
        refusal.Problems.Select(f => f.Field).ShouldBe(["trainee.marks[0].component", "trainee.marks[1].value"]);

        var both = await system.RefusedAsync(
            new PreviewResult(
                everything with
                {
                    Decimals = 3,
                },
                new MadeUpTrainee { Marks = [new() { Component = "Z", Value = 1 }] },
                null
            )
        );
        both.Problems.Select(f => f.Code).ShouldBe(["inclusive_between", "component_not_in_scheme"], ignoreOrder: true);
    }
}
