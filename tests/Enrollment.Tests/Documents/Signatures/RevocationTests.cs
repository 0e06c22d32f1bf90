using System.Globalization;
using System.Text.RegularExpressions;
using Enrollment.Certificates;
using Enrollment.Documents.Pdf;
using Enrollment.Documents.Signatures;
using Enrollment.Documents.Signatures.Verification;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Documents.Signatures;

/// <summary>Proof in the document that no certificate was revoked, from authorities on this machine.</summary>
[OnlyOn(DatabaseEngine.Sqlite)]
public sealed partial class RevocationTests : IDisposable
{
    private readonly DateTimeOffset now = DateTimeOffset.UtcNow;
    private readonly CertificateIssuer issuer;
    private readonly CertificateIssuer clockIssuer;
    private readonly RevocationServer revocation;
    private readonly RevocationServer clockRevocation;
    private readonly TimeStampServer clock;

    public RevocationTests()
    {
        (issuer, clockIssuer) = (new(now), new(now, "Time Authority"));
        (revocation, clockRevocation) = (new(issuer, now), new(clockIssuer, now));
        clock = new(now, issuer: clockIssuer, extensions: clockRevocation.List);
    }

    public void Dispose()
    {
        clock.Dispose();
        clockRevocation.Dispose();
        revocation.Dispose();
    }

    [Fact]
    public async Task A_long_term_signature_has_proof_for_the_signer_and_for_the_clock()
    {
        var key = issuer.Issue(now, extensions: revocation.Responder);
        revocation.Know(key.Certificate);
        var signer = SignerOf(key);
        var document = await SignAsync(signer);
        document.Level.ShouldBe(SignatureLevel.LongTerm, document.Shortfall);
        var answer = new SignatureVerifier([issuer.Authority], [clock.Authority]).Verify(document.Pdf);
        answer.Verdict.ShouldBe(SignatureVerdict.Valid, answer.Problem);
        answer.StampedAt.ShouldNotBeNull();
        answer.Credential!.Value.ToArray().ShouldBe(SigningSamples.Credential);

        using var signed = new SignedOnDisk(document.Pdf.ToArray());
        ForeignProgram.Run("qpdf", "--check", signed.Path).ShouldContain("No syntax or stream encoding errors found");
        var report = ForeignProgram.Run("pdfsig", "-nocert", signed.Path);
        report.ShouldContain("Signature is Valid.");
        // The signature covers all up to its own end; the proof stands behind it.
        var end = int.Parse(SignedRange().Match(report).Groups[1].Value, CultureInfo.InvariantCulture);
        var before = new PdfReader(document.Pdf[..end]);
        before.Dictionary(before.Catalog)["DSS"].ShouldBeNull();

        var store = Store(document.Pdf);
        ((PdfArray)store["Certs"]!).Items.Count.ShouldBe(4);
        var response = signed.Write("response", Part(document.Pdf, store, "OCSPs"));
        var certificate = signed.Write("signer.der", key.Certificate.RawData);
        ForeignProgram
            .Run(
                "openssl",
                [
                    "ocsp",
                    "-respin",
                    response,
                    "-issuer",
                    revocation.Authority,
                    "-cert",
                    certificate,
                    "-CAfile",
                    revocation.Authority,
                ]
            )
            .ShouldContain(": good");
        var list = signed.Write("list", Part(document.Pdf, store, "CRLs"));
        ForeignProgram
            .Run(
                "openssl",
                "crl",
                "-inform",
                "DER",
                "-in",
                list,
                "-noout",
                "-issuer",
                "-CAfile",
                clockRevocation.Authority
            )
            .ShouldContain("Time Authority");

        await SignAsync(signer);
        revocation.Questions.ShouldBe(1, "the answer is kept while it is fresh");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_revoked_key_does_not_sign(bool isList)
    {
        var key = issuer.Issue(now, extensions: isList ? revocation.List : revocation.Responder);
        revocation.Know(key.Certificate, isRevoked: true);
        revocation.Revoked.Add(key.Certificate.SerialNumberBytes.ToArray());
        var error = await Should.ThrowAsync<DocumentSigningException>(() => SignAsync(SignerOf(key)));
        error.Message.ShouldBe("The certificate of Signer is revoked. Put another key in its place.");
        error.CanRetry.ShouldBeFalse();
    }

    [Fact]
    public async Task Where_no_authority_answers_the_document_says_what_it_lacks()
    {
        var key = issuer.Issue(now, extensions: revocation.Responder);
        revocation.Stop();
        await ShouldLackProofAsync(key);
    }

    [Fact]
    public async Task A_responder_that_does_not_know_the_certificate_proves_nothing() =>
        await ShouldLackProofAsync(issuer.Issue(now, extensions: revocation.Responder));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_of_somebody_else_proves_nothing(bool isOfTheSameAuthority)
    {
        var stranger = isOfTheSameAuthority ? issuer.Issue(now, usage: null) : new CertificateIssuer(now).Issue(now);
        using var server = new RevocationServer(issuer, now, stranger);
        var key = issuer.Issue(now, extensions: server.Responder);
        server.Know(key.Certificate);
        await ShouldLackProofAsync(key);
    }

    [Fact]
    public async Task A_list_of_somebody_else_proves_nothing()
    {
        using var server = new RevocationServer(new(now), now);
        await ShouldLackProofAsync(issuer.Issue(now, extensions: server.List));
    }

    [Fact]
    public async Task Nothing_is_asked_where_it_is_not_wanted()
    {
        var key = issuer.Issue(now, extensions: revocation.Responder);
        var document = await SignAsync(SignerOf(key, isWanted: false));
        document.Level.ShouldBe(SignatureLevel.TimeStamped);
        document.Shortfall.ShouldBeNull();
        revocation.Questions.ShouldBe(0);
    }

    private async Task ShouldLackProofAsync(Issued key)
    {
        var document = await SignAsync(SignerOf(key));
        document.Level.ShouldBe(SignatureLevel.TimeStamped);
        document.Shortfall.ShouldBe(
            "It was signed without proof for later. Whether the certificate of Signer is revoked can't be told: no address in it gives a usable answer."
        );
        new SignatureVerifier([issuer.Authority]).Verify(document.Pdf).Verdict.ShouldBe(SignatureVerdict.Valid);
    }

    private IDocumentSigner SignerOf(Issued key, bool isWanted = true) =>
        SigningSamples.SignerOf(
            new DocumentSigningSettings(SigningSamples.Of(key.ToPkcs12()))
            {
                TimeStamp = new(clock.Address),
                AddRevocationProof = isWanted,
            },
            now
        );

    private Task<SignedDocument> SignAsync(IDocumentSigner signer) =>
        signer.SignAsync(
            SigningSamples.Unsigned,
            SigningSamples.Request with
            {
                At = now,
            },
            TestContext.Current.CancellationToken
        );

    private static PdfDictionary Store(ReadOnlyMemory<byte> pdf)
    {
        var reader = new PdfReader(pdf);
        return (PdfDictionary)reader.Resolve(reader.Dictionary(reader.Catalog)["DSS"])!;
    }

    private static byte[] Part(ReadOnlyMemory<byte> pdf, PdfDictionary store, string key) =>
        new PdfReader(pdf)
            .Stream(((PdfReference)((PdfArray)store[key]!).Items.ShouldHaveSingleItem()).Id)
            .Data.ToArray();

    [GeneratedRegex(@"Signed Ranges: \[0 - \d+\], \[\d+ - (\d+)\]")]
    private static partial Regex SignedRange();
}
