using Enrollment.Assessments;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Documents;

[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class MinutesFileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("minutes-");

    [Fact]
    public void Equal_minutes_give_equal_bytes() =>
        MinutesSamples
            .Renderer.Render(MinutesSamples.Of(60))
            .ShouldBe(MinutesSamples.Renderer.Render(MinutesSamples.Of(60)));

    [Theory]
    [InlineData(3)]
    [InlineData(60)]
    [InlineData(400)]
    public void Every_decision_stands_once_under_a_repeated_heading_with_the_pages_counted(int decisions)
    {
        var minutes = MinutesSamples.Of(decisions);
        var pages = Pages(minutes);

        var names = minutes.Decisions.Where(d => d.PersonName.StartsWith("Aruzhan", StringComparison.Ordinal));
        var lines = pages.SelectMany(page => page.Split('\n')).Select(line => line.Trim()).ToList();
        foreach (var decision in names.Where(d => d.DepartureReason is null))
            lines
                .Count(line =>
                    line == decision.PersonName || line.StartsWith($"{decision.PersonName}  ", StringComparison.Ordinal)
                )
                .ShouldBe(1, decision.PersonName);
        for (var n = 0; n < pages.Count; n++)
        {
            pages[n].ShouldContain($"Page {n + 1} of {pages.Count}");
            pages[n].ShouldContain("Minutes 7/2026");
            pages[n].ShouldNotContain("DRAFT");
        }

        pages[0].ShouldContain("Нұрлан Әбдірахманұлы Қасымов 1");
        pages[0].ShouldContain("李伟 3");
        var tables = pages.Where(page => page.Contains("CNC-26", StringComparison.Ordinal));
        tables.ShouldAllBe(page => page.Contains("Computed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("7/2026", "No. 7/2026, held on")]
    [InlineData("B-7", "No. B-7, held on")]
    [InlineData("№ 7/2026", "№ 7/2026, held on")]
    [InlineData("No. 7", "No. 7, held on")]
    public void A_number_that_has_its_sign_gets_no_second_one(string number, string printed)
    {
        var text = string.Concat(Pages(MinutesSamples.Of(1) with { MinutesNumber = number }));

        text.Split('\n')
            .Select(line => line.Trim())
            .ShouldContain(line => line.StartsWith(printed, StringComparison.Ordinal));
    }

    [Fact]
    public void The_sealing_is_told_as_the_clock_at_the_center_showed_it()
    {
        var minutes = MinutesSamples.Of(1);

        Pages(minutes with { TimeZone = "Asia/Almaty" })[0]
            .ShouldContain("Sealed on 2026-03-10 at 12:00 (Asia/Almaty, UTC+05:00)");
        Pages(minutes)[0].ShouldContain("Sealed on 2026-03-10 at 07:00 UTC");
    }

    [Fact]
    public void Namesakes_have_their_numbers_and_a_fail_beside_a_mark_that_passes_its_cause()
    {
        var minutes = MinutesSamples.Of(2);
        var cause = new ResultReason(ReasonCode.ComponentNotPassed, "Workshop", 39.9m, 40);
        var failed = minutes.Decisions[0] with
        {
            TraineeNumber = 17,
            PersonName = "Aidana Omarova",
            ComputedOutcome = Outcome.Fail,
            Causes = [cause],
        };

        var text = string.Concat(
            Pages(minutes with { Decisions = [failed, failed with { TraineeNumber = 18, Causes = [] }] })
        );

        text.ShouldContain("39.9 % is below");
        text.Split('\n')
            .Count(line =>
                line.TrimStart().StartsWith("18 ", StringComparison.Ordinal)
                && line.Contains("Aidana", StringComparison.Ordinal)
            )
            .ShouldBe(1);
    }

    [Fact]
    public void Signatures_stand_on_a_page_with_something_that_is_signed()
    {
        for (var decisions = 15; decisions < 50; decisions++)
        {
            var page = Pages(MinutesSamples.Of(decisions))
                .Single(p => p.Contains("Saule Omarova, Secretary", StringComparison.Ordinal));

            var signed = page.Contains("Decision", StringComparison.Ordinal);
            signed.ShouldBeTrue($"{decisions} decisions");
        }
    }

    [Fact]
    public void A_draft_says_so_on_every_page() =>
        Pages(MinutesSamples.Of(60, draft: true))
            .ShouldAllBe(page => page.Contains("Draft: not sealed", StringComparison.Ordinal));

    [Fact]
    public void Tables_are_tagged_with_one_head_each()
    {
        var structure = ForeignProgram.Run("pdfinfo", "-struct", Write(MinutesSamples.Of(60)));

        Count(structure, "Table").ShouldBe(4);
        Count(structure, "THead").ShouldBe(4);
        Count(structure, "TR").ShouldBe(4 + 4 + 2 + 60 + 6);
        structure.ShouldContain("H1");
        ForeignProgram.Run("pdfinfo", Write(MinutesSamples.Of(60))).ShouldMatch("Tagged: +yes");
    }

    [Fact]
    public void A_reason_longer_than_a_page_goes_on_on_the_next()
    {
        var minutes = MinutesSamples.Of(2);
        var reason = string.Join(' ', Enumerable.Range(1, 1_500).Select(n => $"word{n}"));
        minutes = minutes with { Decisions = [minutes.Decisions[0] with { DepartureReason = reason }] };

        var text = string.Concat(Pages(minutes));

        text.ShouldContain("word1");
        text.ShouldContain("word750");
        text.ShouldContain("word1500");
    }

    [Fact]
    public void A_character_without_a_glyph_is_named_with_the_text_that_has_it()
    {
        var minutes = MinutesSamples.Of(3);
        minutes = minutes with
        {
            Remarks = "Line one\nline two\ttabbed",
            Decisions = [minutes.Decisions[0] with { PersonName = "Aru\U00012345zhan" }],
        };

        var problem = MinutesSamples.Renderer.FindUnprintable(minutes).ShouldHaveSingleItem();

        (problem.Field, problem.Code).ShouldBe(("decisions[0].personName", "unprintable_character"));
        problem.Message.ShouldContain("U+12345");
        problem.Message.ShouldContain("Aru\U00012345zhan");
        string.Concat(Pages(minutes)).ShouldContain("Aru[U+12345]zhan");
    }

    private static int Count(string structure, string type) =>
        structure.Split('\n').Count(line => line.Trim().Split(' ')[0] == type);

    private List<string> Pages(MinutesSnapshot minutes) =>
        [.. ForeignProgram.Run("pdftotext", "-layout", "-enc", "UTF-8", Write(minutes), "-").Split('\f')[..^1]];

    private string Write(MinutesSnapshot minutes)
    {
        var path = Path.Combine(folder.FullName, "minutes.pdf");
        File.WriteAllBytes(path, MinutesSamples.Renderer.Render(minutes));
        return path;
    }

    public void Dispose() => folder.Delete(recursive: true);
}
