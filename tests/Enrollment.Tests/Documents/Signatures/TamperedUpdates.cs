using Enrollment.Documents.Pdf;
using Enrollment.Documents.Signatures;
using Enrollment.Documents.Signatures.Verification;
using static Enrollment.Documents.Signatures.Verification.SignatureVerdict;

namespace Enrollment.Tests.Documents.Signatures;

/// <summary>What was put behind a signed document or taken away, each with the answer that it must get.</summary>
internal static class TamperedUpdates
{
    private static readonly byte[] Signed = SigningSamples.Signed;
    private static readonly DateTimeOffset At = SigningSamples.At;

    public static readonly Dictionary<string, (SignatureVerdict Expected, Func<byte[]> Make)> Cases = new(
        StringComparer.Ordinal
    )
    {
        ["a comment behind the end"] = (Malformed, () => [.. Signed, .. "% more\n"u8]),
        ["a line break behind the end"] = (Malformed, () => [.. Signed, (byte)'\n']),
        ["another document behind the end"] = (Malformed, () => [.. Signed, .. SigningSamples.Unsigned]),
        ["something before the beginning"] = (Malformed, () => [(byte)' ', .. Signed]),
        ["the last byte cut off"] = (Malformed, () => Signed[..^1]),
        ["something within the second part"] = (
            Malformed,
            () => [.. Signed[..^300], .. new byte[40], .. Signed[^300..]]
        ),
        ["an empty update"] = (Altered, () => Forgery.Update(Signed, (_, _) => { })),
        ["an update of the page tree"] = (
            Altered,
            () =>
                Forgery.Update(
                    Signed,
                    (reader, update) =>
                    {
                        update.Begin(Forgery.Pages(reader)).Ascii("<</Type/Pages/Count 0/Kids[]>>");
                        update.End();
                    }
                )
        ),
        ["an update of the attachment"] = (Altered, () => Forgery.Update(Signed, OtherAttachment)),
        ["an update of the catalog"] = (
            Altered,
            () =>
                Forgery.Update(
                    Signed,
                    (reader, update) =>
                        Forgery.Rewrite(
                            reader,
                            update,
                            reader.Catalog,
                            catalog => catalog[..^2] + "/OpenAction<</S/Named/N/Print>>>>"
                        )
                )
        ),
        ["an update with an object that nothing names"] = (
            Altered,
            () => Forgery.Update(Signed, (_, update) => update.Stream(update.Allocate(), "", [1]))
        ),
        ["a second signature of a stranger"] = (UnknownSigner, SignedAgain),
        ["a second field"] = (Malformed, () => Forgery.Update(Signed, SecondField)),
        ["a signature by its own object number"] = (
            Malformed,
            () =>
                Forgery.Update(
                    Signed,
                    (reader, update) =>
                        Forgery.Rewrite(
                            reader,
                            update,
                            Field(reader),
                            field => field.Replace("/V ", "/V 9", StringComparison.Ordinal)
                        )
                )
        ),
        ["validation data with an action"] = (
            Altered,
            () =>
                Forgery.Update(
                    WithData(),
                    (reader, update) =>
                        Forgery.Rewrite(
                            reader,
                            update,
                            reader.Catalog,
                            catalog => catalog[..^2] + "/OpenAction<</S/Named/N/Print>>>>"
                        )
                )
        ),
        ["validation data in another order"] = (Altered, () => Forgery.Replace(WithData(), "/Certs[", "/Serts[")),
        ["validation data beside an unnamed object"] = (Altered, () => Forgery.Update(Signed, DataAndMore)),
        ["signature stripped"] = (NotSigned, () => SigningSamples.Unsigned),
        ["signature stripped by an update"] = (
            NotSigned,
            () =>
                Forgery.Update(
                    Signed,
                    (reader, update) =>
                        Forgery.Rewrite(
                            reader,
                            update,
                            Field(reader),
                            field => field[..field.LastIndexOf("/V ", StringComparison.Ordinal)] + ">>"
                        )
                )
        ),
        ["form stripped by an update"] = (
            NotSigned,
            () =>
                Forgery.Update(
                    Signed,
                    (reader, update) =>
                        Forgery.Rewrite(
                            reader,
                            update,
                            reader.Catalog,
                            catalog => catalog.Replace("/AcroForm", "/acroForm", StringComparison.Ordinal)
                        )
                )
        ),
        ["two entries of one name"] = (
            Malformed,
            () =>
                Forgery.Update(
                    Signed,
                    (reader, update) =>
                        Forgery.Rewrite(reader, update, Field(reader), field => field[..^2] + "/V 9 0 R>>")
                )
        ),
        ["nothing"] = (Malformed, () => []),
        ["another kind of file"] = (Malformed, () => "<!DOCTYPE html>"u8.ToArray()),
    };

    /// <summary>A genuine signature with validation data behind it, as a long-term signature has.</summary>
    public static byte[] WithData() =>
        new ValidationData([Forgery.Trusted.Authority.RawData], [], []).AppendTo(new PdfReader(Signed));

    private static int Field(PdfReader reader) => FormField.FindOnly(reader).Id;

    private static void OtherAttachment(PdfReader reader, PdfUpdate update)
    {
        var names = (PdfDictionary)reader.Dictionary(reader.Catalog)["Names"]!;
        var pair = (PdfArray)((PdfDictionary)names["EmbeddedFiles"]!)["Names"]!;
        var specification = reader.Dictionary(((PdfReference)pair.Items[1]).Id);
        var content = ((PdfReference)((PdfDictionary)specification["EF"]!)["F"]!).Id;
        update.Stream(content, "/Type/EmbeddedFile/Filter/FlateDecode", Flate.Compress("{}"u8));
    }

    private static void SecondField(PdfReader reader, PdfUpdate update)
    {
        var field = update.Allocate();
        update.Begin(field).Ascii("<</FT/Sig/T(Second)>>");
        update.End();
        Forgery.Rewrite(
            reader,
            update,
            reader.Catalog,
            catalog => catalog.Replace("]/SigFlags", $" {field} 0 R]/SigFlags", StringComparison.Ordinal)
        );
    }

    private static void DataAndMore(PdfReader reader, PdfUpdate update)
    {
        var (store, part) = (update.Allocate(), update.Allocate());
        update.Stream(part, "", [0x30, 0]);
        update.Begin(store).Ascii("<</Type/DSS/Certs[").Reference(part).Ascii("]>>");
        update.End();
        update.Extend(reader.Catalog, "DSS", store);
        update.Stream(update.Allocate(), "", [1]);
    }

    // The field taken back, then signed by another key, over everything.
    private static byte[] SignedAgain()
    {
        var stripped = Cases["signature stripped by an update"].Make();
        var space = SignatureSpace.Make(stripped, SigningSamples.Request, 4_000);
        var key = SigningKeySet
            .Load(new(SigningSamples.Of(new CertificateIssuer(At, "Mine").Issue(At).ToPkcs12())))
            .For("ATC");
        return space.Fill(key.Sign(space.Content, At).Encode());
    }
}
