using Enrollment.Assessments;
using Enrollment.Certificates.Transcripts;
using Enrollment.Documents;
using Enrollment.People;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Documents;

/// <summary>What independent programs find in a transcript's file.</summary>
[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class TranscriptFileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("transcript-");

    [Theory]
    [InlineData("en", "Transcript of records", "Kazakhstan", "24 November 2026", "Merit, 78 %", "Page 1 of ")]
    [InlineData("kk", "Оқу нәтижелерінің транскрипті", "Қазақстан", "2026 ж. 24 қараша", "Жақсы, 78 %", "1-беті")]
    [InlineData(
        "ru",
        "Транскрипт результатов обучения",
        "Казахстан",
        "24 ноября 2026 г.",
        "Хорошо, 78 %",
        "Страница 1 из"
    )]
    [InlineData("zh", "成绩单", "哈萨克斯坦", "2026年11月24日", "良好，78 %", "第 1 页，共")]
    public void Eight_sections_are_told_in_the_language(string language, params string[] expected)
    {
        var text = string.Concat(Pages(TranscriptSamples.Of(language))).Replace('\u00a0', ' ');

        foreach (var part in expected)
            text.ShouldContain(part);
        var words = SheetWords.Of("Transcript", language);
        for (var section = 1; section <= 8; section++)
            text.ShouldContain(words[$"section.{section}"][3..]);
        foreach (var part in (string[])["Әбілқайыр Өмірұлы Қуанышбаев", "阿比凯尔", "ATC-CERT-2026-000417", "7/2026"])
            text.ShouldContain(part);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(60)]
    [InlineData(300)]
    public void Every_part_stands_once_under_a_repeated_heading_with_the_pages_counted(int parts)
    {
        var pages = Pages(TranscriptSamples.Of("en", parts));

        for (var n = 0; n < pages.Count; n++)
        {
            pages[n].ShouldContain($"Page {n + 1} of {pages.Count}");
            pages[n].ShouldContain("Almaty Technical Training Center");
        }

        var whole = string.Join(' ', string.Concat(pages).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        // Three of four have a mark; each stands as its own percentage.
        whole.Split("71.4 ").Length.ShouldBeGreaterThanOrEqualTo((parts * 3 / 4) + 1);
        pages
            .Where(page => page.Contains("28.56 of 40", StringComparison.Ordinal))
            .ShouldAllBe(page => page.Contains("Marks given", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("kk")]
    [InlineData("ru")]
    [InlineData("zh")]
    public void The_file_is_tagged_has_its_language_and_no_syntax_error(string language)
    {
        var path = Write(TranscriptSamples.Of(language));

        ForeignProgram.Run("qpdf", "--check", path).ShouldContain("No syntax or stream encoding errors found");
        ForeignProgram.Run("pdfinfo", path).ShouldMatch("Tagged: +yes");
        ForeignProgram.Run("qpdf", "--qdf", "--object-streams=disable", path, "-").ShouldContain($"/Lang ({language})");
        var structure = ForeignProgram.Run("pdfinfo", "-struct", path);
        structure.Split('\n').Count(line => line.Trim().StartsWith("H2", StringComparison.Ordinal)).ShouldBe(8);
        foreach (
            var font in ForeignProgram.Run("pdffonts", path).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(2)
        )
            font.ShouldMatch(@"^[A-Z]{6}\+Noto\S+\s+CID TrueType\s+Identity-H\s+yes yes yes");
    }

    [Fact]
    public void A_Kazakh_transcript_is_read_as_Kazakh_throughout()
    {
        var written = ForeignProgram.Run(
            "qpdf",
            "--qdf",
            "--object-streams=disable",
            Write(TranscriptSamples.Of("kk")),
            "-"
        );

        written.ShouldNotContain("/Lang (ru)");
        written.ShouldNotContain("/Lang(ru)");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_specimen_says_so_in_words_and_across_every_page_and_nothing_else_does(bool specimen)
    {
        var printed = TranscriptSamples.Of("ru", 40, specimen);

        var pages = Pages(printed);
        var marked = Pictures(Write(printed)).Select(IsMarked).ToList();

        pages.Count.ShouldBeGreaterThan(2);
        pages[0].Contains("это не транскрипт", StringComparison.Ordinal).ShouldBe(specimen);
        marked.ShouldBe(Enumerable.Repeat(specimen, pages.Count));
    }

    [Fact]
    public void Equal_transcripts_give_equal_bytes() =>
        TranscriptSamples
            .Renderer.Render(TranscriptSamples.Of("zh"))
            .ShouldBe(TranscriptSamples.Renderer.Render(TranscriptSamples.Of("zh")));

    [Fact]
    public void A_character_without_a_glyph_is_named_with_its_field()
    {
        var printed = TranscriptSamples.Of("en");
        var name = new PersonName { Script = "Xsux", FullName = "\U00012000" };
        var transcript = printed.Transcript with { Holder = printed.Transcript.Holder with { Names = [name] } };

        var problem = TranscriptSamples.Renderer.FindUnprintable(transcript).ShouldHaveSingleItem();

        (problem.Field, problem.Code).ShouldBe(("holder.names[0].fullName", "unprintable_character"));
        problem.Message.ShouldContain("U+12000");
    }

    [Fact]
    public void All_words_are_there_in_every_language()
    {
        var english = SheetWords.Of("Transcript", "en");
        foreach (var language in ExplanationWords.Languages)
        {
            var words = SheetWords.Of("Transcript", language);
            words.Language.ShouldBe(language);
            words.Keys.Order().ShouldBe(english.Keys.Order());
            foreach (var outcome in Enum.GetNames<Outcome>().Concat(Enum.GetNames<BoardDecision>()))
                words[outcome].ShouldNotBeEmpty();
            foreach (var kind in Enum.GetNames<ComponentKind>())
                words[kind].ShouldNotBeEmpty();
            foreach (var standing in Enum.GetNames<ComponentStanding>())
                words[$"standing.{standing}"].ShouldNotBeEmpty();
        }
    }

    private List<string> Pages(PrintedTranscript printed) =>
        [.. ForeignProgram.Run("pdftotext", "-layout", "-enc", "UTF-8", Write(printed), "-").Split('\f')[..^1]];

    // Text that is turned doesn't come out as a word: the mark is seen by its color, which nothing else has.
    private static bool IsMarked(string picture)
    {
        using var page = SkiaSharp.SKBitmap.Decode(picture);
        return page.Pixels.Contains(new SkiaSharp.SKColor(0xF9, 0xE6, 0xE4));
    }

    private IEnumerable<string> Pictures(string path)
    {
        ForeignProgram.Run("pdftoppm", "-r", "50", "-png", path, Path.Combine(folder.FullName, "page"));
        return Directory.EnumerateFiles(folder.FullName, "page-*.png").Order(StringComparer.Ordinal);
    }

    private string Write(PrintedTranscript printed)
    {
        var path = Path.Combine(folder.FullName, "transcript.pdf");
        File.WriteAllBytes(path, TranscriptSamples.Renderer.Render(printed));
        return path;
    }

    public void Dispose() => folder.Delete(recursive: true);
}
