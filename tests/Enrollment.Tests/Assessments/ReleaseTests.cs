using Enrollment.Accounts;
using Enrollment.Assessments;
using Enrollment.Certificates;
using Enrollment.Enrollments;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Assessments;

/// <summary>What trainees see from one release to the next.</summary>
public sealed class ReleaseTests
{
    [Fact]
    public async Task A_mark_that_is_entered_or_changed_after_the_release_stays_hidden_until_the_next_one()
    {
        await using var system = new TestSystem();
        var c = await MarkTests.ClassAsync(system);
        var (term, exam) = (c.Scheme.Groups[0].Components[0].Id, c.Scheme.Groups[0].Components[1].Id);
        await system.DoAsync(new SetMark(c.Entry(60) with { ComponentId = term }));
        (await ReleaseAsync(system, c)).ShouldBe(1);

        await system.DoAsync(new SetMark(c.Entry(75) with { ComponentId = term, Version = 1, Reason = "Recount." }));
        await system.DoAsync(new SetMark(c.Entry(80) with { ComponentId = exam }));

        var seen = (await SeenAsync(system, c)).Marks.ShouldHaveSingleItem();
        (seen.ComponentId, seen.Value, seen.Version).ShouldBe((term, 60, 1));
        var known = await system.DoAsync(new GetTraineeResult(c.Trainees[0]), Callers.Instructor);
        known.Marks.Select(mark => (mark.Value, mark.ReleasedAt)).ShouldBe([(75, null), (80, null)], ignoreOrder: true);

        (await ReleaseAsync(system, c)).ShouldBe(2);
        (await SeenAsync(system, c)).Marks.Select(mark => mark.Value).ShouldBe([75, 80], ignoreOrder: true);
        (await ReleaseAsync(system, c)).ShouldBe(0);
    }

    [Fact]
    public async Task A_result_that_is_computed_anew_after_the_release_shows_with_its_explanation_at_the_next_one()
    {
        await using var system = new TestSystem();
        var c = await BoardTests.PassingClassAsync(system);
        await system.DecideAsync(c.Cohort.CenterId, c.Trainees);
        await ReleaseAsync(system, c);
        var released = await SeenAsync(system, c);
        var explained = await ExplainedAsync(system, c);

        system.Clock.Advance(TimeSpan.FromDays(1));
        // As a recount after an upheld appeal.
        system.Execute(
            $"""
            UPDATE Marks SET Value = 1000, Version = 2, ReleasedAt = NULL
            WHERE ComponentId = '{released.Marks[0].ComponentId}'
            """
        );
        await system.DoAsync(new ComputeResults(c.Cohort.Id));
        await system.DecideAsync(c.Cohort.CenterId, c.Trainees, BoardDecision.Fail);

        var (seen, told) = (await SeenAsync(system, c), await ExplainedAsync(system, c));
        seen.Marks.ShouldBe(released.Marks);
        (seen.Result!.Mark, seen.Result.Decision).ShouldBe((60, BoardDecision.Pass));
        seen.Result.ComputedAt.ShouldBe(TestSystem.Start);
        told.Lines.ShouldBe(explained.Lines);
        (await StateAsync(system, c)).ShouldBe(EnrollmentState.Completed);

        await ReleaseAsync(system, c);
        seen = await SeenAsync(system, c);
        (seen.Result!.Mark, seen.Result.Decision).ShouldBe((35, BoardDecision.Fail));
        (await ExplainedAsync(system, c)).Explanation.Mark.ShouldBe(35);
        (await StateAsync(system, c)).ShouldBe(EnrollmentState.Failed);
    }

    [Fact]
    public async Task A_trainee_who_comes_after_the_release_sees_nothing_before_the_next_one()
    {
        await using var system = new TestSystem();
        var c = await BoardTests.PassingClassAsync(system);
        await ReleaseAsync(system, c);
        var person = await system.AddPersonAsync();
        var late = await system.AddTraineeAsync(c.Cohort.Id, person);
        foreach (var component in c.Scheme.Groups[0].Components)
            await system.DoAsync(new SetMark(c.Entry(90) with { EnrollmentId = late, ComponentId = component.Id }));
        await system.DoAsync(new ComputeResults(c.Cohort.Id));
        await system.DecideAsync(c.Cohort.CenterId, [late]);
        var student = Callers.Student(person);

        var seen = await system.DoAsync(new GetTraineeResult(late), student);

        (seen.Marks.Count, seen.Result).ShouldBe((0, null));
        (await system.DoAsync(new GetEnrollment(late), student)).State.ShouldBe(EnrollmentState.Active);
    }

    [Fact]
    public async Task Marks_that_change_while_they_are_released_are_shown_as_released_or_stay_hidden()
    {
        await using var system = new TestSystem();
        var c = await MarkTests.ClassAsync(system, trainees: 4);
        for (var trainee = 0; trainee < 4; trainee++)
            await system.DoAsync(new SetMark(c.Entry(50, trainee)));

        for (var round = 1; round <= 10; round++)
        {
            var changes = Enumerable
                .Range(0, 4)
                .Select(trainee =>
                    Task.Run(() =>
                        system.DoAsync(
                            new SetMark(c.Entry(50 + round, trainee) with { Version = round, Reason = "Recount." })
                        )
                    )
                );
            var releases = Enumerable.Range(0, 2).Select(_ => Task.Run(() => ReleaseAsync(system, c)));
            await Task.WhenAll([.. changes, .. releases]);

            var marks = await system.QueryAsync<ReleasedRow>(
                """
                SELECT m.Version, x.Version AS Shown, CASE WHEN m.ReleasedAt IS NULL THEN 0 ELSE 1 END AS Released
                FROM Marks m
                JOIN ReleasedMarks x
                    ON x.EnrollmentId = m.EnrollmentId AND x.ComponentId = m.ComponentId AND x.Attempt = m.Attempt
                """
            );
            marks.Count.ShouldBe(4);
            marks.ShouldAllBe(mark => mark.Version == round + 1);
            marks.ShouldAllBe(mark => mark.Released == 1 ? mark.Shown == mark.Version : mark.Shown < mark.Version);
        }
    }

    [Fact]
    public async Task Only_those_who_may_read_marks_learn_from_a_scheme_that_there_are_any()
    {
        await using var system = new TestSystem();
        var c = await BoardTests.PassingClassAsync(system);
        var query = new ListSchemes(c.Scheme.CourseVersionId, null, 10);

        foreach (var caller in new[] { Caller.Anonymous, Callers.Student(c.People[0]) })
        {
            (await system.DoAsync(new GetScheme(c.Scheme.Id), caller)).FrozenAt.ShouldBeNull();
            (await system.DoAsync(query, caller)).Items.ShouldHaveSingleItem().FrozenAt.ShouldBeNull();
        }

        (await system.DoAsync(new GetScheme(c.Scheme.Id), Callers.Manager)).FrozenAt.ShouldBe(TestSystem.Start);
    }

    [Fact]
    public async Task A_certificate_is_there_for_its_holder_once_it_is_issued()
    {
        await using var system = new TestSystem();
        var c = await BoardTests.PassingClassAsync(system);
        await system.DecideAsync(c.Cohort.CenterId, c.Trainees);
        var student = Callers.Student(c.People[0]);
        var id = (await system.DoAsync(new PrepareCertificates(c.Trainees))).Rows[0].CertificateId!.Value;

        (await system.RefusedAsync(new GetCertificate(id), student)).Code.ShouldBe("certificate_not_found");
        (await system.RefusedAsync(new GetCertificateFile(id), student)).Code.ShouldBe("certificate_not_found");
        (await system.DoAsync(new GetCertificate(id), Callers.Registrar)).State.ShouldBe(CertificateState.Prepared);

        await system.IssueAsync(c.Trainees);
        (await system.DoAsync(new GetCertificate(id), student)).State.ShouldBe(CertificateState.Issued);
    }

    static async Task<int> ReleaseAsync(TestSystem system, MarkTests.Class c) =>
        (await system.DoAsync(new ReleaseResults(c.Cohort.Id), Callers.Registrar)).Marks;

    static Task<TraineeResult> SeenAsync(TestSystem system, MarkTests.Class c) =>
        system.DoAsync(new GetTraineeResult(c.Trainees[0]), Callers.Student(c.People[0]));

    static Task<ExplainedResult> ExplainedAsync(TestSystem system, MarkTests.Class c) =>
        system.DoAsync(new GetExplanation(c.Trainees[0], "en"), Callers.Student(c.People[0]));

    static async Task<EnrollmentState> StateAsync(TestSystem system, MarkTests.Class c) =>
        (await system.DoAsync(new GetEnrollment(c.Trainees[0]), Callers.Student(c.People[0]))).State;

    sealed record ReleasedRow
    {
        public int Version { get; init; }
        public int Shown { get; init; }
        public int Released { get; init; }
    }
}
