using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Enrollment.Certificates;
using Enrollment.Documents.Signatures;
using Enrollment.Documents.Signatures.Verification;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Documents.Signatures;

[OnlyOn(DatabaseEngine.Sqlite)]
public class SigningKeyTests
{
    private static readonly DateTimeOffset At = SigningSamples.At;
    private static readonly CertificateIssuer Issuer = new(At);
    private static readonly SigningKeySettings Good = SigningSamples.Of(SigningSamples.Key);

    [Theory]
    [InlineData(2048)]
    [InlineData(3072)]
    public void A_document_signed_with_RSA_is_valid_here_and_for_OpenSSL(int bits)
    {
        using var key = RSA.Create(bits);
        var signer = SigningSamples.SignerOf(SigningSamples.Of(Issuer.Issue(At, key).ToPkcs12()));
        var pdf = SigningSamples.Sign(signer, SigningSamples.Unsigned);
        new SignatureVerifier([Issuer.Authority]).Verify(pdf).Verdict.ShouldBe(SignatureVerdict.Valid);
        using var signed = new SignedOnDisk(pdf);
        var authority = signed.Write("ca.pem", Encoding.ASCII.GetBytes(Issuer.Authority.ExportCertificatePem()));
        ForeignProgram.Run(
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
                "1795512615",
                "-out",
                signed.In("verified"),
            ]
        );
        ForeignProgram.Run("pdfsig", "-nocert", signed.Path).ShouldContain("Signature Validation: Signature is Valid.");
    }

    [Fact]
    public void A_key_is_read_from_a_file_too()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, SigningSamples.Key.Pkcs12.ToArray());
            var keys = SigningKeySet.Load(new(new("Signing:Key") { File = path, Password = SigningSamples.Password }));
            keys.CertificateFor("ATC").Subject.ShouldBe("CN=Certificates of ATC, O=Almaty Technical Training Center");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task A_center_signs_with_its_own_key_and_the_others_with_the_common_one()
    {
        var own = SigningSamples.Of(Issuer.Issue(At, name: "Own").ToPkcs12());
        var settings = new DocumentSigningSettings(Good)
        {
            CenterKeys = new Dictionary<string, SigningKeySettings> { ["AST"] = own },
        };
        var keys = SigningKeySet.Load(settings);
        keys.CertificateFor("ast").Subject.ShouldBe("CN=Own");
        keys.CertificateFor("ATC").Subject.ShouldStartWith("CN=Certificates of ATC");
        keys.Authorities.Select(authority => authority.Subject)
            .ShouldBe(["CN=Document Signing Authority, O=Almaty Technical Training Center", "CN=Test Authority"]);
        var pdf = await SigningSamples
            .SignerOf(settings, At)
            .SignAsync(
                SigningSamples.Unsigned,
                SigningSamples.Request with
                {
                    CenterCode = "AST",
                },
                TestContext.Current.CancellationToken
            );
        new SignatureVerifier(keys.Authorities).Verify(pdf.Pdf).SignerName.ShouldBe("Own");
    }

    [Fact]
    public void What_a_former_key_signed_stays_valid_under_the_same_authority()
    {
        var later = At.AddYears(3);
        var next = NewSigningKey.MakeNext(
            SigningSamples.Key.AuthorityPkcs12.Span,
            "Almaty Technical Training Center",
            "Certificates of ATC",
            SigningSamples.Password,
            later
        );
        next.AuthorityPem.ShouldBe(SigningSamples.Key.AuthorityPem);
        var keys = SigningKeySet.Load(new(SigningSamples.Of(next)));
        new SignatureVerifier(keys.Authorities).Verify(SigningSamples.Signed).Verdict.ShouldBe(SignatureVerdict.Valid);
        Should.Throw<CryptographicException>(() =>
            NewSigningKey.MakeNext(next.AuthorityPkcs12.Span, "O", "N", SigningSamples.Password, At.AddYears(18))
        );
    }

    [Fact]
    public void A_new_key_has_the_rights_and_years_that_it_is_made_for()
    {
        using var folder = new SignedOnDisk(SigningSamples.Signed);
        var authority = folder.Write("ca.pem", Encoding.ASCII.GetBytes(SigningSamples.Key.AuthorityPem));
        var key = folder.Write("key.p12", SigningSamples.Key.Pkcs12.ToArray());
        var certificate = ForeignProgram.Run(
            "openssl",
            ["pkcs12", "-in", key, "-passin", "pass:" + SigningSamples.Password, "-clcerts", "-nokeys"]
        );
        var path = folder.Write("signer.pem", Encoding.ASCII.GetBytes(certificate));
        ForeignProgram
            .Run("openssl", "verify", "-x509_strict", "-CAfile", authority, "-attime", "1795512615", path)
            .ShouldContain("OK");
        var text = ForeignProgram.Run("openssl", "x509", "-in", path, "-noout", "-text");
        text.ShouldContain("Digital Signature, Non Repudiation");
        text.ShouldContain("CA:FALSE");
        text.ShouldContain("prime256v1");
        text.ShouldContain("Not After : Oct 24 09:30:15 2029 GMT");
        ForeignProgram
            .Run("openssl", "x509", "-in", authority, "-noout", "-enddate")
            .ShouldContain("Oct 24 09:30:15 2046 GMT");
    }

    [Fact]
    public void A_key_whose_certificate_ends_while_the_program_runs_stops_signing()
    {
        var late = SigningSamples.Request with { At = At.AddYears(3) };
        var error = Should.Throw<DocumentSigningException>(async () =>
            await SigningSamples.Signer.SignAsync(SigningSamples.Unsigned, late, CancellationToken.None)
        );
        error.CanRetry.ShouldBeFalse();
        error.Message.ShouldBe(
            "Signing:Key: The certificate of Certificates of ATC expired on 2029-10-24 09:30 UTC. Put a key with a new certificate in its place."
        );
    }

    public static TheoryData<int, string?> Validity =>
        new()
        {
            { -3, "Signing:Key: The certificate of Signer expired on 2024-11-24 09:30 UTC." },
            { 2, "Signing:Key: The certificate of Signer is valid only from 2028-11-23 09:30 UTC." },
            { 0, null },
        };

    [Theory]
    [MemberData(nameof(Validity))]
    public void A_key_outside_its_validity_is_read_and_reported_so_that_all_but_signing_goes_on(
        int years,
        string? problem
    )
    {
        var from = At.AddYears(years);
        var settings = new DocumentSigningSettings(Of(new CertificateIssuer(from).Issue(from)));
        var problems = SigningKeySet.Load(settings).FindProblems(At);
        if (problem is null)
        {
            problems.ShouldBeEmpty();
            SigningKeySet
                .Load(settings)
                .FindProblems(At.AddDays(310))
                .ShouldHaveSingleItem()
                .ShouldContain("expires on");
            return;
        }
        problems.ShouldHaveSingleItem().ShouldContain(problem);
        Should
            .Throw<DocumentSigningException>(() =>
                SigningSamples.Sign(SigningSamples.SignerOf(settings, At), SigningSamples.Unsigned)
            )
            .Message.ShouldContain(problem);
    }

    public static TheoryData<string, string> Wrong =>
        new()
        {
            { "no place", "Signing:Key must have exactly one of File (a PKCS #12 file), Base64" },
            { "two places", "Signing:Key must have exactly one of" },
            { "no file", "Signing:Key:File can't be read: Could not find" },
            { "no base64", "Signing:Key:Base64 isn't base64. Encode the file anew" },
            { "no PKCS #12", "Signing:Key:Base64 isn't PKCS #12 (.p12, .pfx)." },
            { "wrong password", "Signing:Key:Password isn't the password of Base64. Correct it." },
            { "missing password", "Signing:Key:Password isn't the password of Base64. Correct it." },
            { "no private key", "Signing:Key:Base64 has 0 private keys where exactly one is needed." },
            { "two private keys", "Signing:Key:Base64 has 2 private keys where exactly one is needed." },
            { "another's key", "Signing:Key:Base64 has a key that isn't the one of its certificate. Export the two" },
            { "short RSA", "Signing:Key: The certificate of Signer is for an RSA key of 1024 bits" },
            {
                "other curve",
                "Signing:Key: The certificate of Signer is neither for an RSA key nor for one of the curve P-256."
            },
            { "usage", "Signing:Key: The certificate of Signer doesn't allow its key to sign" },
            { "purpose", "Signing:Key: The certificate of Signer is for other purposes than signing documents" },
            { "no module", "Signing:Key:Module '/nowhere/token.so' isn't there. Install the token's software" },
            { "no library", "isn't a PKCS #11 module for this machine." },
            { "no PIN", "Signing:Key:Pin is missing: a key on a token has Module, Token, Key and Pin." },
        };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_key_that_cannot_be_used_is_refused_with_its_setting_and_the_way_out(string situation, string message)
    {
        var settings = Settings(situation);
        var error = Should.Throw<SigningKeyException>(() => SigningKeySet.Load(new(settings)));
        error.Message.ShouldContain(message);
        error.Message.ShouldNotContain(SigningSamples.Password);
        settings.ToString().ShouldBe("Signing:Key");
    }

    private static SigningKeySettings Settings(string situation) =>
        situation switch
        {
            "no place" => new("Signing:Key"),
            "two places" => Good with { Module = "x" },
            "no file" => new("Signing:Key") { File = "/nowhere/key.p12" },
            "no base64" => Good with { Base64 = "?" },
            "no PKCS #12" => Good with { Base64 = "AAAA" },
            "wrong password" => Good with { Password = "battery staple" },
            "missing password" => Good with { Password = null },
            "no private key" => SigningSamples.Of(Pack(Issuer.Authority)),
            "two private keys" => SigningSamples.Of(Pack(Issuer.Issue(At).Certificate, Issuer.Issue(At).Certificate)),
            "another's key" => SigningSamples.Of(PackAnothers()),
            "short RSA" => Of(Issuer.Issue(At, RSA.Create(1024))),
            "other curve" => Of(Issuer.Issue(At, ECDsa.Create(ECCurve.NamedCurves.nistP384))),
            "usage" => Of(Issuer.Issue(At, usage: X509KeyUsageFlags.KeyEncipherment)),
            "purpose" => Of(Issuer.Issue(At, purpose: Oids.ServerAuthentication)),
            "no module" => OnToken("/nowhere/token.so"),
            "no library" => OnToken(typeof(SigningKeyTests).Assembly.Location),
            "no PIN" => OnToken("/nowhere/token.so") with { Pin = " " },
            _ => throw new ArgumentOutOfRangeException(nameof(situation)),
        };

    private static SigningKeySettings Of(Issued issued) => SigningSamples.Of(issued.ToPkcs12());

    private static SigningKeySettings OnToken(string module) =>
        new("Signing:Key")
        {
            Module = module,
            Token = "T",
            Key = "K",
            Pin = "1",
        };

    private static byte[] PackAnothers()
    {
        using var another = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var algorithm = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 2_000);
        var together = new Pkcs9LocalKeyId([1]);
        var contents = new Pkcs12SafeContents();
        contents.AddCertificate(Issuer.Issue(At).Certificate).Attributes.Add(together);
        contents.AddShroudedKey(another, SigningSamples.Password, algorithm).Attributes.Add(together);
        var builder = new Pkcs12Builder();
        builder.AddSafeContentsUnencrypted(contents);
        builder.SealWithMac(SigningSamples.Password, HashAlgorithmName.SHA256, 2_000);
        return builder.Encode();
    }

    private static byte[] Pack(params X509Certificate2[] certificates) =>
        new X509Certificate2Collection(certificates).ExportPkcs12(
            Pkcs12ExportPbeParameters.Pbes2Aes256Sha256,
            SigningSamples.Password
        );
}
