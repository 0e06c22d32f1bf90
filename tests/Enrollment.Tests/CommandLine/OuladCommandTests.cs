using Enrollment.Tests.Testing;
using Enrollment.Web.CommandLine;
using Enrollment.Web.CommandLine.Oulad;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.CommandLine;

public sealed class OuladCommandTests : IDisposable
{
    readonly OuladFolder folder = new();
    readonly TestDatabase database = new(migrated: false);

    public void Dispose()
    {
        folder.Dispose();
        database.Dispose();
    }

    [Fact]
    public async Task An_unreadable_file_ends_the_command_with_1_before_anything_is_written()
    {
        folder.Delete(OuladFiles.ScoresFile);

        (await ImportAsync()).ShouldBe(1);

        Directory.Exists(database.Options.DataDirectory).ShouldBeFalse();
        database.Schema().ShouldBeEmpty();
    }

    [Fact]
    public async Task Refused_rows_are_listed_in_a_file_and_the_command_ends_with_0()
    {
        folder.Append(OuladFiles.ScoresFile, "\"999\",\"101\",\"1\",\"0\",\"5\"");
        var refusals = Path.Combine(folder.FullPath, "refusals.csv");

        (await ImportAsync("--refusals", refusals)).ShouldBe(0);

        var lines = await File.ReadAllLinesAsync(refusals, TestContext.Current.CancellationToken);
        lines[0].ShouldBe("file,line,field,reason");
        lines[1].ShouldStartWith("\"studentAssessment.csv\",10,\"id_assessment\",");
    }

    Task<int> ImportAsync(params string[] words) =>
        EnrollmentCommand.RunAsync(["import", "oulad", folder.FullPath, .. words, .. database.Arguments]);
}
