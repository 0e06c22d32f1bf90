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
    public async Task The_language_is_what_was_chosen_and_until_then_what_the_script_suggests()
    {
        await using var system = new TestSystem();
        var created = await system.DoAsync(new CreatePerson(PersonBuilder.Fields("Анна Иванова", "Cyrl")));
        created.Language.ShouldBe("ru");

        var chosen = await system.DoAsync(
            new UpdatePerson(created.Id, created.Version, created with { Language = "kk" })
        );
        chosen.Language.ShouldBe("kk");

        // As it was read: a change of something else keeps it.
        var kept = await system.DoAsync(
            new UpdatePerson(created.Id, chosen.Version, chosen with { Email = "anna@example.org" })
        );
        kept.Language.ShouldBe("kk");
        var imported = await system.DoAsync(
            new ImportPeople("S", [new("1", PersonBuilder.Fields("王伟", "Hans")), new("2", created)])
        );
        (await system.DoAsync(new GetPerson(imported.Ids["1"]))).Language.ShouldBe("zh");
    }

    [Theory]
    [InlineData("de")]
    [InlineData("EN")]
    [InlineData("")]
    public async Task A_language_that_nothing_is_written_in_is_refused(string language)
    {
        await using var system = new TestSystem();
        var fields = PersonBuilder.Fields() with { Language = language };
        var refusal = await system.RefusedAsync(new CreatePerson(fields));
        var problem = refusal.Problems.ShouldHaveSingleItem();
        (problem.Field, problem.Message).ShouldBe(
            ("language", "Give one of the languages en, kk, ru, zh, or leave it out.")
        );
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
