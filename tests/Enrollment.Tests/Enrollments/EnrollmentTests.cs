using Enrollment.Enrollments;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Enrollments;

public sealed class EnrollmentTests
{
    static readonly EnrollmentEnd end = new()
    {
        EndedOn = BoardBuilder.Today,
        RequestedBy = "trainee",
        Reason = "moved",
    };

    [Fact]
    public async Task A_withdrawal_frees_the_place_and_taking_it_back_needs_one()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync(f => f with { Capacity = 1 });
        var first = await system.AddTraineeAsync(cohort.Id);

        var withdrawn = await system.DoAsync(new ChangeEnrollment(first, EnrollmentVerb.Withdraw, 1, end));
        (withdrawn.State, withdrawn.EndReason).ShouldBe((EnrollmentState.Withdrawn, "moved"));
        (await system.CohortAsync(cohort.Id)).PlacesTaken.ShouldBe(0);
        await system.AddTraineeAsync(cohort.Id);

        (
            await system.RefusedAsync(new ChangeEnrollment(first, EnrollmentVerb.Reinstate, 2, EnrollmentEnd.Empty))
        ).Code.ShouldBe("cohort_full");
    }

    [Fact]
    public async Task An_end_demands_its_date_who_asked_and_why()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var trainee = await system.AddTraineeAsync(cohort.Id);

        var refusal = await system.RefusedAsync(
            new ChangeEnrollment(trainee, EnrollmentVerb.Withdraw, null, EnrollmentEnd.Empty)
        );

        refusal
            .Problems.Select(p => p.Field)
            .Distinct()
            .ShouldBe(["endedOn", "requestedBy", "reason"], ignoreOrder: true);
    }

    [Theory]
    [InlineData(EnrollmentVerb.Resume)]
    [InlineData(EnrollmentVerb.Reinstate)]
    public async Task A_verb_that_the_table_does_not_have_for_a_state_is_refused(EnrollmentVerb verb)
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var trainee = await system.AddTraineeAsync(cohort.Id);

        (await system.RefusedAsync(new ChangeEnrollment(trainee, verb, null, EnrollmentEnd.Empty))).Code.ShouldBe(
            "transition_not_allowed"
        );
    }

    [Fact]
    public async Task An_import_beyond_the_capacity_brings_in_nobody()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync(f => f with { Capacity = 1 });
        var rows = new List<ImportedEnrollment>();
        for (var i = 0; i < 2; i++)
            rows.Add(Row(await system.AddPersonAsync()));

        (await system.RefusedAsync(new ImportEnrollments(cohort.Id, rows))).Code.ShouldBe("cohort_full");
        (await system.CountAsync("Enrollments")).ShouldBe(0);
    }

    [Fact]
    public async Task An_import_into_an_unknown_cohort_or_of_an_unknown_person_is_not_found()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var person = await system.AddPersonAsync();

        (await system.RefusedAsync(new ImportEnrollments(Guid.NewGuid(), [Row(person)]))).Code.ShouldBe(
            "cohort_not_found"
        );
        (await system.RefusedAsync(new ImportEnrollments(cohort.Id, [Row(person), Row(Guid.NewGuid())]))).Code.ShouldBe(
            "person_not_found"
        );
        (await system.CountAsync("Enrollments")).ShouldBe(0);
    }

    [Fact]
    public async Task Importing_again_changes_nothing()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var rows = new[] { Row(await system.AddPersonAsync()), Row(await system.AddPersonAsync()) };
        var first = await system.DoAsync(new ImportEnrollments(cohort.Id, rows));

        var again = await system.DoAsync(new ImportEnrollments(cohort.Id, rows));

        (first.Created, again.Created).ShouldBe((2, 0));
        again.IdByPerson.ShouldBe(first.IdByPerson);
        (await system.CohortAsync(cohort.Id)).PlacesTaken.ShouldBe(2);
    }

    static ImportedEnrollment Row(Guid person) =>
        new(person, new DateOnly(2026, 3, 5), EnrollmentState.Active, null, null);
}
