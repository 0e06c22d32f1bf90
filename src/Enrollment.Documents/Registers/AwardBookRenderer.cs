using Enrollment.Certificates;
using Enrollment.Documents.Certificates;
using Enrollment.Documents.Pdf;

namespace Enrollment.Documents.Registers;

/// <summary>Draws books of awards as PDF/A-3A and PDF/UA-1 files on A4: a table per year, and what became of its numbers.</summary>
internal sealed class AwardBookRenderer(CertificateTypefaces typefaces) : IAwardBookRenderer
{
    private const string Kind = "AwardBook";

    public IAwardBookWords WordsIn(string? language) => new AwardBookWords(SheetWords.Of(Kind, language));

    public byte[] Render(AwardBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        var words = SheetWords.Of(Kind, book.Language);
        var center = book.Center.In(words.Language) ?? book.Center.Text;
        var document = new PdfDocument(new($"{words["title"]}: {center}", center, words.Language, book.MadeOn));
        // Names and titles of today, and titles that their certificates don't show, were never looked at for their letters.
        new AwardBookSheets(book, LegibleText.Of(center, typefaces.Sans), words, typefaces, document).Draw();
        return document.Save();
    }
}
