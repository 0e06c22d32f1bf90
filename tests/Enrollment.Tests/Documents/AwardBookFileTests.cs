using System.Globalization;
using Enrollment.Certificates;
using Enrollment.Documents;
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
        text.ShouldContain("117 valid");
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

        ForeignProgram.Run("pdftotext", path, "-").ShouldContain("No number was given in these years.");
    }

    static AwardBook Book(int numbers) =>
        new(
            "Almaty Technical Training Center",
            "Алматы техникалық оқу орталығы",
            new DateOnly(2026, 11, 24),
            "Asia/Almaty",
            [
                new AwardBookYear(
                    new SeriesView
                    {
                        Year = 2026,
                        LastNumber = numbers,
                        Issued = numbers - 3,
                        Revoked = 3,
                    },
                    [.. Enumerable.Range(1, numbers).Select(Entry)]
                ),
            ]
        );

    static BookEntry Entry(int number) =>
        new(
            Serial(number),
            number % 40 == 0 ? CertificateState.Revoked : CertificateState.Issued,
            (number % 2 == 0 ? CertificateSamples.Kazakh : CertificateSamples.Chinese) with
            {
                Serial = Serial(number),
            },
            number % 40 == 0 ? new DateTimeOffset(2026, 11, 23, 20, 0, 0, TimeSpan.Zero) : null,
            null,
            null
        );

    static string Serial(int number) => string.Create(CultureInfo.InvariantCulture, $"ATC-2026-{number:D6}");

    public void Dispose() => folder.Delete(recursive: true);
}
