using Enrollment.Admissions;
using Enrollment.Assessments;
using Enrollment.Enrollments;
using Enrollment.Pipeline;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Enrollments;

/// <summary>A transfer by mistake is taken back, and a trainee is in one cohort of a course at a time.</summary>
public sealed class TransferBackTests
{
    [Fact]
    public async Task Transferring_back_takes_the_first_record_up_with_the_marks_as_they_have_become()
    {
        await using var system = new TestSystem();
        var course = await system.AddCourseAsync();
        var scheme = await system.AddSchemeAsync(course.VersionId);
        var (term, exam) = (scheme.Groups[0].Components[0].Id, scheme.Groups[0].Components[1].Id);
        var from = await system.AddCohortAsync(f => f with { SchemeId = scheme.Id }, null, course.VersionId);
        var to = await system.AddCohortAsync(f => f with { SchemeId = scheme.Id }, null, course.VersionId);
        var first = await system.AddTraineeAsync(from.Id);
        await MarkAsync(system, first, term, 40);
        var second = await TransferAsync(system, first, to.Id);
        await MarkAsync(system, second.Id, term, 55, version: 1);
        await MarkAsync(system, second.Id, exam, 70);

        var back = await TransferAsync(system, second.Id, from.Id);

        (back.Id, back.State, back.EndedOn, back.TransferredToId).ShouldBe((first, EnrollmentState.Active, null, null));
        (back.TraineeNumber, back.EnrolledOn).ShouldBe((1, new DateOnly(2026, 3, 5)));
        var left = await system.DoAsync(new GetEnrollment(second.Id));
        (left.State, left.TransferredToId).ShouldBe((EnrollmentState.Transferred, first));
        var marks = (await system.DoAsync(new ListMarks(from.Id, null, 10))).Items.ShouldHaveSingleItem().Marks;
        marks.Select(m => (m.ComponentId, m.Value)).ShouldBe([(term, 55m), (exam, 70m)], ignoreOrder: true);
        (await system.QueryAsync<long>("SELECT OldValue FROM MarkChanges WHERE Reason LIKE 'Entered in%'")).ShouldBe([
            4_000,
        ]);
        (await system.CohortAsync(from.Id)).PlacesTaken.ShouldBe(1);
        (await system.CohortAsync(to.Id)).PlacesTaken.ShouldBe(0);
    }

    [Fact]
    public async Task Once_the_new_record_is_cancelled_the_transferred_one_is_reinstated_and_not_both()
    {
        await using var system = new TestSystem();
        var (first, second) = await TransferredAsync(system);

        (await ReinstateAsync(system, first)).Refusal!.Code.ShouldBe("enrolled_elsewhere");
        await EndAsync(system, second, EnrollmentVerb.Cancel);
        (await ReinstateAsync(system, first)).Value.State.ShouldBe(EnrollmentState.Active);

        var refusal = (await ReinstateAsync(system, second)).Refusal!;
        refusal.Code.ShouldBe("enrolled_elsewhere");
        refusal.Message.ShouldContain(first.ToString());
    }

    [Fact]
    public async Task Of_two_records_that_are_reinstated_at_once_one_is_live()
    {
        await using var system = new TestSystem();
        var (first, second) = await TransferredAsync(system);
        await EndAsync(system, second, EnrollmentVerb.Withdraw);

        var results = await Task.WhenAll(
            new[] { first, second }.Select(id => Task.Run(() => ReinstateAsync(system, id)))
        );

        results.Count(r => r.Refusal is null).ShouldBe(1);
        results.Single(r => r.Refusal is not null).Refusal!.Code.ShouldBe("enrolled_elsewhere");
    }

    [Fact]
    public async Task A_record_that_the_board_decided_on_is_not_taken_up_by_a_transfer()
    {
        await using var system = new TestSystem();
        var (first, second) = await TransferredAsync(system);
        system.Execute($"UPDATE Enrollments SET State = 'Failed' WHERE Id = '{first}'");
        var from = await system.DoAsync(new GetEnrollment(first));

        var refusal = await system.RefusedAsync(new TransferEnrollment(second, null, To(from.CohortId)));

        refusal.Code.ShouldBe("already_enrolled");
        refusal.Message.ShouldContain("'failed'");
    }

    [Fact]
    public async Task A_last_day_to_come_is_refused_and_named()
    {
        await using var system = new TestSystem();
        var from = await system.AddCohortAsync();
        var to = await system.AddCohortAsync(null, from.CenterId, from.CourseVersionId);
        var trainee = await system.AddTraineeAsync(from.Id);
        var tomorrow = BoardBuilder.Today.AddDays(1);
        var end = End() with { EndedOn = tomorrow };

        var withdrawal = new ChangeEnrollment(trainee, EnrollmentVerb.Withdraw, null, end);
        var transfer = new TransferEnrollment(trainee, null, To(to.Id) with { On = tomorrow });

        foreach (var refusal in new[] { await system.RefusedAsync(withdrawal), await system.RefusedAsync(transfer) })
        {
            refusal.Code.ShouldBe("ends_in_future");
            refusal.Problems.ShouldHaveSingleItem().Message.ShouldContain("2026-03-10");
        }
    }

    static async Task<(Guid First, Guid Second)> TransferredAsync(TestSystem system)
    {
        var from = await system.AddCohortAsync();
        var to = await system.AddCohortAsync(null, from.CenterId, from.CourseVersionId);
        var enrolled = await system.AddApplicationAsync(from.Id, ApplicationState.Enrolled);
        var first = enrolled.EnrollmentId.ShouldNotBeNull();
        return (first, (await TransferAsync(system, first, to.Id)).Id);
    }

    static Task<EnrollmentView> TransferAsync(TestSystem system, Guid id, Guid cohortId) =>
        system.DoAsync(new TransferEnrollment(id, null, To(cohortId)));

    static Task<Result<EnrollmentView>> ReinstateAsync(TestSystem system, Guid id) =>
        system.SendAsync(
            new ChangeEnrollment(id, EnrollmentVerb.Reinstate, null, EnrollmentEnd.Empty),
            Callers.Registrar
        );

    static Task<EnrollmentView> EndAsync(TestSystem system, Guid id, EnrollmentVerb verb) =>
        system.DoAsync(new ChangeEnrollment(id, verb, null, End()));

    static async Task MarkAsync(TestSystem system, Guid trainee, Guid component, decimal value, int version = 0)
    {
        var entry = new MarkEntry
        {
            EnrollmentId = trainee,
            ComponentId = component,
            Value = value,
            Version = version,
            Reason = version == 0 ? null : "Marked again.",
        };
        (await system.DoAsync(new SetMark(entry))).Problem.ShouldBeNull();
    }

    static EnrollmentEnd End() =>
        new()
        {
            EndedOn = BoardBuilder.Today,
            RequestedBy = "registrar",
            Reason = "moved",
        };

    static TransferInput To(Guid cohortId) =>
        new()
        {
            ToCohortId = cohortId,
            On = BoardBuilder.Today,
            RequestedBy = "registrar",
            Reason = "moved",
        };
}
