using Enrollment.Admissions;
using Enrollment.People;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.People;

public sealed class PersonSearchTests
{
    [Theory]
    [InlineData("Dana Akhmetova", "dana")]
    [InlineData("Dana Akhmetova", "AKHM")]
    [InlineData("Dana Akhmetova", "Ахм")]
    [InlineData("Dana Akhmetova", "akhmetova d")]
    [InlineData("Серік Нұрланұлы Омаров", "serik")]
    [InlineData("Серік Нұрланұлы Омаров", "нурлан")]
    [InlineData("Юлия Алиева", "yul")]
    [InlineData("Юлия Алиева", "Jul")]
    [InlineData("Юлия Алиева", "Ali")]
    [InlineData("Шамиль Жумабаев", "s")]
    [InlineData("Шамиль Жумабаев", "Zhum")]
    [InlineData("Jamal Cemal", "Жамал")]
    [InlineData("José Núñez", "nune")]
    [InlineData("李小明", "李")]
    [InlineData("李小明", "小明")]
    [InlineData("李小明", "xiaom")]
    [InlineData("Li Xiaoming", "李")]
    [InlineData("محمد علي", "محم")]
    public async Task A_person_is_found_by_the_beginning_of_any_part_of_the_name_in_any_script(
        string name,
        string typed
    )
    {
        await using var system = new TestSystem();
        var person = await system.AddPersonAsync(name);
        await system.AddPersonAsync("Bolat Tulegenov");

        (await FindAsync(system, typed)).ShouldBe([person]);
    }

    [Theory]
    [InlineData("khmetova")]
    [InlineData("Dana Bolat")]
    [InlineData("@")]
    [InlineData("--")]
    [InlineData("")]
    public async Task What_no_part_begins_with_finds_nobody(string typed)
    {
        await using var system = new TestSystem();
        await system.AddPersonAsync("Dana Akhmetova");
        await system.AddPersonAsync("Bolat Tulegenov");

        (await FindAsync(system, typed)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_new_name_is_found_and_the_old_one_no_more()
    {
        await using var system = new TestSystem();
        var id = await system.AddPersonAsync("Dana Akhmetova");
        var person = await system.DoAsync(new GetPerson(id));
        var fields = PersonBuilder.Fields("Dana Bekova");

        await system.DoAsync(new UpdatePerson(id, person.Version, fields));

        (await FindAsync(system, "Bek")).ShouldBe([id]);
        (await FindAsync(system, "Akh")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Those_of_an_older_installation_are_found_once_the_job_has_run()
    {
        await using var system = new TestSystem();
        var id = await system.AddPersonAsync("Dana Akhmetova");
        await system.SearchMatchesAsync();
        system.Execute("DELETE FROM PersonNameWords");
        system.Execute($"INSERT INTO PersonMatchTasks (Id, PersonId, KeysDue) VALUES ('{id}', '{id}', 1)");
        (await FindAsync(system, "Dana")).ShouldBeEmpty();

        await system.SearchMatchesAsync();

        (await FindAsync(system, "Dana")).ShouldBe([id]);
    }

    [Fact]
    public async Task People_who_are_found_come_page_by_page()
    {
        await using var system = new TestSystem();
        var people = new List<Guid>();
        for (var i = 0; i < 5; i++)
            people.Add(await system.AddPersonAsync($"Dana Number{i}"));

        var first = await system.DoAsync(new ListPeople("dana", null, 3));
        var second = await system.DoAsync(new ListPeople("dana", first.NextCursor, 3));

        first.Items.Concat(second.Items).Select(p => p.Id).ShouldBe(people);
        second.NextCursor.ShouldBeNull();
    }

    [Fact]
    public async Task Applicants_are_looked_for_within_one_cohort_and_not_where_they_are_hidden()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var person = await system.AddPersonAsync("Айбек Серікұлы");
        var application = await system.AddDraftAsync(cohort.Id, person);
        await system.AddDraftAsync(cohort.Id);
        var search = new ListApplications(cohort.Id, null, null, null, 10) { Search = "aibek" };

        (await system.DoAsync(search, Callers.Registrar)).Items.ShouldHaveSingleItem().Id.ShouldBe(application.Id);
        (await system.RefusedAsync(search with { CohortId = null })).Problems[0].Field.ShouldBe("search");
        await system.AddSelectionAsync(cohort.Id, f => f with { Anonymous = true }, Callers.Instructor);
        (await system.RefusedAsync(search, Callers.Instructor)).Code.ShouldBe("anonymous_selection");
    }

    static async Task<IEnumerable<Guid>> FindAsync(TestSystem system, string typed) =>
        (await system.DoAsync(new ListPeople(typed, null, 10), Callers.Registrar)).Items.Select(p => p.Id);
}
