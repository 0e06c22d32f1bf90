using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Enrollment.Web.CommandLine;
using Enrollment.Web.CommandLine.Oulad;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.CommandLine;

/// <summary>
/// The real data, where a folder <c>shared/data/oulad</c> stands beside the repository or above it. Row by row over a
/// connection it takes minutes and tells no more of an engine than <see cref="OuladImportTests"/>.
/// </summary>
[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class OuladWholeTests : IAsyncDisposable
{
    readonly OuladImporting register = new();

    public ValueTask DisposeAsync() => register.DisposeAsync();

    [Fact]
    public async Task The_real_data_set_is_imported_whole_and_a_second_run_changes_nothing()
    {
        var folder = Find();
        Assert.SkipWhen(folder is null, "The data set isn't here: shared/data/oulad beside the repository.");

        var imported = await register.ImportAsync(folder);

        imported.Rows[OuladFiles.RegistrationsFile].ShouldBe(20_853);
        imported.Created("enrollments").ShouldBe(20_853);
        imported.Created("people").ShouldBe(19_499);
        imported.Created("cohorts").ShouldBe(12);
        // Marks of those who never started; everything else is taken.
        imported.Refusals.Count.ShouldBe(35);
        imported.Created("marks").ShouldBe(119_936 - 113 - 35);
        imported.Created("decisions").ShouldBe(imported.Created("results"));
        var agreement = Agreement.Total(await Agreement.OfAsync(register.Sender, imported.Cohorts));
        agreement.Decided.ShouldBe(imported.Created("decisions"));

        var again = await register.ImportAsync(folder);
        again.Counts.ByEntity.Values.Sum(count => count.Created).ShouldBe(0);
        again.Refusals.Count.ShouldBe(35);
    }

    static string? Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var folder = Path.Combine(at.FullName, "shared", "data", "oulad");
            if (File.Exists(Path.Combine(folder, OuladFiles.CoursesFile)))
                return folder;
        }

        return null;
    }
}
