using System.Text.Json;
using CsCheck;
using Enrollment.Assessments;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Assessments;

public sealed class ExplanationTests
{
    [Fact]
    [OnlyOn(DatabaseEngine.Sqlite)]
    public void Every_language_has_the_words_of_every_line_with_the_same_figures()
    {
        var english = Words("en");
        foreach (var language in ExplanationWords.Languages)
        {
            var words = Words(language);
            words.Keys.Order(StringComparer.Ordinal).ShouldBe(english.Keys.Order(StringComparer.Ordinal));
            foreach (var (key, text) in words)
                Places(text).ShouldBe(Places(english[key]), ignoreOrder: true, $"{language} {key}");
        }
    }

    /// <summary>A missing template would throw, a missing figure would leave a gap before its sign.</summary>
    [Fact]
    [OnlyOn(DatabaseEngine.Sqlite)]
    public void Whatever_led_to_a_result_can_be_said_in_every_language() =>
        Gen.Select(AssessedTrainees.Of(AssessedTrainees.AnyState), Gen.Int[-1, 100])
            .Sample(
                (assessed, share) =>
                {
                    decimal? attendance = share < 0 ? null : share;
                    var explanation = ResultCalculator.Compute(assessed.Scheme, assessed.Marks, attendance).Explanation;
                    foreach (var language in ExplanationWords.Languages)
                    {
                        foreach (var line in ExplanationWords.In(language).Lines(explanation))
                            line.Text.ShouldNotMatch(@"(^|[^\d]) %|\{|\}| \.|: ;");
                    }
                },
                iter: 2_000
            );

    /// <summary>The explanation is what was computed, not a story beside it: its own figures give the result.</summary>
    [Fact]
    [OnlyOn(DatabaseEngine.Sqlite)]
    public void The_shares_and_marks_of_an_explanation_add_up_to_the_result() =>
        AssessedTrainees
            .Of(AssessedTrainees.AnyState)
            .Sample(
                assessed =>
                {
                    var result = ResultCalculator.Compute(assessed.Scheme, assessed.Marks);
                    if (result.Unrounded is not { } unrounded)
                        return;
                    var sum = result.Explanation.Groups.Sum(g => (g.Share ?? 0) * (g.Mark ?? 0) / 100);
                    Math.Abs(sum - unrounded).ShouldBeLessThan(0.0001m);
                    foreach (var group in result.Explanation.Groups.Where(g => g.Admitted && g.Mark is not null))
                    {
                        var parts = group.Components.Sum(c => (c.Share ?? 0) * (c.Mark ?? 0) / 100);
                        Math.Abs(parts - group.Mark!.Value).ShouldBeLessThan(0.0001m);
                    }
                },
                iter: 5_000
            );

    [Fact]
    [OnlyOn(DatabaseEngine.Sqlite)]
    public void What_is_missing_is_told_as_missing_and_keeps_its_weight()
    {
        var scheme = SchemeBuilder
            .Fields(
                SchemeBuilder.Group("TERM", 60, SchemeBuilder.Component("T1", 50), SchemeBuilder.Component("T2", 50)),
                SchemeBuilder.Group("EXAM", 40, SchemeBuilder.Component("EXAM", 100))
            )
            .WithIds();
        Mark[] marks = [new(scheme.Groups[0].Components[0].Id, 1, MarkState.Marked, 80)];

        var explanation = ResultCalculator.Compute(scheme, marks).Explanation;
        var lines = ExplanationWords.In("en").Lines(explanation).Select(line => line.Text).ToList();

        lines.ShouldContain("Group TERM: 80 % so far, without what is missing. Counts 60 % of the result.");
        lines.ShouldContain("Component T1: 80 %. Counts 50 % of its group.");
        lines.ShouldContain("Group EXAM: no mark yet. It counts as soon as what is missing is there.");
        lines.ShouldNotContain(line => line.Contains("spread", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_trainee_reads_the_explanation_after_the_release_and_nothing_before_it()
    {
        await using var system = new TestSystem();
        var c = await BoardTests.PassingClassAsync(system);
        var student = Callers.Student(c.People[0]);
        var query = new GetExplanation(c.Trainees[0], "ru");

        (await system.RefusedAsync(query, student)).Code.ShouldBe("result_not_found");
        (await system.DoAsync(query, Callers.Instructor)).Lines[0].Text.ShouldBe("Результат: 60 %. Сдано.");
        (await system.RefusedAsync(query, Callers.Student(await system.AddPersonAsync()))).Code.ShouldBe(
            "not_your_record"
        );

        await system.DoAsync(new ReleaseResults(c.Cohort.Id), Callers.Registrar);

        var told = await system.DoAsync(query with { Language = "zh" }, student);
        told.Lines[0].Text.ShouldBe("成绩：60 %。合格。");
        told.Explanation.Groups[0].Components.Select(part => part.Mark).ShouldBe([60m, 60m]);
    }

    static Dictionary<string, string> Words(string language)
    {
        using var stream = typeof(ExplanationWords).Assembly.GetManifestResourceStream($"Words/{language}")!;
        return JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!;
    }

    static IEnumerable<string> Places(string text) => text.Split('{').Skip(1).Select(part => part[..part.IndexOf('}')]);
}
