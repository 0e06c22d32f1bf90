using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.CommandLine;

/// <summary>The program itself, called with a file.</summary>
public sealed class ImportApplicationsCommandTests : IDisposable
{
    readonly TestDatabase database = new();
    readonly string file = Path.GetTempFileName();

    public void Dispose()
    {
        File.Delete(file);
        database.Dispose();
    }

    [Fact]
    public async Task A_preview_writes_nothing_and_the_import_then_does_what_it_said()
    {
        var cohort = await OpenCohortAsync();
        await WriteAsync(
            "001,Dana Akhmetova,2001-05-17,submitted",
            "002,Нұргүл Әбенова,2001-13-45,draft",
            "003,李,,draft"
        );

        var preview = await CallAsync("--cohort", cohort, "--preview");
        preview.Code.ShouldBe(0, preview.Error);
        preview.Output.ShouldContain("A preview: nothing was written.");
        (await ApplicationsAsync()).ShouldBe(0);

        var import = await CallAsync("--cohort", cohort);
        import.Code.ShouldBe(0, import.Error);
        import.Output.ShouldContain("row 3, Birth date:");
        import.Output.Trim().ShouldEndWith("2 new, 0 changed, 0 unchanged, 1 refused");
        (await ApplicationsAsync()).ShouldBe(2);

        (await CallAsync("--cohort", cohort)).Output.Trim().ShouldEndWith("0 new, 0 changed, 2 unchanged, 1 refused");
    }

    [Fact]
    public async Task A_cohort_that_is_not_there_is_refused_by_its_code()
    {
        await WriteAsync("001,Dana Akhmetova,2001-05-17,submitted");

        (await CallAsync("--cohort", "NONE")).ShouldRefuse("No cohort has the code 'NONE'.");
    }

    [Fact]
    public async Task A_file_that_is_no_table_is_refused_and_a_missing_one_is_named()
    {
        var cohort = await OpenCohortAsync();
        await File.WriteAllTextAsync(file, "%PDF-1.7", TestContext.Current.CancellationToken);

        (await CallAsync("--cohort", cohort)).ShouldRefuse("The file is a PDF.", "file_not_read");
        File.Delete(file);
        (await CallAsync("--cohort", cohort)).ShouldRefuse(file);
    }

    async Task<string> OpenCohortAsync()
    {
        await using var system = Borrow();
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var cohort = await system.AddCohortAsync(f =>
            f with
            {
                OpensOn = today.AddDays(-2),
                ClosesOn = today.AddDays(20),
                StartsOn = today.AddDays(30),
                EndsOn = today.AddDays(60),
            }
        );
        return cohort.Code;
    }

    Task WriteAsync(params IEnumerable<string> rows) =>
        File.WriteAllLinesAsync(
            file,
            rows.Prepend("Reference,Name (Latin),Birth date,State"),
            TestContext.Current.CancellationToken
        );

    async Task<long> ApplicationsAsync()
    {
        await using var system = Borrow();
        return await system.CountAsync("Applications");
    }

    TestSystem Borrow() => new(database: new TestDatabase(database.Options));

    Task<ProgramCall> CallAsync(params string[] words) =>
        ProgramCall.RunAsync(["import", "applications", file, .. words, .. database.Arguments]);
}
