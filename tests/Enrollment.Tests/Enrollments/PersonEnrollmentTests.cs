using Enrollment.Admissions;
using Enrollment.Enrollments;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Enrollments;

public sealed class PersonEnrollmentTests
{
    [Fact]
    public async Task A_student_finds_the_own_enrollment_by_the_application_and_by_the_person()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var enrolled = await system.AddApplicationAsync(cohort.Id, ApplicationState.Enrolled);
        var offered = await system.AddApplicationAsync(cohort.Id, ApplicationState.Offered);
        var student = Callers.Student(enrolled.PersonId);

        var application = await system.DoAsync(new GetApplication(enrolled.Id), student);
        var list = (await system.DoAsync(new ListPersonEnrollments(enrolled.PersonId, null, 10), student)).Items;

        list.ShouldHaveSingleItem().Id.ShouldBe(application.EnrollmentId.ShouldNotBeNull());
        (list[0].CohortId, list[0].Version).ShouldBe((cohort.Id, 0));
        (await system.DoAsync(new GetApplication(offered.Id))).EnrollmentId.ShouldBeNull();
        var other = new ListPersonEnrollments(enrolled.PersonId, null, 10);
        (await system.RefusedAsync(other, Callers.Student(offered.PersonId))).Code.ShouldBe("not_your_record");
        (await system.DoAsync(other, Callers.Instructor)).Items.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_decision_that_was_not_released_shows_to_staff_alone()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var person = await system.AddPersonAsync();
        var trainee = await system.AddTraineeAsync(cohort.Id, person);
        system.Execute($"UPDATE Enrollments SET State = 'Failed' WHERE Id = '{trainee}'");
        var list = new ListPersonEnrollments(person, null, 10);

        (await system.DoAsync(list, Callers.Student(person))).Items[0].State.ShouldBe(EnrollmentState.Active);
        (await system.DoAsync(list, Callers.Registrar)).Items[0].State.ShouldBe(EnrollmentState.Failed);
    }

    [Fact]
    public async Task Trainees_of_a_cohort_are_found_by_name_number_and_address()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync(null);
        string[] names = ["Серік Омаров", "Dana Akhmetova", "李小明"];
        var people = new List<Guid>();
        foreach (var name in names)
            people.Add(await system.AddPersonAsync(name));
        var trainees = await system.AddTraineesAsync(cohort.Id, people);
        system.Execute($"UPDATE People SET Email = 'Dana@Example.org' WHERE Id = '{people[1]}'");

        (await FindAsync("seri")).ShouldBe([trainees[0]]);
        (await FindAsync("dana@ex")).ShouldBe([trainees[1]]);
        (await FindAsync("3")).ShouldBe([trainees[2]]);
        (await FindAsync("小明")).ShouldBe([trainees[2]]);
        (await FindAsync("omarov serik")).ShouldBe([trainees[0]]);
        (await FindAsync("omarov dana")).ShouldBeEmpty();
        (await FindAsync(" ")).ShouldBe(trainees);

        async Task<IEnumerable<Guid>> FindAsync(string search)
        {
            var list = new ListEnrollments(cohort.Id, null, null, 10) { Search = search };
            return (await system.DoAsync(list, Callers.Registrar)).Items.Select(e => e.Id);
        }
    }
}
