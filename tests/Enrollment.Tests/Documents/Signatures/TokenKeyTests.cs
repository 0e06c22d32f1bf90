using System.Security.Cryptography;
using System.Text;
using Enrollment.Documents.Signatures;
using Enrollment.Documents.Signatures.Verification;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Documents.Signatures;

/// <summary>Keys on a PKCS #11 token, which SoftHSM plays.</summary>
[OnlyOn(DatabaseEngine.Sqlite)]
public class TokenKeyTests
{
    [Fact]
    public void Threads_sign_with_a_P256_key_whose_certificate_is_on_the_token()
    {
        var token = SoftToken.Shared;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var issued = token.Import("elliptic", key);
        token.Store(token.Authority, issued.Certificate);
        var signer = SigningSamples.SignerOf(token.Settings("elliptic"));
        var files = new byte[16][];
        Parallel.For(0, files.Length, i => files[i] = SigningSamples.Sign(signer, SigningSamples.Unsigned));
        var verifier = new SignatureVerifier([token.Authority]);
        files.ShouldAllBe(file => verifier.Verify(file).Verdict == SignatureVerdict.Valid);
        using var signed = new SignedOnDisk(files[0]);
        ForeignProgram.Run("pdfsig", "-nocert", signed.Path).ShouldContain("Signature is Valid.");
    }

    [Fact]
    public void An_RSA_key_signs_whose_certificate_is_in_a_file()
    {
        var token = SoftToken.Shared;
        using var key = RSA.Create(2048);
        var issued = token.Import("rsa", key);
        using var folder = new SignedOnDisk(SigningSamples.Signed);
        var chain = issued.Certificate.ExportCertificatePem() + "\n" + token.Authority.ExportCertificatePem();
        var settings = token.Settings("rsa") with
        {
            CertificateFile = folder.Write("chain.pem", Encoding.ASCII.GetBytes(chain)),
        };
        var pdf = SigningSamples.Sign(SigningSamples.SignerOf(settings), SigningSamples.Unsigned);
        new SignatureVerifier([token.Authority]).Verify(pdf).Verdict.ShouldBe(SignatureVerdict.Valid);
    }

    [Fact]
    public void A_token_that_was_away_signs_again()
    {
        var token = SoftToken.Shared;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        token.Store(token.Import("moving", key).Certificate);
        var signer = SigningSamples.SignerOf(token.Settings("moving"));
        token.Forget();
        var pdf = SigningSamples.Sign(signer, SigningSamples.Unsigned);
        new SignatureVerifier([token.Authority]).Verify(pdf).Verdict.ShouldBe(SignatureVerdict.Valid);
    }

    [Fact]
    public void What_is_missing_on_the_token_is_named()
    {
        var token = SoftToken.Shared;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        token.Import("bare", key);
        Refusal(token.Settings("bare")).ShouldStartWith("Signing:Key:Key has no certificate among the ");
        Refusal(token.Settings("absent"))
            .ShouldBe(
                "Signing:Key:Key is the label of 0 private keys of the token 'enrollment'. Give one that is there once."
            );
        Refusal(token.Settings("bare") with { Token = "other" })
            .ShouldMatch(
                "^Signing:Key:Token 'other' isn't there. Tokens of the module: '(enrollment|spare)', '(enrollment|spare)'. Plug it in"
            );
    }

    [Fact]
    public void A_wrong_PIN_is_named_and_never_said() =>
        Refusal(SoftToken.Shared.Settings("any") with { Token = SoftToken.OtherLabel, Pin = "999999" })
            .ShouldBe("Signing:Key:Pin isn't the PIN of the token 'spare'. Some tokens lock after a few tries.");

    private static string Refusal(SigningKeySettings settings) =>
        Should.Throw<SigningKeyException>(() => SigningKeySet.Load(new(settings))).Message;
}
