using System.Security.Cryptography.X509Certificates;
using Enrollment.Documents.Pdf;
using Enrollment.Documents.Signatures.Verification;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Documents.Signatures;

/// <summary>
/// A certificate of a former version of this program, with a table of cross-references, time stamp and validation data:
/// people hold such files, and every later version must verify them.
/// </summary>
[OnlyOn(DatabaseEngine.Sqlite)]
public class FormerFileTests
{
    private static readonly byte[] Former = Read("certificate.pdf");

    private static readonly SignatureVerifier Verifier = new(
        [Certificate("authority.pem")],
        [Certificate("clock.pem")]
    );

    [Fact]
    public void A_certificate_of_a_former_version_is_valid()
    {
        var answer = Verifier.Verify(Former);
        answer.Verdict.ShouldBe(SignatureVerdict.Valid, answer.Problem);
        answer.StampedAt.ShouldNotBeNull();
        answer.Credential.ShouldNotBeNull();
        new PdfReader(Former).Revisions.Count.ShouldBe(3);
    }

    [Fact]
    public void A_certificate_of_a_former_version_with_something_behind_it_is_altered() =>
        Verifier.Verify(Forgery.Update(Former, (_, _) => { })).Verdict.ShouldBe(SignatureVerdict.Altered);

    [Fact]
    public void A_certificate_of_a_former_version_with_another_table_is_altered() =>
        Verifier
            .Verify(Forgery.Flip(Former, "0000000000 65535 f \n000000", 3))
            .Verdict.ShouldBe(SignatureVerdict.Altered);

    private static X509Certificate2 Certificate(string name) =>
        X509Certificate2.CreateFromPem(System.Text.Encoding.ASCII.GetString(Read(name)));

    private static byte[] Read(string name)
    {
        using var stream = typeof(FormerFileTests).Assembly.GetManifestResourceStream($"Former.{name}")!;
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
