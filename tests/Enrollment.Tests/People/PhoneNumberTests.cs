using CsCheck;
using Enrollment.People;
using Enrollment.Tests.Testing;
using Enrollment.Web.People;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.People;

/// <summary>Telephone numbers as people type them: what is taken, kept and compared.</summary>
public sealed class PhoneNumberTests
{
    static readonly string[] countries = ["KZ", "CN", "GB", "XX"];

    readonly PhoneNumberPlans phones = new();

    [Theory]
    [InlineData("8 701 555 12 34", "KZ", "77015551234")]
    [InlineData("+7 701 555 12 34", null, "77015551234")]
    [InlineData("701-555-12-34", "KZ", "77015551234")]
    [InlineData("8(701)5551234", "KZ", "77015551234")]
    [InlineData("8 (727) 250-12-34", "KZ", "77272501234")]
    [InlineData("+44 (0)20 7946 0958", null, "442079460958")]
    [InlineData("138 0013 8000", "CN", "8613800138000")]
    [InlineData("253-0000", "US", null)]
    [InlineData("8 701 555 12 34", null, null)]
    [InlineData("8 701 555 12 34", "XX", null)]
    public void A_number_is_compared_in_its_international_form(string typed, string? country, string? international)
    {
        var reading = phones.Read(typed, country);

        reading.IsPossible.ShouldBeTrue();
        reading.International.ShouldBe(international);
    }

    [Theory]
    [InlineData("12", "KZ")]
    [InlineData("12", null)]
    [InlineData("+999 123 456 78", null)]
    [InlineData("8 701 555 12 345", "KZ")]
    [InlineData("1234567890123456", null)]
    [InlineData("(+)", null)]
    public void What_is_no_number_anywhere_is_impossible(string typed, string? country) =>
        phones.Read(typed, country).IsPossible.ShouldBeFalse();

    [Fact]
    public void Whatever_is_typed_is_read_without_a_failure() =>
        Gen.Select(Gen.String[Gen.OneOf(Gen.Char["+0123456789 ()-./"], Gen.Char), 0, 40], Gen.OneOf(countries))
            .Sample(
                (typed, country) =>
                {
                    var reading = phones.Read(typed, country);
                    (reading.International is null || reading.IsPossible).ShouldBeTrue();
                }
            );

    [Fact]
    public async Task A_national_number_with_its_country_is_kept_as_typed_and_matches_the_international_one()
    {
        await using var system = new TestSystem();
        var national = await AddAsync(system, "Dana Akhmetova", "8 701 555 12 34", "KZ");
        await AddAsync(system, "Akhmetowa Danna", "+77015551234", null);

        await system.SearchMatchesAsync();

        var person = await system.DoAsync(new GetPerson(national));
        (person.Phone, person.PhoneCountry).ShouldBe(("8 701 555 12 34", "KZ"));
        var proposal = (await system.DoAsync(new ListMatchesOf(national))).ShouldHaveSingleItem();
        proposal.Reasons.Single(reason => reason.Field == "phone").Agreement.ShouldBe(Agreement.Equal);
    }

    [Fact]
    public async Task A_national_number_without_a_country_is_taken_and_not_compared()
    {
        await using var system = new TestSystem();
        await AddAsync(system, "Dana Akhmetova", "8 701 555 12 34", null);

        var keys = await system.QueryAsync<int>("SELECT Kind FROM PersonMatchKeys");

        keys.ShouldNotBeEmpty();
        keys.ShouldNotContain((int)MatchKeyKind.Phone);
    }

    [Theory]
    [InlineData("123", "KZ")]
    [InlineData("+1", null)]
    [InlineData("call me", "KZ")]
    [InlineData("+7 701 555 12 34\n", null)]
    public async Task An_impossible_number_is_refused_with_its_field(string typed, string? country)
    {
        await using var system = new TestSystem();
        var fields = PersonBuilder.Fields() with { Phone = typed, PhoneCountry = country };

        var refusal = await system.RefusedAsync(new CreatePerson(fields));

        var problem = refusal.Problems.ShouldHaveSingleItem();
        (problem.Field, problem.Code).ShouldBe(("phone", "phone_impossible"));
    }

    static async Task<Guid> AddAsync(TestSystem system, string name, string phone, string? country) =>
        (
            await system.DoAsync(
                new CreatePerson(PersonBuilder.Fields(name) with { Phone = phone, PhoneCountry = country })
            )
        ).Id;
}
