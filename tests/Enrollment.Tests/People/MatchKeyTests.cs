using Enrollment.People;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.People;

/// <summary>Keys that an import leaves to the search: when they are written, and that none is missed.</summary>
public sealed class MatchKeyTests
{
    [Fact]
    public async Task An_import_writes_no_keys_and_the_search_does()
    {
        await using var system = new TestSystem();

        await ImportAsync(system, "Dana Akhmetova", "Zarina Bekova");
        (await system.CountAsync("PersonMatchKeys")).ShouldBe(0);

        (await system.SearchMatchesAsync()).ShouldBe(2);
        (await system.QueryAsync<Guid>("SELECT DISTINCT PersonId FROM PersonMatchKeys")).Count.ShouldBe(2);
        (await system.CountAsync("PersonMatchTasks")).ShouldBe(0);
    }

    [Fact]
    public async Task Two_of_one_import_are_proposed_though_each_is_searched_in_a_batch_of_its_own()
    {
        await using var system = new TestSystem();
        await ImportAsync(system, "Dana Akhmetova", "Дана Ахметова");

        (await SearchAsync(system, 1)).ShouldBe(1);
        (await system.CountAsync("MatchProposals")).ShouldBe(0);
        (await SearchAsync(system, 1)).ShouldBe(1);

        (await system.CountAsync("MatchProposals")).ShouldBe(1);
    }

    [Fact]
    public async Task Two_servers_at_the_same_tasks_miss_nobody_and_propose_each_pair_once()
    {
        await using var system = new TestSystem();
        string[] names = ["Dana Akhmetova", "Zarina Bekova", "Madina Ospanova", "Sholpan Ivanova", "Kamila Tsoy"];
        var again = names.Select(name => string.Join(' ', name.Split(' ').Reverse()));
        await ImportAsync(system, [.. names, .. again]);

        await Task.WhenAll(EmptyAsync(), EmptyAsync());

        (await system.CountAsync("PersonMatchTasks")).ShouldBe(0);
        (await system.CountAsync("MatchProposals")).ShouldBe(5);

        async Task EmptyAsync()
        {
            while (await SearchAsync(system, 3) > 0) { }
        }
    }

    [Fact]
    public async Task Somebody_who_registers_before_the_keys_are_written_is_proposed_all_the_same()
    {
        await using var system = new TestSystem();
        var imported = (await ImportAsync(system, "Dana Akhmetova")).Single();
        var registered = await system.AddPersonAsync("Дана Ахметова");

        (await system.DoAsync(new FindMatches(registered))).Matches.ShouldBeEmpty();
        await system.SearchMatchesAsync();

        var pair = (await system.DoAsync(new ListMatchesOf(registered))).ShouldHaveSingleItem();
        (pair.First.Id, pair.Second.Id).ShouldBe((imported, registered));
    }

    [Fact]
    public async Task Keys_reckoned_before_an_edit_are_not_written_after_it()
    {
        await using var system = new TestSystem();
        var id = (await ImportAsync(system, "Dana Akhmetova")).Single();
        var reckoned = await system.DoAsync(new ReckonDueKeys([id]));
        var before = await system.DoAsync(new GetPerson(id));
        await system.DoAsync(new UpdatePerson(id, before.Version, PersonBuilder.Fields("Zarina Bekova")));
        var keys = await KeysAsync(system);

        (await system.DoAsync(new WriteDueKeys(reckoned))).Edited.ShouldBe([id]);

        (await KeysAsync(system)).ShouldBe(keys);
        await system.SearchMatchesAsync();
        (await KeysAsync(system)).ShouldBe(keys);
        (await system.CountAsync("PersonMatchTasks")).ShouldBe(0);
    }

    [Fact]
    public async Task A_record_that_was_merged_before_its_keys_were_written_has_them_when_that_is_undone()
    {
        await using var system = new TestSystem();
        var merged = (await ImportAsync(system, "Dana Akhmetova")).Single();
        var survivor = await system.AddPersonAsync("Дана Ахметова");
        await system.DoAsync(new MergePeople(merged, survivor, null, "The same person"));
        await system.SearchMatchesAsync();
        (await system.CountAsync("PersonMatchTasks")).ShouldBe(0);

        await system.DoAsync(new UnmergePerson(merged, "Two people after all"));
        await system.SearchMatchesAsync();

        (await system.DoAsync(new FindMatches(survivor))).Matches.ShouldHaveSingleItem().OtherId.ShouldBe(merged);
    }

    static async Task<IReadOnlyList<Guid>> ImportAsync(TestSystem system, params string[] names)
    {
        var people = names.Select((name, n) => new ImportedPerson($"{n}", PersonBuilder.Fields(name))).ToList();
        var import = await system.DoAsync(new ImportPeople("old", people));
        return [.. people.Select(person => import.Ids[person.ExternalId])];
    }

    static Task<int> SearchAsync(TestSystem system, int size) =>
        system.AsSystemAsync<MatchSearch, int>((search, token) => search.RunBatchAsync(size, token));

    static async Task<IReadOnlyList<(int, long)>> KeysAsync(TestSystem system) =>
        [
            .. (
                await system.QueryAsync<KeyRow>("SELECT Kind, MatchKey FROM PersonMatchKeys ORDER BY Kind, MatchKey")
            ).Select(key => (key.Kind, key.MatchKey)),
        ];

    sealed record KeyRow
    {
        public int Kind { get; init; }
        public long MatchKey { get; init; }
    }
}
