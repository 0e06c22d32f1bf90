using Shouldly;
using Xunit;
using static Enrollment.Tests.Testing.NationalNumberBuilder;

namespace Enrollment.Tests.Web;

/// <summary>People's numbers over HTTP.</summary>
public sealed class PeopleTests(WebSystem web) : IClassFixture<WebSystem>
{
    [Fact]
    public async Task A_number_is_entered_read_changed_shown_found_and_removed()
    {
        var address = $"{await NewPersonAsync()}/national-numbers/KZ/iin";
        var number = NewIin();

        var entered = (await web.Registrar.PutAsync(address, new { number })).Expect(200);
        ((string?)entered["masked"]).ShouldBe($"********{number[^4..]}");
        entered.ETag!.ShouldStartWith("\"1-");
        (await web.Registrar.PutAsync(address, new { number })).ExpectProblem(409, "national_number_exists");
        var read = (await web.Registrar.GetAsync(address)).Expect(200);
        (await web.Registrar.PutAsync(address, new { number = NewIin() }, ("If-Match", "\"9\""))).Expect(412);
        var changed = (await web.Registrar.PutAsync(address, new { number }, ("If-Match", read.ETag!))).Expect(200);

        var body = new { reason = "Asked by the bank" };
        var shown = (await web.Registrar.PostAsync($"{address}/reveal", body, ("Idempotency-Key", number))).Expect(200);
        ((string?)shown["number"]).ShouldBe(number);
        var search = new
        {
            country = "KZ",
            kind = "iin",
            number,
        };
        var found = (await web.Registrar.PostAsync("/api/v1/people/search", search)).Expect(200);
        found.Json.AsArray().ShouldHaveSingleItem();
        (await web.Registrar.CallAsync(HttpMethod.Delete, address)).Expect(428);
        (await web.Registrar.CallAsync(HttpMethod.Delete, address, null, ("If-Match", changed.ETag!))).Expect(200);
        (await web.Registrar.GetAsync(address)).ExpectProblem(404, "national_number_not_found");
    }

    [Theory]
    [InlineData("KZ/iin", "000000000001", "number")]
    [InlineData("KZ/iin", "12345", "number")]
    [InlineData("kz/iin", "12345", "country")]
    [InlineData("KZ/IIN", "12345", "kind")]
    [InlineData("UZ/passport", "<script>", "number")]
    public async Task What_is_wrong_is_named_and_the_number_not_repeated(string kind, string number, string field)
    {
        var address = $"{await NewPersonAsync()}/national-numbers/{kind}";

        var answer = (await web.Registrar.PutAsync(address, new { number })).ExpectProblem(400, "invalid_request");

        answer.Fields.ShouldContain(field);
        answer.Text.ShouldNotContain(number);
    }

    [Fact]
    public async Task Instructors_and_students_see_no_number_not_even_masked()
    {
        var address = $"{await NewPersonAsync()}/national-numbers";
        foreach (var client in new[] { web.Instructor, web.Student, web.Manager })
        {
            (await client.GetAsync(address)).ExpectProblem(403, "permission_denied");
            (await client.PostAsync($"{address}/KZ/iin/reveal", new { reason = "x" })).Expect(403);
        }
    }

    async Task<string> NewPersonAsync()
    {
        var body = new { names = new[] { new { script = "Latn", fullName = "Aigerim Bekova" } } };
        return (await web.Registrar.PostAsync("/api/v1/people", body)).Expect(201).Location!;
    }
}
