using System.Globalization;
using Enrollment.Assessments;
using Enrollment.Certificates;
using Enrollment.Documents;
using Enrollment.Pipeline;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Documents;

[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class AwardBookFileTests : IDisposable
{
    static readonly IAwardBookRenderer renderer = new ServiceCollection()
        .AddEnrollmentDocuments()
        .BuildServiceProvider()
        .GetRequiredService<IAwardBookRenderer>();

    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("book-");

    [Fact]
    public void Every_number_stands_once_under_its_year_on_counted_pages()
    {
        var path = Path.Combine(folder.FullName, "book.pdf");
        File.WriteAllBytes(path, renderer.Render(Book(120)));
        var pages = ForeignProgram.Run("pdftotext", "-layout", "-enc", "UTF-8", path, "-").Split('\f')[..^1];
        var text = string.Concat(pages);

        for (var number = 1; number <= 120; number++)
            text.Split(Serial(number)).Length.ShouldBe(2, Serial(number));
        text.ShouldContain("Numbers: 120. Valid: 114, expired: 3, suspended: 0, revoked: 3,");
        text.ShouldContain("revoked");
        text.ShouldContain("Әбілқайыр");
        for (var n = 0; n < pages.Length; n++)
            pages[n].ShouldContain($"Page {n + 1} of {pages.Length}");
        ForeignProgram.Run("qpdf", "--check", path).ShouldContain("No syntax or stream encoding errors found");
        ForeignProgram.Run("pdfinfo", path).ShouldMatch("Tagged: +yes");
    }

    [Fact]
    public void Years_without_a_number_make_a_book_that_says_so()
    {
        var path = Path.Combine(folder.FullName, "empty.pdf");
        File.WriteAllBytes(path, renderer.Render(Book(1) with { Years = [] }));

        ForeignProgram.Run("pdftotext", path, "-").ShouldContain("No number was given in this time.");
    }

    [Theory]
    [InlineData("en", "Book of awards", "24 November 2026", "valid", "expired", "Page 1 of ", "Merit")]
    [InlineData(
        "kk",
        "Сертификаттарды тіркеу кітабы",
        "2026 ж. 24 қараша",
        "жарамды",
        "мерзімі өтті",
        "1-беті",
        "Жақсы"
    )]
    [InlineData(
        "ru",
        "Книга регистрации сертификатов",
        "24 ноября 2026 г.",
        "действителен",
        "срок истёк",
        "Страница 1 из ",
        "Хорошо"
    )]
    [InlineData("zh", "证书登记簿", "2026年11月24日", "有效", "已过期", "第 1 页，共", "良好")]
    public void A_book_speaks_its_language_throughout(string language, params string[] expected)
    {
        var path = Path.Combine(folder.FullName, "book.pdf");
        File.WriteAllBytes(path, renderer.Render(Book(120) with { Language = language }));

        var text = ForeignProgram.Run("pdftotext", "-layout", "-enc", "UTF-8", path, "-").Replace('\u00a0', ' ');
        foreach (var part in expected)
            text.ShouldContain(part);
        if (language != "en")
            text.ShouldNotContain("valid");
        ForeignProgram.Run("qpdf", "--qdf", "--object-streams=disable", path, "-").ShouldContain($"/Lang ({language})");
    }

    [Fact]
    public void All_words_are_there_in_every_language()
    {
        var english = SheetWords.Of("AwardBook", "en");
        foreach (var language in ExplanationWords.Languages)
        {
            var words = SheetWords.Of("AwardBook", language);
            words.Language.ShouldBe(language);
            words.Keys.Order().ShouldBe(english.Keys.Order());
            var terms = renderer.WordsIn(language);
            Enum.GetValues<AwardBookColumn>().Select(terms.Column).ShouldBeUnique();
            Enum.GetValues<BookState>().Select(terms.State).ShouldBeUnique();
            terms.Award("Distinction").ShouldBe(words["award.Distinction"]);
            terms.Award("Otherwise").ShouldBe("Otherwise");
        }
    }

    [Theory]
    [InlineData(
        "2026-09-01",
        "2026-12-31",
        "Numbers given from 1 September 2026 to 31 December 2026; all others are left out."
    )]
    [InlineData("2026-09-01", null, "Numbers given from 1 September 2026 on;")]
    [InlineData(null, "2026-12-31", "Numbers given up to 31 December 2026;")]
    public void A_book_of_a_period_says_which(string? from, string? to, string said)
    {
        var path = Path.Combine(folder.FullName, "period.pdf");
        var book = Book(1) with { From = Day(from), To = Day(to) };
        File.WriteAllBytes(path, renderer.Render(book));

        ForeignProgram
            .Run("pdftotext", "-layout", "-enc", "UTF-8", path, "-")
            .Replace('\u00a0', ' ')
            .ShouldContain(said);

        static DateOnly? Day(string? text) => text is null ? null : DateOnly.Parse(text, CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData("en", "Almaty Technical Training Center")]
    [InlineData("kk", "Алматы техникалық оқу орталығы")]
    [InlineData("ru", "Алматинский учебный центр")]
    [InlineData("zh", "Almaty Technical Training Center")]
    public void The_center_is_called_as_it_is_in_the_language_of_the_book(string language, string name)
    {
        var path = Path.Combine(folder.FullName, "center.pdf");
        File.WriteAllBytes(path, renderer.Render(Book(1) with { Language = language }));

        ForeignProgram.Run("pdfinfo", path).ShouldMatch($@"Author:\s+{name}\n");
        ForeignProgram.Run("pdftotext", "-enc", "UTF-8", path, "-").Split(name).Length.ShouldBe(3);
    }

    [Fact]
    public void A_letter_of_a_name_of_today_that_no_font_has_is_told_by_its_number()
    {
        var path = Path.Combine(folder.FullName, "legible.pdf");
        var book = Book(1);
        var entry = book.Years[0].Entries[0] with { CourseTitle = "Дәнекерлеу 😀" };
        book = book with
        {
            Center = book.Center with { Local = "Орталық 😀" },
            Years = [book.Years[0] with { Entries = [entry] }],
        };
        File.WriteAllBytes(path, renderer.Render(book));

        var text = ForeignProgram.Run("pdftotext", "-enc", "UTF-8", path, "-");
        text.ShouldContain("Орталық [U+1F600]");
        text.Split("[U+1F600]").Length.ShouldBe(3);
    }

    static AwardBook Book(int numbers) =>
        new()
        {
            Center = new Naming(
                "Almaty Technical Training Center",
                "Алматы техникалық оқу орталығы",
                "kk",
                [new TextIn("ru", "Алматинский учебный центр")]
            ),
            MadeOn = new DateOnly(2026, 11, 24),
            TimeZone = "Asia/Almaty",
            Years = [new AwardBookYear(2026, [.. Enumerable.Range(1, numbers).Select(Entry)])],
        };

    static BookEntry Entry(int number)
    {
        var printed = number % 2 == 0 ? CertificateSamples.Kazakh : CertificateSamples.Chinese;
        return new BookEntry
        {
            Serial = Serial(number),
            State = number % 40 == 0 ? CertificateState.Revoked : CertificateState.Issued,
            Names = [.. printed.Names.Select(name => name.Text)],
            CourseCode = printed.CourseCode,
            CourseTitle = printed.CourseTitle,
            Award = "Merit",
            Mark = printed.Mark,
            Hours = printed.Hours,
            MinutesNumber = printed.MinutesNumber,
            AwardedOn = printed.AwardedOn,
            IssuedOn = printed.IssuedOn,
            ExpiresOn = number % 40 == 1 ? new DateOnly(2026, 11, 23) : null,
            EndedAt = number % 40 == 0 ? new DateTimeOffset(2026, 11, 23, 20, 0, 0, TimeSpan.Zero) : null,
        };
    }

    static string Serial(int number) => string.Create(CultureInfo.InvariantCulture, $"ATC-2026-{number:D6}");

    public void Dispose() => folder.Delete(recursive: true);
}
