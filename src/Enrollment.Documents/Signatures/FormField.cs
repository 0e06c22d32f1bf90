using Enrollment.Documents.Pdf;

namespace Enrollment.Documents.Signatures;

/// <summary>Finds the signature field of a file.</summary>
internal static class FormField
{
    /// <summary>Its object number and its dictionary. A file of this library has no other field.</summary>
    /// <exception cref="MalformedPdfException">There is none, or there are others.</exception>
    public static (int Id, PdfDictionary Value) FindOnly(PdfReader reader) =>
        Find(reader) ?? throw new MalformedPdfException("The file has no signature field.");

    /// <summary>The same; null where the file has no form at all.</summary>
    /// <exception cref="MalformedPdfException">The form isn't one with a single signature field.</exception>
    public static (int Id, PdfDictionary Value)? Find(PdfReader reader)
    {
        if (reader.Dictionary(reader.Catalog)["AcroForm"] is not { } form)
        {
            return null;
        }
        if (form is PdfDictionary { Entries: var entries } && entries.GetValueOrDefault("Fields") is PdfArray fields)
        {
            if (fields.Items is [PdfReference only] && reader.Dictionary(only.Id) is { } field)
            {
                return field["FT"] is PdfName { Name: "Sig" } && field["Kids"] is null
                    ? (only.Id, field)
                    : throw new MalformedPdfException("The file's field isn't one for a signature.");
            }
        }
        throw new MalformedPdfException("The file's form isn't one with a single field.");
    }
}
