using Enrollment.People;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.People;

public sealed class PersonTests
{
    [Fact]
    public async Task Spellings_are_kept_as_entered_and_in_their_order()
    {
        await using var system = new TestSystem();
        PersonName[] names =
        [
            new()
            {
                Script = "Cyrl",
                FullName = "Әлия Ғабитқызы",
                Patronymic = "Ғабитқызы",
            },
            new() { Script = "Latn", FullName = "Aliya Gabitkyzy" },
            new() { Script = "Hans", FullName = "阿丽娅" },
        ];

        var person = await system.DoAsync(new CreatePerson(PersonBuilder.Fields() with { Names = names }));
        person.Names.ShouldBe(names);

        var swapped = names.Reverse().ToArray();
        var changed = await system.DoAsync(
            new UpdatePerson(person.Id, person.Version, PersonBuilder.Fields() with { Names = swapped })
        );
        changed.Names.ShouldBe(swapped);
        changed.Version.ShouldBe(2);
    }

    [Fact]
    public async Task A_single_word_is_a_name_and_a_patronymic_is_not_demanded()
    {
        await using var system = new TestSystem();
        var id = await system.AddPersonAsync("Suharto");
        (await system.DoAsync(new GetPerson(id))).Names.ShouldHaveSingleItem().FullName.ShouldBe("Suharto");
    }

    [Fact]
    public async Task Nobody_is_born_after_today()
    {
        await using var system = new TestSystem();
        var fields = PersonBuilder.Fields() with { BirthDate = new DateOnly(2026, 3, 12) };
        (await system.RefusedAsync(new CreatePerson(fields))).Code.ShouldBe("born_in_future");
    }

    [Fact]
    public async Task Importing_again_finds_the_people_by_the_ids_of_their_source()
    {
        await using var system = new TestSystem();
        ImportedPerson[] people =
        [
            new("17", PersonBuilder.Fields()),
            new("18", PersonBuilder.Fields()),
            new("17", PersonBuilder.Fields()),
        ];
        var first = await system.DoAsync(new ImportPeople("old", people));

        var again = await system.DoAsync(new ImportPeople("old", people));
        var elsewhere = await system.DoAsync(new ImportPeople("other", people));

        (first.Created, again.Created, elsewhere.Created).ShouldBe((2, 0, 2));
        again.Ids.ShouldBe(first.Ids);
        elsewhere.Ids["17"].ShouldNotBe(first.Ids["17"]);
    }
}
