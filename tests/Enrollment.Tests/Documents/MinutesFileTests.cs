using Enrollment.Assessments;
using Enrollment.Documents;
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
            .Renderer.Render(MinutesSamples.Of(60), "kk")
            .ShouldBe(MinutesSamples.Renderer.Render(MinutesSamples.Of(60), "kk"));

    [Theory]
    [InlineData(
        "en",
        "Minutes of the assessment board",
        "No. 7/2026, held on 10 March 2026",
        "Trainees: 3",
        "Chair",
        "below"
    )]
    [InlineData(
        "kk",
        "Аттестаттау комиссиясы отырысының хаттамасы",
        "№ 7/2026, өткізілген күні: 2026 ж. 10 наурыз",
        "Тыңдаушылар саны: 3",
        "Төраға",
        "төменгі"
    )]
    [InlineData(
        "ru",
        "Протокол заседания аттестационной комиссии",
        "№ 7/2026 от 10 марта 2026 г.",
        "Слушателей: 3",
        "Председатель",
        "минимума"
    )]
    [InlineData("zh", "评审委员会会议纪要", "第 7/2026 号，2026年3月10日召开", "学员人数：3", "主席", "低于")]
    public void Minutes_speak_their_language_and_leave_what_was_entered_in_its_own(
        string language,
        params string[] expected
    )
    {
        var minutes = MinutesSamples.Of(3);
        var failed = minutes.Decisions[0] with
        {
            ComputedOutcome = Outcome.Fail,
            Causes = [new ResultReason(ReasonCode.GroupBelowMinimum, "Workshop", 39.9m, 40)],
        };
        minutes = minutes with { Decisions = [failed, .. minutes.Decisions.Skip(1)] };

        var text = string.Concat(Pages(minutes, language)).Replace('\u00a0', ' ');

        // A heading and a cell divide their text into lines.
        foreach (var part in expected)
            Packed(text).ShouldContain(Packed(part));
        text.ShouldContain("The board met in room 12.");
        text.ShouldContain("Vehicle Maintenance");
        if (language != "en")
        {
            foreach (var english in (string[])["Minutes", "Chair", "Decision", "Incomplete", "Page", "Sealed", "Draft"])
                text.ShouldNotContain(english);
        }

        var path = Write(minutes, language);
        ForeignProgram.Run("qpdf", "--qdf", "--object-streams=disable", path, "-").ShouldContain($"/Lang ({language})");
    }

    private static string Packed(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    [Fact]
    public void All_words_are_there_in_every_language()
    {
        var english = SheetWords.Of("Minutes", "en");
        foreach (var language in ExplanationWords.Languages)
        {
            var words = SheetWords.Of("Minutes", language);
            words.Language.ShouldBe(language);
            words.Keys.Order().ShouldBe(english.Keys.Order());
            foreach (var outcome in Enum.GetNames<Outcome>().Concat(Enum.GetNames<BoardDecision>()))
                words[outcome].ShouldNotBeEmpty();
            foreach (var role in Enum.GetNames<AttendeeRole>())
                words[$"role.{role}"].ShouldNotBeEmpty();
        }
    }

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

    [Theory]
    [InlineData("en", "Almaty Training Center", "Алматы оқу орталығы", "Operation of CNC Machine Tools")]
    [InlineData("kk", "Алматы оқу орталығы", "Almaty Training Center", "Сандық білдектермен жұмыс")]
    [InlineData("ru", "Алматинский учебный центр", "Алматы оқу орталығы", "Operation of CNC Machine Tools")]
    [InlineData("zh", "Almaty Training Center", "Алматы оқу орталығы", "数控机床操作")]
    public void The_center_and_the_courses_are_called_as_in_the_language_of_the_sheet(
        string language,
        string center,
        string beside,
        string course
    )
    {
        var text = string.Concat(Pages(MinutesSamples.Of(3), language));

        text.ShouldContain(course);
        text.ShouldContain("Vehicle Maintenance");
        text.IndexOf(center, StringComparison.Ordinal)
            .ShouldBeInRange(0, text.IndexOf(beside, StringComparison.Ordinal));
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

    private List<string> Pages(MinutesSnapshot minutes, string? language = null) =>
        [
            .. ForeignProgram.Run("pdftotext", "-layout", "-enc", "UTF-8", Write(minutes, language), "-").Split('\f')[
                ..^1
            ],
        ];

    private string Write(MinutesSnapshot minutes, string? language = null)
    {
        var path = Path.Combine(folder.FullName, "minutes.pdf");
        File.WriteAllBytes(path, MinutesSamples.Renderer.Render(minutes, language));
        return path;
    }

    public void Dispose() => folder.Delete(recursive: true);
}
