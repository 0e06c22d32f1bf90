using Enrollment.Audit;
using Enrollment.People;
using Enrollment.Pipeline;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;
using static Enrollment.Tests.Testing.NationalNumberBuilder;

namespace Enrollment.Tests.People;

public sealed class NationalNumberTests
{
    [Fact]
    public async Task A_number_is_stored_unreadable_and_shown_masked()
    {
        await using var system = new TestSystem();
        var person = await system.AddPersonAsync();
        var number = NewIin();

        var entered = await system.EnterIinAsync(person, number);

        entered.Masked.ShouldBe($"********{number[^4..]}");
        (await system.DoAsync(new ListNationalNumbers(person))).ShouldBe([entered]);
        (await RowsAsync(system)).ShouldHaveSingleItem().ShouldNotContain(number);
        (await system.QueryAsync<string>("SELECT COALESCE(Details, '') FROM AuditEvents")).ShouldAllBe(d =>
            !d.Contains(number)
        );
    }

    [Fact]
    public async Task The_same_number_of_two_people_is_sealed_differently_and_found_by_one_search()
    {
        await using var system = new TestSystem();
        var (first, second) = (await system.AddPersonAsync(), await system.AddPersonAsync());
        var number = NewIin();
        await system.EnterIinAsync(first, number);
        await system.EnterIinAsync(second, number.Insert(6, " "));

        var found = await system.DoAsync(new FindByNationalNumber(Iin, new TypedNumber(number)));

        found.Select(p => p.Id).ShouldBe([first, second], ignoreOrder: true);
        (await system.QueryAsync<string>("SELECT Ciphertext FROM PersonNationalNumbers")).ShouldBeUnique();
    }

    [Fact]
    public async Task A_wrong_number_is_refused_with_its_field_and_without_repeating_it()
    {
        await using var system = new TestSystem();
        var person = await system.AddPersonAsync();
        var number = NewIin();
        var wrong = number[..^1] + (char)('0' + (number[^1] - '0' + 1) % 10);

        var refusal = await system.RefusedAsync(new SetNationalNumber(person, Iin, null, new TypedNumber(wrong)));

        refusal.Problems.ShouldHaveSingleItem().Field.ShouldBe("number");
        refusal.ToString().ShouldNotContain(wrong);
        refusal.Problems[0].Message.ShouldNotContain(wrong);
        new SetNationalNumber(person, Iin, null, new TypedNumber(wrong)).ToString().ShouldNotContain(wrong);
        (await system.CountAsync("PersonNationalNumbers")).ShouldBe(0);
    }

    [Fact]
    public async Task A_number_changes_only_from_the_version_that_was_read()
    {
        await using var system = new TestSystem();
        var person = await system.AddPersonAsync();
        await system.EnterIinAsync(person, NewIin());

        (await RefusedAsync(null)).Code.ShouldBe("national_number_exists");
        (await system.DoAsync(Change(1))).Version.ShouldBe(2);
        (await RefusedAsync(1)).Kind.ShouldBe(RefusalKind.Stale);
        (await system.RefusedAsync(new RemoveNationalNumber(person, Iin, 1))).Kind.ShouldBe(RefusalKind.Stale);
        await system.DoAsync(new RemoveNationalNumber(person, Iin, 2));
        (await RefusedAsync(2)).Code.ShouldBe("national_number_not_found");

        SetNationalNumber Change(int? version) => new(person, Iin, version, new TypedNumber(NewIin()));
        Task<Refusal> RefusedAsync(int? version) => system.RefusedAsync(Change(version));
    }

    [Fact]
    public async Task Showing_a_number_leaves_who_and_why_and_its_answer_is_kept_under_no_key()
    {
        await using var system = new TestSystem();
        var person = await system.AddPersonAsync();
        var number = NewIin();
        await system.EnterIinAsync(person, number);
        var reveal = new RevealNationalNumber(person, Iin, "Diploma supplement for the ministry");

        (await system.RefusedAsync(reveal, Callers.Instructor)).Code.ShouldBe("permission_denied");
        (await system.RefusedAsync(reveal with { Reason = "" }, Callers.Registrar))
            .Problems[0]
            .Field.ShouldBe("reason");
        var shown = await system.SendAsync(reveal, Callers.Registrar, new IdempotencyKey("k", "h"));

        shown.Value.Number.ShouldBe(number);
        (await system.CountAsync("IdempotencyKeys")).ShouldBe(0);
        var page = await system.DoAsync(new ListAuditEvents(person, null, 200));
        var told = page.Items.Single(e => e.Action == "national_number.revealed");
        told.ActorId.ShouldBe(Callers.Registrar.Id);
        told.Details!.ShouldContain("ministry");
        told.Details!.ShouldNotContain(number);
    }

    [Fact]
    public async Task A_sealed_number_opens_for_no_other_person_and_no_other_kind()
    {
        await using var system = new TestSystem();
        var vault = system.Vault;
        var person = Guid.CreateVersion7();
        var ciphertext = vault.Seal(person, Iin, "123456789012");

        vault.Open(person, Iin, ciphertext).ShouldBe("123456789012");
        Should.Throw<NationalNumberUnreadableException>(() => vault.Open(Guid.CreateVersion7(), Iin, ciphertext));
        Should.Throw<NationalNumberUnreadableException>(() => vault.Open(person, new("KZ", "passport"), ciphertext));
        Should.Throw<NationalNumberUnreadableException>(() => vault.Open(person, Iin, ciphertext[..^4] + "AAAA"));
        Should.Throw<NationalNumberUnreadableException>(() => vault.Open(person, Iin, "0000000000000000:AAAA"));
    }

    static Task<IReadOnlyList<string>> RowsAsync(TestSystem system) =>
        system.QueryAsync<string>("SELECT CONCAT(Ciphertext, ' ', Hash, ' ', Masked) FROM PersonNationalNumbers");
}
