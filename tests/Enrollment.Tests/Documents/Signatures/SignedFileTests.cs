using System.Text;
using System.Text.RegularExpressions;
using Enrollment.Certificates;
using Enrollment.Documents.Signatures.Verification;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Documents.Signatures;

/// <summary>What independent programs find in a signed certificate.</summary>
[OnlyOn(DatabaseEngine.Sqlite)]
public sealed partial class SignedFileTests : IDisposable
{
    private readonly SignedOnDisk signed = new(SigningSamples.Signed);

    public void Dispose() => signed.Dispose();

    [Fact]
    public void Poppler_finds_one_valid_signature_over_the_total_document()
    {
        var report = ForeignProgram.Run("pdfsig", "-nocert", signed.Path);
        report.ShouldContain("Signature #1:");
        report.ShouldNotContain("Signature #2:");
        report.ShouldContain("Signature Field Name: Signature");
        report.ShouldContain("Signer Certificate Common Name: Certificates of ATC");
        report.ShouldContain(
            "Signer full Distinguished Name: CN=Certificates of ATC,O=Almaty Technical Training Center"
        );
        report.ShouldContain("Signing Hash Algorithm: SHA-256");
        report.ShouldContain("Signature Type: ETSI.CAdES.detached");
        report.ShouldContain("Total document signed");
        report.ShouldContain("Signature Validation: Signature is Valid.");
    }

    [Fact]
    public void OpenSSL_verifies_the_message_over_the_extracted_bytes_with_the_authority()
    {
        var authority = signed.Write("ca.pem", Encoding.ASCII.GetBytes(SigningSamples.Key.AuthorityPem));
        ForeignProgram
            .Run(
                "openssl",
                [
                    "cms",
                    "-verify",
                    "-binary",
                    "-inform",
                    "DER",
                    "-in",
                    signed.Message,
                    "-content",
                    signed.Content,
                    "-CAfile",
                    authority,
                    "-purpose",
                    "any",
                    "-attime",
                    Seconds(),
                    "-out",
                    signed.In("verified"),
                ]
            )
            .ShouldBeEmpty();
        File.ReadAllBytes(signed.In("verified")).ShouldBe(File.ReadAllBytes(signed.Content));
    }

    [Fact]
    public void The_message_names_its_certificate_and_no_time()
    {
        var report = ForeignProgram.Run(
            "openssl",
            ["cms", "-cmsout", "-print", "-inform", "DER", "-in", signed.Message]
        );
        report.ShouldContain("id-smime-aa-signingCertificateV2");
        report.ShouldNotContain("signingTime");
        report.ShouldContain("eContent: <ABSENT>");
        report.ShouldContain("CN=Document Signing Authority");
    }

    [Fact]
    public void A_signed_file_has_no_syntax_error() =>
        ForeignProgram.Run("qpdf", "--check", signed.Path).ShouldContain("No syntax or stream encoding errors found");

    [Fact]
    public void The_credential_comes_out_as_it_went_in()
    {
        ForeignProgram.Run("pdfdetach", "-list", signed.Path).ShouldContain("1: credential.json");
        ForeignProgram.Run("pdfdetach", "-save", "1", "-o", signed.In("out"), signed.Path);
        File.ReadAllBytes(signed.In("out")).ShouldBe(SigningSamples.Credential);
        var json = ForeignProgram.Run("qpdf", "--json", "--json-key=attachments", signed.Path);
        json.ShouldContain("\"mimetype\": \"application/vc+ld+json\"");
        var content = ContentsOf().Match(json).Groups[1].Value;
        ForeignProgram
            .Run("qpdf", $"--show-object={content}", signed.Path)
            .ShouldContain("/ModDate (D:20261124000000Z)");
        json.ShouldContain(ForeignProgram.Run("openssl", "dgst", "-md5", "-r", signed.In("out"))[..32]);
    }

    [Fact]
    public void The_field_is_a_form_in_the_structure_with_words_for_it()
    {
        var structure = ForeignProgram.Run("pdfinfo", "-struct", signed.Path);
        structure.ShouldContain("\n  Form\n    Object ");
        var json = ForeignProgram.Run("qpdf", "--json", "--json-key=acroform", signed.Path);
        json.ShouldContain("\"alternativename\": \"Electronic signature of the center\"");
        json.ShouldContain("\"annotationflags\": 132");
        json.ShouldContain("\"fieldtype\": \"/Sig\"");
    }

    [Fact]
    public void Signing_appends_and_changes_nothing_before()
    {
        var (before, after) = (SigningSamples.Unsigned, SigningSamples.Signed);
        after.AsSpan(0, before.Length).SequenceEqual(before).ShouldBeTrue();
        var update = Encoding.Latin1.GetString(after, before.Length, after.Length - before.Length);
        update.Split(" 0 obj").Length.ShouldBe(4, "the field, the signature and the cross-references, nothing else");
        update.ShouldContain("/M(D:20261124093015Z)");
        ForeignProgram.Run("pdfsig", "-nocert", signed.Path).ShouldContain("Signing Time: ");
    }

    [Fact]
    public void Rendering_stays_deterministic_and_an_unsigned_file_says_so()
    {
        CertificateSamples
            .Renderer.Render(CertificateSamples.Kazakh, SigningSamples.Credential)
            .ShouldBe(SigningSamples.Unsigned);
        var answer = SigningSamples.Verifier.Verify(SigningSamples.Unsigned);
        answer.Verdict.ShouldBe(SignatureVerdict.NotSigned);
        answer.Credential!.Value.ToArray().ShouldBe(SigningSamples.Credential);
        SigningSamples
            .Verifier.Verify(CertificateSamples.Renderer.Render(CertificateSamples.Latin))
            .Credential.ShouldBeNull();
    }

    [Fact]
    public void Eight_threads_sign_eight_valid_documents()
    {
        var files = new byte[8][];
        Parallel.For(
            0,
            files.Length,
            new() { MaxDegreeOfParallelism = 8 },
            i => files[i] = SigningSamples.Sign(SigningSamples.Signer, SigningSamples.Unsigned)
        );
        files.ShouldAllBe(file => SigningSamples.Verifier.Verify(file).Verdict == SignatureVerdict.Valid);
        files.Select(file => Convert.ToHexString(file)).Distinct().Count().ShouldBe(8);
    }

    [Fact]
    public void What_is_signed_is_not_signed_again() =>
        Should
            .Throw<ArgumentException>(() => SigningSamples.Sign(SigningSamples.Signer, SigningSamples.Signed))
            .Message.ShouldContain("The file is signed.");

    [Fact]
    public async Task A_center_without_a_city_and_with_a_long_name_signs_too()
    {
        var request = SigningSamples.Request with { CenterName = new string('Қ', 200), City = null };
        var file = await SigningSamples.Signer.SignAsync(
            SigningSamples.Unsigned,
            request,
            TestContext.Current.CancellationToken
        );
        file.Level.ShouldBe(SignatureLevel.Basic);
        file.Shortfall.ShouldBeNull();
        SigningSamples.Verifier.Verify(file.Pdf).Verdict.ShouldBe(SignatureVerdict.Valid);
    }

    private static string Seconds() =>
        SigningSamples.At.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex("\"preferredcontents\": \"(\\d+) 0 R\"")]
    private static partial Regex ContentsOf();
}
