using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Enrollment.Documents.Pdf;
using Enrollment.Documents.Signatures;
using Enrollment.Documents.Signatures.Verification;
using static Enrollment.Documents.Signatures.Verification.SignatureVerdict;

namespace Enrollment.Tests.Documents.Signatures;

/// <summary>Documents that were tampered with, by what was done, each with the answer that it must get.</summary>
internal static class Tampering
{
    private static readonly byte[] Signed = SigningSamples.Signed;
    private static readonly DateTimeOffset At = SigningSamples.At;

    public static readonly IReadOnlyDictionary<string, (SignatureVerdict Expected, Func<byte[]> Make)> Cases =
        new Dictionary<string, (SignatureVerdict, Func<byte[]>)>(StringComparer.Ordinal)
        {
            ["header's comment"] = (Altered, () => Forgery.Flip(Signed, "%PDF-1.7\n%", 0)),
            ["header's version"] = (Malformed, () => Forgery.Replace(Signed, "%PDF-1.7", "%PDF-1.6")),
            ["text of the page"] = (Altered, () => Forgery.Flip(Signed, "stream\n", 300)),
            ["title in the metadata"] = (
                Altered,
                () => Forgery.Replace(Signed, "ATC-CERT-2026-000417", "ATC-CERT-2026-000418")
            ),
            ["date of the file"] = (
                Altered,
                () =>
                    Forgery.Replace(
                        Signed,
                        "/ModDate(D:20261124000000Z)>>\nendobj",
                        "/ModDate(D:20261123000000Z)>>\nendobj"
                    )
            ),
            ["date of the attachment"] = (Altered, () => Forgery.Flip(Signed, "/CheckSum<", 5)),
            ["attachment in place"] = (
                Altered,
                () => Forgery.Flip(Signed, "/ModDate(D:20261124000000Z)>>/Filter/FlateDecode>>\nstream\n", 20)
            ),
            ["attachment's name"] = (Altered, () => Forgery.Replace(Signed, "(credential.json)", "(credentiaL.json)")),
            ["language of the document"] = (
                Altered,
                () => Forgery.Replace(Signed, "/Lang(en)/Viewer", "/Lang(ru)/Viewer")
            ),
            ["table of cross-references"] = (Altered, () => Forgery.Flip(Signed, "0000000000 65535 f \n000000", 3)),
            ["identifier"] = (Altered, () => Forgery.Flip(Signed, "/ID[<", 0)),
            ["place of the table"] = (Malformed, () => Forgery.Flip(Signed, "startxref\n", 0)),
            ["time of signing"] = (Altered, () => Forgery.Replace(Signed, "/M(D:20261124", "/M(D:20251124")),
            ["time of signing that is none"] = (
                Malformed,
                () => Forgery.Replace(Signed, "/M(D:20261124", "/M(D:20269924")
            ),
            ["name of the center"] = (Altered, () => Forgery.Flip(Signed, "/Name<FEFF", 3)),
            ["reason"] = (Altered, () => Forgery.Flip(Signed, "/Reason<FEFF", 3)),
            ["place of signing"] = (Altered, () => Forgery.Flip(Signed, "/Location<FEFF", 3)),
            ["kind of signature"] = (
                Malformed,
                () => Forgery.Replace(Signed, "/ETSI.CAdES.detached", "/adbe.pkcs7.detached")
            ),
            ["words of the field"] = (Altered, () => Forgery.Replace(Signed, "/F 132", "/F 134")),

            ["range that ends earlier"] = (Altered, () => Forgery.Range(Signed, r => $"0 {r[1] - 1} {r[2]} {r[3]}")),
            ["range that ends within the signature"] = (
                Altered,
                () => Forgery.Range(Signed, r => $"0 {r[1] + 2} {r[2]} {r[3]}")
            ),
            ["range that goes on later"] = (
                Altered,
                () => Forgery.Range(Signed, r => $"0 {r[1]} {r[2] + 2} {r[3] - 2}")
            ),
            ["range that goes on within the signature"] = (
                Altered,
                () => Forgery.Range(Signed, r => $"0 {r[1]} {r[2] - 1} {r[3]}")
            ),
            ["range that leaves the end"] = (Altered, () => Forgery.Range(Signed, r => $"0 {r[1]} {r[2]} {r[3] - 1}")),
            ["range beyond the end"] = (Altered, () => Forgery.Range(Signed, r => $"0 {r[1]} {r[2]} {r[3] + 1}")),
            ["range beyond all numbers"] = (
                Altered,
                () => Forgery.Range(Signed, r => $"0 {r[1]} {r[2]} {int.MaxValue}")
            ),
            ["range that begins later"] = (Altered, () => Forgery.Range(Signed, r => $"1 {r[1] - 1} {r[2]} {r[3]}")),
            ["range without anything"] = (Altered, () => Forgery.Range(Signed, _ => "0 0 0 0")),
            ["range of three numbers"] = (Malformed, () => Forgery.Range(Signed, r => $"0 {r[1]} {r[2]}")),
            ["range with a negative number"] = (Malformed, () => Forgery.Range(Signed, r => $"0 {r[1]} {r[2]} -1")),
            ["range with a fraction"] = (Malformed, () => Forgery.Range(Signed, r => $"0.0 {r[1]} {r[2]} {r[3]}")),
            ["range by reference"] = (Malformed, () => Forgery.Range(Signed, r => $"0 {r[1]} {r[2]} 1 0 R")),

            ["signature wiped out"] = (Malformed, () => Forgery.Contents(Signed, digits => new('0', digits.Length))),
            ["signature with another first byte"] = (
                Malformed,
                () => Forgery.Contents(Signed, digits => "31" + digits[2..])
            ),
            ["signature with something behind it"] = (
                Malformed,
                () => Forgery.Contents(Signed, digits => digits[..^2] + "01")
            ),
            ["signature in small letters"] = (
                Malformed,
                () => Forgery.Contents(Signed, digits => digits.ToLowerInvariant())
            ),
            ["signature with a blank"] = (Malformed, () => Forgery.Contents(Signed, digits => digits[..^1] + " ")),
            ["another number in the signature"] = (Altered, () => Forgery.Contents(Signed, LastByte)),
            ["message of another document"] = (Altered, () => Forgery.Contents(Signed, _ => Digits(OtherDocument()))),
            ["signature over nothing"] = (Altered, () => Forgery.Sign(Trusted(), content: _ => [0])),
            ["signature over the file without its update"] = (
                Altered,
                () => Forgery.Sign(Trusted(), content: _ => SigningSamples.Unsigned)
            ),

            ["another key with the same names"] = (
                UnknownSigner,
                () => Forgery.Sign(new CertificateIssuer(At).Issue(At))
            ),
            ["own certificate as its own authority"] = (
                UnknownSigner,
                () => Forgery.Sign(new CertificateIssuer(At, "Mine").Issue(At))
            ),
            ["no certificate"] = (Malformed, () => Forgery.Sign(Trusted(), WithoutCertificates)),
            ["the authority's certificate alone"] = (
                UnknownSigner,
                () => Forgery.Sign(Trusted(), signer => signer.IncludeOption = X509IncludeOption.None)
            ),
            ["somebody else's certificate beside it"] = (
                Altered,
                () =>
                    Forgery.Sign(
                        Trusted(),
                        signer => signer.Certificates.Add(new CertificateIssuer(At, "Mine").Authority)
                    )
            ),
            ["certificate for encryption"] = (
                NotEntitled,
                () => Forgery.Sign(Forgery.Trusted.Issue(At, usage: X509KeyUsageFlags.KeyEncipherment))
            ),
            ["certificate of a web server"] = (
                NotEntitled,
                () => Forgery.Sign(Forgery.Trusted.Issue(At, purpose: Oids.ServerAuthentication))
            ),
            ["certificate of a time-stamp authority"] = (
                NotEntitled,
                () => Forgery.Sign(Forgery.Trusted.Issue(At, purpose: Oids.TimeStamping))
            ),
            ["short RSA key"] = (NotEntitled, () => Forgery.Sign(Forgery.Trusted.Issue(At, RSA.Create(1024)))),
            ["other curve"] = (
                NotEntitled,
                () => Forgery.Sign(Forgery.Trusted.Issue(At, ECDsa.Create(ECCurve.NamedCurves.nistP384)))
            ),
            ["certificate that had expired"] = (
                OutsideValidity,
                () => Forgery.Sign(Trusted(), request: SigningSamples.Request with { At = At.AddYears(2) })
            ),
            ["certificate that wasn't valid yet"] = (
                OutsideValidity,
                () => Forgery.Sign(Trusted(), request: SigningSamples.Request with { At = At.AddDays(-2) })
            ),

            ["no reference to the certificate"] = (
                Malformed,
                () => Forgery.Sign(Trusted(), signer => signer.SignedAttributes.Remove(signer.SignedAttributes[0]))
            ),
            ["reference to another certificate"] = (
                Altered,
                () =>
                    Forgery.Sign(
                        Trusted(),
                        signer =>
                        {
                            signer.SignedAttributes.Remove(signer.SignedAttributes[0]);
                            signer.SignedAttributes.Add(Forgery.Reference(Trusted().Certificate));
                        }
                    )
            ),
            ["two references"] = (
                Malformed,
                () =>
                    Forgery.Sign(
                        Trusted(),
                        signer => signer.SignedAttributes.Add(Forgery.Reference(signer.Certificate!))
                    )
            ),
            ["a second time of signing"] = (
                Malformed,
                () =>
                    Forgery.Sign(Trusted(), signer => signer.SignedAttributes.Add(new Pkcs9SigningTime(At.UtcDateTime)))
            ),
            ["old hash function"] = (
                Malformed,
                () => Forgery.Sign(Trusted(), signer => signer.DigestAlgorithm = new("1.3.14.3.2.26"))
            ),
            ["two signers"] = (
                Malformed,
                () => Forgery.Sign(Trusted(), finish: cms => cms.ComputeSignature(new CmsSigner(Trusted().Certificate)))
            ),
            ["counter-signature"] = (
                Malformed,
                () =>
                    Forgery.Sign(
                        Trusted(),
                        finish: cms => cms.SignerInfos[0].ComputeCounterSignature(new CmsSigner(Trusted().Certificate))
                    )
            ),
            ["something that isn't signed"] = (
                Malformed,
                () =>
                    Forgery.Sign(
                        Trusted(),
                        finish: cms => cms.SignerInfos[0].AddUnsignedAttribute(new Pkcs9DocumentName("x"))
                    )
            ),
            ["stamp that is none"] = (
                Altered,
                () =>
                    Forgery.Sign(
                        Trusted(),
                        finish: cms =>
                            cms.SignerInfos[0].AddUnsignedAttribute(new AsnEncodedData(Oids.TimeStampToken, [0x30, 0]))
                    )
            ),
            ["content within the message"] = (
                Malformed,
                () => Forgery.Sign(Trusted(), isDetached: false, content: _ => [1])
            ),

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
            ["an update of the page"] = (
                Altered,
                () =>
                    Forgery.Update(
                        Signed,
                        (reader, update) =>
                            Forgery.Rewrite(
                                reader,
                                update,
                                Forgery.Page(reader),
                                page => page.Replace("841.89", "500", StringComparison.Ordinal)
                            )
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

    private static Issued Trusted() => Forgery.Trusted.Issue(At);

    /// <summary>A genuine signature with validation data behind it, as a long-term signature has.</summary>
    public static byte[] WithData() =>
        new ValidationData([Forgery.Trusted.Authority.RawData], [], []).AppendTo(new PdfReader(Signed));

    private static void WithoutCertificates(CmsSigner signer)
    {
        signer.Certificates.Clear();
        signer.IncludeOption = X509IncludeOption.None;
    }

    private static byte[] OtherDocument() =>
        SigningSamples.Sign(
            SigningSamples.Signer,
            CertificateSamples.Renderer.Render(CertificateSamples.Latin, SigningSamples.Credential)
        );

    private static string Digits(byte[] pdf)
    {
        var (start, end) = Forgery.Place(pdf);
        return Encoding.Latin1.GetString(pdf[start..end]);
    }

    // The message ends with the signature's number.
    private static string LastByte(string digits)
    {
        var length = digits.TrimEnd('0').Length;
        length += length % 2;
        var last = digits.Substring(length - 2, 2) == "01" ? "02" : "01";
        return digits[..(length - 2)] + last + digits[length..];
    }

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
            .Load(new(SigningSamples.Of(new CertificateIssuer(At, "Mine").Issue(At).ToPkcs12())), At)
            .For("ATC");
        return space.Fill(key.Sign(space.Content, At).Encode());
    }
}
