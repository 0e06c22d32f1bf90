using System.Text;
using Enrollment.Tests.Web;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Tables;

/// <summary>Telephone numbers of an imported table.</summary>
public sealed class PhoneImportTests(WebSystem web) : IClassFixture<WebSystem>
{
    [Fact]
    public async Task A_number_as_it_is_dialed_is_kept_and_is_one_of_the_centers_country()
    {
        var cohort = (await new Journey(web).OpenCohortAsync()).CohortId;
        var source = $"?source=s{Guid.NewGuid():N}";
        const string Table = """
            Reference,Name (Latin),Phone
            1,Dana,8 701 555 12 34
            2,Aliya,+7 (701) 555-12-35
            3,Zarina,555
            """;

        var import = await web.ImportAsync(cohort, Table, source);

        import.Counts().ShouldBe((2, 0, 0, 1), import.Text);
        import.Problems(4).ShouldBe([("Phone", "phone_impossible")]);
        (await PhonesAsync(cohort)).ShouldBe([("8 701 555 12 34", "KZ"), ("+7 (701) 555-12-35", null)]);
        (await web.ImportAsync(cohort, Table, source)).Counts().ShouldBe((0, 0, 2, 1));
    }

    [Fact]
    public async Task A_number_of_another_country_comes_back_unchanged_and_another_one_is_judged_by_the_centers()
    {
        var cohort = (await new Journey(web).OpenCohortAsync()).CohortId;
        var fields = new
        {
            Names = new[] { new { Script = "Latn", FullName = "Li Ming" } },
            BirthDate = "2001-04-09",
            Email = $"li{Guid.NewGuid():N}@example.org",
            Phone = "138 0013 8000",
            PhoneCountry = "CN",
        };
        var person = (await web.Registrar.PostAsync("/api/v1/people", fields)).Expect(201);
        var application = new { PersonId = (Guid)person["id"]!, CohortId = cohort };
        (await web.Registrar.PostAsync("/api/v1/applications", application)).Expect(201);
        var table = (await web.Registrar.GetAsync($"/api/v1/cohorts/{cohort}/applications.csv")).Expect(200).Bytes;

        var same = await web.ImportAsync(cohort, table);
        var other = await web.ImportAsync(
            cohort,
            Encoding.UTF8.GetString(table).Replace(fields.Phone, "138 0013 8001", StringComparison.Ordinal)
        );

        same.Counts().ShouldBe((0, 0, 1, 0), same.Text);
        other.Problems(2).ShouldBe([("Phone", "phone_impossible")]);
        (await PhonesAsync(cohort)).ShouldBe([(fields.Phone, fields.PhoneCountry)]);
    }

    async Task<IReadOnlyList<(string?, string?)>> PhonesAsync(Guid cohort)
    {
        var phones = new List<(string?, string?)>();
        foreach (var application in await web.ApplicationsAsync(cohort))
        {
            var person = (await web.Registrar.GetAsync($"/api/v1/people/{application["personId"]}")).Expect(200);
            phones.Add(((string?)person["phone"], (string?)person["phoneCountry"]));
        }

        return phones;
    }
}
