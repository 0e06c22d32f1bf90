using System.Text;
using Enrollment.Documents.Signatures.Verification;
using static Enrollment.Documents.Signatures.Verification.SignatureVerdict;

namespace Enrollment.Tests.Documents.Signatures;

/// <summary>Bytes changed in a signed document, each with the answer that it must get.</summary>
internal static class TamperedBytes
{
    private static readonly byte[] Signed = SigningSamples.Signed;

    public static readonly Dictionary<string, (SignatureVerdict Expected, Func<byte[]> Make)> Cases = new(
        StringComparer.Ordinal
    )
    {
        ["header's comment"] = (Altered, () => Forgery.Flip(Signed, "%PDF-1.7\n%", 0)),
        ["header's version"] = (Malformed, () => Forgery.Replace(Signed, "%PDF-1.7", "%PDF-1.6")),
        ["text of the page"] = (Altered, () => Forgery.Flip(Signed, "stream\n", 300)),
        ["metadata"] = (Altered, () => Forgery.Flip(Signed, "/Subtype/XML/Filter/FlateDecode>>\nstream\n", 20)),
        ["color of the document"] = (
            Altered,
            () => Forgery.Replace(Signed, "/Info(sRGB IEC61966-2.1)", "/Info(sRGB IEC61966-2.2)")
        ),
        ["packed objects"] = (Altered, () => Forgery.Flip(Signed, "/Type/ObjStm", 120)),
        ["date of the attachment"] = (Altered, () => Forgery.Flip(Signed, "/CheckSum<", 5)),
        ["attachment in place"] = (
            Altered,
            () => Forgery.Flip(Signed, "/ModDate(D:20261124000000Z)>>/Filter/FlateDecode>>\nstream\n", 20)
        ),
        ["attachment's name"] = (Altered, () => Forgery.Replace(Signed, "(credential.json)", "(credentiaL.json)")),
        ["language of the document"] = (Altered, () => Forgery.Replace(Signed, "/Lang(en)/Viewer", "/Lang(ru)/Viewer")),
        ["kind of a cross-reference"] = (Malformed, () => Forgery.Replace(Signed, "/Type/XRef", "/Type/XReF")),
        ["widths of cross-references"] = (Malformed, () => Forgery.Replace(Signed, "/W[1 4 2]", "/W[1 2 4]")),
        ["numbers of cross-references"] = (Malformed, () => Forgery.Replace(Signed, "/Index[", "/indeX[")),
        ["identifier"] = (Altered, () => Forgery.Flip(Signed, "/ID[<", 0)),
        ["place of the table"] = (Malformed, () => Forgery.Flip(Signed, "startxref\n", 0)),
        ["time of signing"] = (Altered, () => Forgery.Replace(Signed, "/M(D:20261124", "/M(D:20251124")),
        ["time of signing that is none"] = (Malformed, () => Forgery.Replace(Signed, "/M(D:20261124", "/M(D:20269924")),
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
        ["range that goes on later"] = (Altered, () => Forgery.Range(Signed, r => $"0 {r[1]} {r[2] + 2} {r[3] - 2}")),
        ["range that goes on within the signature"] = (
            Altered,
            () => Forgery.Range(Signed, r => $"0 {r[1]} {r[2] - 1} {r[3]}")
        ),
        ["range that leaves the end"] = (Altered, () => Forgery.Range(Signed, r => $"0 {r[1]} {r[2]} {r[3] - 1}")),
        ["range beyond the end"] = (Altered, () => Forgery.Range(Signed, r => $"0 {r[1]} {r[2]} {r[3] + 1}")),
        ["range beyond all numbers"] = (Altered, () => Forgery.Range(Signed, r => $"0 {r[1]} {r[2]} {int.MaxValue}")),
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
    };

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
}
