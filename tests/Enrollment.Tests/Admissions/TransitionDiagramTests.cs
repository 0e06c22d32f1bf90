using System.Text;
using Enrollment.Accounts;
using Enrollment.Admissions;
using Enrollment.Tests.Architecture;
using Enrollment.Web.Api;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Admissions;

/// <summary>The picture of the table in the documentation is drawn from the table.</summary>
public sealed class TransitionDiagramTests
{
    const string Variable = "ENROLLMENT_WRITE_DIAGRAMS";
    const string Begin = "<!-- The table of transitions: drawn from the code, don't edit. -->\n";
    const string End = "<!-- End of the table of transitions. -->\n";

    [Fact]
    public void The_documented_picture_is_the_table()
    {
        var path = Path.Combine(ArchitectureTests.Repository(), "README.md");
        var text = File.ReadAllText(path);
        var (from, to) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
        from.ShouldBePositive();
        from += Begin.Length;
        var current = $"{text[..from]}{Picture()}{text[to..]}";
        if (Environment.GetEnvironmentVariable(Variable) is not null)
            File.WriteAllText(path, current);

        File.ReadAllText(path).ShouldBe(current, $"Run this test once with {Variable}=1 and commit README.md.");
    }

    static string Picture()
    {
        var picture = new StringBuilder("```mermaid\nstateDiagram-v2\n    direction LR\n    [*] --> Draft\n");
        foreach (var row in ApplicationTransitions.All)
        {
            var by = row.Permission == Permission.Apply ? "" : " (registrar)";
            foreach (var from in row.From.Order())
            foreach (var target in new[] { row.To, row.ToIfConditional }.Distinct())
                picture.Append(
                    Line(from, target, ApiJson.Name(row.Verb) + by + (target == row.To ? "" : ", if conditional"))
                );
        }

        return picture.Append("```\n").ToString();
    }

    static string Line(ApplicationState from, ApplicationState to, string label) => $"    {from} --> {to}: {label}\n";
}
