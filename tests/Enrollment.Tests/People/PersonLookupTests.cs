using Enrollment.Admissions;
using Enrollment.People;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.People;

/// <summary>Whom a row of an import means that names no reference known here.</summary>
[Collection(nameof(PostgreSqlServer))]
public sealed class PersonLookupTests(PostgreSqlServer server)
{
    [Fact]
    [Trait("Engine", "server")]
    public async Task An_e_mail_with_capitals_of_another_script_finds_its_person_whatever_the_databases_language()
    {
        var database = await server.CreateDatabaseAsync("LOCALE 'C.UTF-8' TEMPLATE template0");
        await using var system = new TestSystem(database: new TestDatabase(database));

        await SameAsync(system, "Иванов@example.org", "Иванов@example.org");
    }

    [Fact]
    public async Task An_e_mail_in_another_case_finds_its_person()
    {
        await using var system = new TestSystem();

        await SameAsync(system, "Dana@Example.org", "dana@example.ORG");
    }

    [Fact]
    public async Task A_row_that_fits_a_record_that_was_merged_means_the_one_that_goes_on()
    {
        await using var system = new TestSystem();
        var cohort = (await system.AddCohortAsync()).Id;
        var fields = Fields("old@example.org");
        var old = await system.DoAsync(new CreatePerson(fields));
        var goesOn = await system.DoAsync(new CreatePerson(Fields("new@example.org")));
        await system.DoAsync(new MergePeople(old.Id, goesOn.Id, null, "The same person."), Callers.Registrar);

        (await ImportAsync(system, cohort, "one", fields)).ShouldBe(goesOn.Id);
    }

    static async Task SameAsync(TestSystem system, string first, string second)
    {
        var cohort = (await system.AddCohortAsync()).Id;

        var one = await ImportAsync(system, cohort, "one", Fields(first));

        (await ImportAsync(system, cohort, "two", Fields(second))).ShouldBe(one);
    }

    static PersonFields Fields(string email) =>
        new()
        {
            Names = [new PersonName { Script = "Latn", FullName = "Dana Akhmetova" }],
            BirthDate = new DateOnly(2001, 4, 9),
            Email = email,
        };

    /// <summary>The person whose application the row is.</summary>
    static async Task<Guid> ImportAsync(TestSystem system, Guid cohort, string source, PersonFields fields)
    {
        var row = new ImportedApplication
        {
            Reference = "1",
            Fields = fields,
            State = ApplicationState.Draft,
        };
        var import = await system.DoAsync(
            new ImportApplications(new ApplicationBatch(cohort, source, AfterClose: true, [row]))
        );
        var answer = import.Answers.ShouldHaveSingleItem();
        answer.Problems.ShouldBeEmpty();
        return (await system.DoAsync(new GetApplication(answer.ApplicationId!.Value))).PersonId;
    }
}
