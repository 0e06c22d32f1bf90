using CsCheck;
using Enrollment.Admissions.Documents;
using Enrollment.Admissions.Documents.Formats;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Admissions.Documents;

[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class FileNameTests
{
    [Theory]
    [InlineData("diploma.pdf", "diploma.pdf")]
    [InlineData("Диплом Нұрланұлы.PDF", "Диплом Нұрланұлы.PDF")]
    [InlineData("毕业证书.pdf", "毕业证书.pdf")]
    [InlineData("شهادة.pdf", "شهادة.pdf")]
    [InlineData("می\u200Cشود.pdf", "می\u200Cشود.pdf")]
    [InlineData("scan", "scan.pdf")]
    [InlineData("photo.jpg", "photo.jpg.pdf")]
    [InlineData("../../etc/passwd", "passwd.pdf")]
    [InlineData("C:\\Users\\a\\diploma.pdf", "diploma.pdf")]
    [InlineData("a\u202Efdp.exe", "afdp.exe.pdf")]
    [InlineData("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf")]
    [InlineData("a\0b.pdf", "ab.pdf")]
    [InlineData("a\"b<c>|d?e*f:g.pdf", "a_b_c__d_e_f_g.pdf")]
    [InlineData("...hidden.pdf", "hidden.pdf")]
    [InlineData(".pdf", "pdf.pdf")]
    [InlineData("", "document.pdf")]
    [InlineData(null, "document.pdf")]
    [InlineData("  .  ", "document.pdf")]
    [InlineData("CON.pdf", "_CON.pdf")]
    [InlineData("lpt1", "_lpt1.pdf")]
    [InlineData("a\uD800.pdf", "a.pdf")]
    public void A_name_becomes_a_safe_one_that_fits_its_content(string? given, string safe) =>
        FileNames.Safe(given, DocumentFormat.Pdf).ShouldBe(safe);

    [Fact]
    public void Whatever_the_name_it_is_no_path_fits_a_file_system_and_stays_as_it_is_the_second_time() =>
        Gen.Select(Gen.String[0, 400], Gen.OneOf("", ".pdf", "/", "\u202E", "\uD83D", "NUL"))
            .Sample(
                (text, end) =>
                {
                    var safe = FileNames.Safe(text + end, DocumentFormat.Pdf);
                    safe.Length.ShouldBeInRange(5, FileNames.MostCharacters);
                    safe.IndexOfAny([.. Path.GetInvalidFileNameChars(), '\\', '/', '"']).ShouldBe(-1);
                    safe.ShouldEndWith(".pdf", Case.Insensitive);
                    safe.ShouldAllBe(c => !char.IsControl(c));
                    FileNames.Safe(safe, DocumentFormat.Pdf).ShouldBe(safe);
                },
                iter: 5_000
            );
}
