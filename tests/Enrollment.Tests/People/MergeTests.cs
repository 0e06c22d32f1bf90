using Enrollment.Admissions;
using Enrollment.Audit;
using Enrollment.Certificates;
using Enrollment.Enrollments;
using Enrollment.People;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;
using static Enrollment.Tests.Testing.NationalNumberBuilder;

namespace Enrollment.Tests.People;

/// <summary>Merging two records, and taking it back.</summary>
public sealed class MergeTests
{
    const string Reason = "Same person, seen both passports";

    static readonly string[] owned =
    [
        "Applications",
        "Enrollments",
        "Awards",
        "PersonExternalIds",
        "PersonNationalNumbers",
    ];

    [Fact]
    public async Task The_survivor_gets_everything_and_undoing_gives_it_back()
    {
        await using var system = new TestSystem();
        var certificate = await system.AddCertificateAsync();
        var merged = await PersonOfAsync(system, certificate.EnrollmentId);
        var number = NewIin();
        await system.EnterIinAsync(merged, number);
        var application = await system.AddDraftAsync((await system.AddCohortAsync()).Id, merged);
        system.Execute(
            $"INSERT INTO PersonExternalIds (Source, ExternalId, PersonId) VALUES ('old', 'a/1', '{merged}')"
        );
        var survivor = await system.AddPersonAsync();
        var before = await OwnersAsync(system);

        var merge = await system.DoAsync(new MergePeople(merged, survivor, null, Reason), Callers.Registrar);

        (merge.Applications, merge.Enrollments, merge.Awards, merge.ExternalIds, merge.NationalNumbers).ShouldBe(
            (1, 1, 1, 1, 1)
        );
        (await OwnersAsync(system)).ShouldAllBe(owner => owner == survivor);
        (await system.DoAsync(new GetPerson(merged))).MergedInto.ShouldBe(survivor);
        (await system.DoAsync(new GetApplication(application.Id))).PersonId.ShouldBe(survivor);
        (await system.DoAsync(new GetCertificate(certificate.Id))).Serial.ShouldBe(certificate.Serial);
        (await system.DoAsync(new RevealNationalNumber(survivor, Iin, "test"))).Number.ShouldBe(number);

        var back = await system.DoAsync(new UnmergePerson(merged, "Two people after all"), Callers.Registrar);

        (back with { Id = merge.Id }).ShouldBe(merge);
        (await OwnersAsync(system)).ShouldBe(before);
        (await system.DoAsync(new GetPerson(merged))).MergedInto.ShouldBeNull();
        (await system.DoAsync(new RevealNationalNumber(merged, Iin, "test"))).Number.ShouldBe(number);
        var told = (await system.DoAsync(new ListAuditEvents(merged, null, 200))).Items.Select(e => e.Action);
        told.ShouldContain("person.merged");
        told.ShouldContain("person.unmerged");
    }

    [Fact]
    public async Task What_both_have_is_refused_with_every_reason_and_nothing_moves()
    {
        await using var system = new TestSystem();
        var (one, other) = (await system.AddPersonAsync(), await system.AddPersonAsync());
        var (applied, enrolled) = (await system.AddCohortAsync(), await system.AddCohortAsync());
        var application = await system.AddDraftAsync(applied.Id, one);
        await system.AddDraftAsync(applied.Id, other);
        await system.AddDraftAsync((await system.AddCohortAsync()).Id, one);
        await system.AddTraineesAsync(enrolled.Id, [one, other]);
        var before = await OwnersAsync(system);

        var refusal = await system.RefusedAsync(new MergePeople(one, other, null, Reason));

        refusal.Code.ShouldBe("merge_conflicts");
        refusal.Problems.Select(p => p.Code).ShouldBe(["both_applied", "both_enrolled"]);
        refusal.Problems[0].Message.ShouldContain(applied.Code);
        (await OwnersAsync(system)).ShouldBe(before);

        // The way out that the refusal names.
        await system.DoAsync(
            new ChangeApplication(application.Id, ApplicationVerb.Submit, null, TransitionInput.Empty)
        );
        (await system.ChangeAsync(application.Id, ApplicationVerb.Withdraw)).Refusal.ShouldBeNull();
        (await system.RefusedAsync(new MergePeople(one, other, null, Reason))).Problems.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_merged_record_takes_nothing_new_and_names_the_survivor()
    {
        await using var system = new TestSystem();
        var (merged, survivor) = (await system.AddPersonAsync(), await system.AddPersonAsync());
        var cohort = await system.AddCohortAsync();
        await system.DoAsync(new MergePeople(merged, survivor, null, Reason));
        var version = (await system.DoAsync(new GetPerson(merged))).Version;
        var row = new ImportedEnrollment(merged, new DateOnly(2026, 3, 5), EnrollmentState.Active, null, null);

        foreach (
            var refusal in new[]
            {
                await system.RefusedAsync(new CreateApplication(merged, cohort.Id, null)),
                await system.RefusedAsync(new UpdatePerson(merged, version, PersonBuilder.Fields())),
                await system.RefusedAsync(new SetNationalNumber(merged, Iin, null, new TypedNumber(NewIin()))),
                await system.RefusedAsync(new ImportEnrollments(cohort.Id, [row])),
                await system.RefusedAsync(new MergePeople(merged, survivor, null, Reason)),
                await system.RefusedAsync(new MergePeople(survivor, merged, null, Reason)),
                await system.RefusedAsync(new FindMatches(merged)),
            }
        )
        {
            refusal.Code.ShouldBe("person_merged");
            refusal.Message.ShouldContain(survivor.ToString());
        }
    }

    [Fact]
    public async Task Merges_on_top_of_one_another_are_undone_in_the_opposite_order()
    {
        await using var system = new TestSystem();
        Guid[] people = [await system.AddPersonAsync(), await system.AddPersonAsync(), await system.AddPersonAsync()];
        await system.AddDraftAsync((await system.AddCohortAsync()).Id, people[0]);
        await system.DoAsync(new MergePeople(people[0], people[1], null, Reason));
        await system.DoAsync(new MergePeople(people[1], people[2], null, Reason));

        (await system.RefusedAsync(new UnmergePerson(people[0], Reason))).Code.ShouldBe("person_merged");
        await system.DoAsync(new UnmergePerson(people[1], Reason));
        await system.DoAsync(new UnmergePerson(people[0], Reason));

        (await OwnersAsync(system)).ShouldBe([people[0]]);
        (await system.RefusedAsync(new UnmergePerson(people[0], Reason))).Code.ShouldBe("not_merged");
    }

    [Fact]
    public async Task Confirming_a_proposal_merges_and_undoing_dismisses_it()
    {
        await using var system = new TestSystem();
        var (one, other) = (
            await system.AddPersonAsync("Dana Akhmetova"),
            await system.AddPersonAsync("Дана Ахметова")
        );
        await system.SearchMatchesAsync();
        var match = (await system.DoAsync(new ListMatchesOf(one))).ShouldHaveSingleItem();

        (await system.RefusedAsync(new ConfirmMatch(match.Id, null, Guid.CreateVersion7(), Reason))).Code.ShouldBe(
            "survivor_not_in_match"
        );
        var merge = await system.DoAsync(new ConfirmMatch(match.Id, match.Version, one, Reason));
        (merge.MergedId, merge.SurvivorId).ShouldBe((other, one));
        (await StateAsync()).ShouldBe(MatchState.Confirmed);
        await system.SearchMatchesAsync();
        (await StateAsync()).ShouldBe(MatchState.Confirmed);

        await system.DoAsync(new UnmergePerson(other, Reason));
        await system.SearchMatchesAsync();
        (await StateAsync()).ShouldBe(MatchState.Dismissed);

        async Task<MatchState> StateAsync() => (await system.DoAsync(new GetMatchProposal(match.Id))).State;
    }

    [Fact]
    public async Task An_application_that_is_made_while_its_person_is_merged_is_the_survivors_or_refused()
    {
        await using var system = new TestSystem();
        for (var round = 0; round < 10; round++)
        {
            var (merged, survivor) = (await system.AddPersonAsync(), await system.AddPersonAsync());
            var cohort = await system.AddCohortAsync();

            var merge = system.SendAsync(new MergePeople(merged, survivor, null, Reason), Callers.Admin);
            var apply = system.SendAsync(new CreateApplication(merged, cohort.Id, null), Callers.Admin);
            await Task.WhenAll(merge, apply);

            (await merge).Refusal.ShouldBeNull();
            var owners = await system.QueryAsync<Guid>(
                $"SELECT PersonId FROM Applications WHERE CohortId = '{cohort.Id}'"
            );
            owners.ShouldBe((await apply).Refusal is null ? [survivor] : []);
        }
    }

    static async Task<Guid> PersonOfAsync(TestSystem system, Guid enrollmentId) =>
        (await system.DoAsync(new GetEnrollment(enrollmentId))).PersonId;

    static async Task<IReadOnlyList<Guid>> OwnersAsync(TestSystem system)
    {
        var owners = new List<Guid>();
        foreach (var table in owned)
            owners.AddRange(await system.QueryAsync<Guid>($"SELECT PersonId FROM {table} ORDER BY PersonId"));
        return owners;
    }
}
