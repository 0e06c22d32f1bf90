using Enrollment.People;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;
using static Enrollment.Tests.Testing.NationalNumberBuilder;

namespace Enrollment.Tests.People;

/// <summary>How matches are found, proposed and decided, in the database.</summary>
public sealed class MatchProposalTests
{
    [Fact]
    public async Task A_second_registration_in_other_letters_is_proposed()
    {
        await using var system = new TestSystem();
        var first = await AddAsync(system, "Юлия Щербакова");
        await AddAsync(system, "Dana Akhmetova");
        var second = await AddAsync(system, "Iuliia Shcherbakova");

        (await system.SearchMatchesAsync()).ShouldBe(3);

        var proposal = (await ProposedAsync(system)).ShouldHaveSingleItem();
        (proposal.First.Id, proposal.Second.Id).ShouldBe((first, second));
        proposal.Certainty.ShouldBe(MatchCertainty.Likely);
        proposal.Reasons.Select(r => r.Field).ShouldBe(["name", "secondName", "birthDate"]);
        (await system.CountAsync("PersonMatchTasks")).ShouldBe(0);
        (await system.DoAsync(new ListMatchesOf(second))).Select(m => m.Id).ShouldBe([proposal.Id]);
    }

    [Fact]
    public async Task The_same_number_and_birth_date_are_a_definite_match_and_come_first()
    {
        await using var system = new TestSystem();
        await AddAsync(system, "Юлия Щербакова");
        await AddAsync(system, "Iuliia Shcherbakova");
        var (one, other) = (await AddAsync(system, "Dana Akhmetova"), await AddAsync(system, "Li Wei"));
        var number = NewIin();
        await system.EnterIinAsync(one, number);
        await system.EnterIinAsync(other, number);
        await system.SearchMatchesAsync();

        var page = await system.DoAsync(new ListMatchProposals(MatchState.Proposed, null, 1));
        var rest = await system.DoAsync(new ListMatchProposals(MatchState.Proposed, page.NextCursor, 1));

        var best = page.Items.ShouldHaveSingleItem();
        (best.Certainty, best.First.Id, best.Second.Id).ShouldBe((MatchCertainty.Definite, one, other));
        rest.Items.ShouldHaveSingleItem().Certainty.ShouldBe(MatchCertainty.Likely);
        rest.NextCursor.ShouldBeNull();
        (await system.QueryAsync<string>("SELECT Reasons FROM MatchProposals")).ShouldAllBe(r => !r.Contains(number));
    }

    [Fact]
    public async Task A_dismissed_pair_comes_back_only_when_what_was_compared_changes()
    {
        await using var system = new TestSystem();
        var first = await AddAsync(system, "Dana Akhmetova");
        await AddAsync(system, "Дана Ахметова");
        await system.SearchMatchesAsync();
        var proposal = (await ProposedAsync(system)).ShouldHaveSingleItem();

        var dismissed = await system.DoAsync(
            new DismissMatch(proposal.Id, proposal.Version, "Met both"),
            Callers.Registrar
        );
        (await system.RefusedAsync(new DismissMatch(proposal.Id, null, "Again"))).Code.ShouldBe("match_decided");
        await EditAsync(system, first, "DANA  Akhmetova", null);
        await system.SearchMatchesAsync();
        (await ProposedAsync(system)).ShouldBeEmpty();

        await EditAsync(system, first, "Dana Akhmetova", "dana@example.org");
        await system.SearchMatchesAsync();

        dismissed.State.ShouldBe(MatchState.Dismissed);
        dismissed.DecidedBy.ShouldBe(Callers.Registrar.Id);
        var again = (await ProposedAsync(system)).ShouldHaveSingleItem();
        (again.Id, again.DecisionReason).ShouldBe((proposal.Id, null));
    }

    [Fact]
    public async Task An_edit_that_tells_two_people_apart_takes_the_proposal_back()
    {
        await using var system = new TestSystem();
        var first = await AddAsync(system, "Dana Akhmetova");
        await AddAsync(system, "Дана Ахметова");
        await system.SearchMatchesAsync();

        await EditAsync(system, first, "Zarina Bekova", null);
        await system.SearchMatchesAsync();

        (await ProposedAsync(system)).ShouldBeEmpty();
        (await system.DoAsync(new ListMatchesOf(first))).ShouldHaveSingleItem().State.ShouldBe(MatchState.Obsolete);
    }

    [Fact]
    public async Task Imported_people_have_their_keys_and_are_searched_later()
    {
        await using var system = new TestSystem();
        var fields = PersonBuilder.Fields("Нұргүл Әбдірахманова") with
        {
            Email = "n@example.org",
            Phone = "+77010000001",
        };
        var people = Enumerable.Range(0, 150).Select(n => new ImportedPerson($"{n}", PersonBuilder.Fields()));
        await system.DoAsync(new ImportPeople("old", [new("a", fields), .. people, new("b", fields)]));

        (await system.CountAsync("PersonMatchTasks")).ShouldBe(152);
        (await system.SearchMatchesAsync()).ShouldBe(152);

        (await ProposedAsync(system)).ShouldHaveSingleItem().First.FullName.ShouldBe("Нұргүл Әбдірахманова");
    }

    [Fact]
    public async Task People_from_before_there_were_keys_get_theirs_by_the_search()
    {
        await using var system = new TestSystem();
        var first = await AddAsync(system, "Dana Akhmetova");
        await AddAsync(system, "Дана Ахметова");
        system.Execute("DELETE FROM PersonMatchKeys");
        system.Execute("UPDATE PersonMatchTasks SET KeysDue = 1");

        (await system.DoAsync(new FindMatches(first))).Matches.ShouldBeEmpty();
        await system.SearchMatchesAsync();

        (await ProposedAsync(system)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_was_found_before_an_edit_is_not_kept_after_it()
    {
        await using var system = new TestSystem();
        var first = await AddAsync(system, "Dana Akhmetova");
        await AddAsync(system, "Дана Ахметова");
        var found = await system.DoAsync(new FindMatches(first));
        await EditAsync(system, first, "Zarina Bekova", null);

        (await system.DoAsync(new RecordMatches(found, null))).Proposed.ShouldBe(0);

        (await ProposedAsync(system)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Searches_at_the_same_moment_propose_a_pair_once()
    {
        await using var system = new TestSystem();
        var first = await AddAsync(system, "Dana Akhmetova");
        var second = await AddAsync(system, "Дана Ахметова");
        var found = new[]
        {
            await system.DoAsync(new FindMatches(first)),
            await system.DoAsync(new FindMatches(second)),
        };

        var recorded = await Task.WhenAll(
            found.Select(f => system.SendAsync(new RecordMatches(f, null), Callers.Admin))
        );

        recorded.Sum(r => r.Value.Proposed).ShouldBe(1);
        (await system.CountAsync("MatchProposals")).ShouldBe(1);
    }

    static Task<Guid> AddAsync(TestSystem system, string name) => system.AddPersonAsync(name);

    static async Task EditAsync(TestSystem system, Guid id, string name, string? email)
    {
        var before = await system.DoAsync(new GetPerson(id));
        await system.DoAsync(new UpdatePerson(id, before.Version, PersonBuilder.Fields(name) with { Email = email }));
    }

    static async Task<IReadOnlyList<MatchProposalView>> ProposedAsync(TestSystem system) =>
        (await system.DoAsync(new ListMatchProposals(MatchState.Proposed, null, 100))).Items;
}
