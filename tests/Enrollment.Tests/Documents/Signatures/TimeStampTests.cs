using System.Security.Cryptography.Pkcs;
using Enrollment.Certificates;
using Enrollment.Documents.Signatures;
using Enrollment.Documents.Signatures.Verification;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Documents.Signatures;

[OnlyOn(DatabaseEngine.Sqlite)]
public class TimeStampTests
{
    // The authority has this machine's clock, so the keys here follow it.
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    private static readonly CertificateIssuer Issuer = new(Now);
    private static readonly SignatureRequest Request = SigningSamples.Request with { At = Now };

    [Fact]
    public async Task A_stamped_signature_is_valid_here_for_poppler_and_for_OpenSSL()
    {
        using var server = new TimeStampServer(Now);
        var document = await SignAsync(new(server.Address));
        document.Level.ShouldBe(SignatureLevel.TimeStamped);
        document.Shortfall.ShouldBeNull();

        var answer = new SignatureVerifier([Issuer.Authority], [server.Authority]).Verify(document.Pdf);
        answer.Verdict.ShouldBe(SignatureVerdict.Valid, answer.Problem);
        answer.StampedAt!.Value.ShouldBe(Now, TimeSpan.FromMinutes(1));
        var unaware = new SignatureVerifier([Issuer.Authority]).Verify(document.Pdf);
        unaware.Verdict.ShouldBe(SignatureVerdict.Valid);
        unaware.StampedAt.ShouldBeNull();

        using var signed = new SignedOnDisk(document.Pdf.ToArray());
        var report = ForeignProgram.Run("pdfsig", "-nocert", signed.Path);
        report.ShouldContain("Total document signed");
        report.ShouldContain("Signature is Valid.");
        var (value, stamp) = Parts(File.ReadAllBytes(signed.Message));
        ForeignProgram
            .Run(
                "openssl",
                [
                    "ts",
                    "-verify",
                    "-data",
                    signed.Write("value", value),
                    "-in",
                    signed.Write("stamp", stamp),
                    "-token_in",
                    "-CAfile",
                    server.AuthorityFile,
                ]
            )
            .ShouldContain("Verification: OK");
    }

    [Fact]
    public async Task A_stamp_proves_the_time_after_the_signers_certificate_has_expired()
    {
        using var server = new TimeStampServer(Now);
        var document = await SignAsync(new(server.Address), Request with { At = Now.AddMonths(6) });
        var answer = new SignatureVerifier([Issuer.Authority], [server.Authority]).Verify(document.Pdf);
        answer.Verdict.ShouldBe(SignatureVerdict.Valid);
        answer.SignedAt.ShouldNotBe(answer.StampedAt);
        answer.StampedAt!.Value.ShouldBe(Now, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Where_no_stamp_comes_the_document_waits_or_falls_back_and_says_so()
    {
        using var server = new TimeStampServer(Now);
        server.Stop();
        var settings = new TimeStampSettings(server.Address);
        var error = await Should.ThrowAsync<DocumentSigningException>(() => SignAsync(settings));
        error.CanRetry.ShouldBeTrue();
        error.Message.ShouldStartWith($"The time-stamp authority {server.Address} can't be reached");
        error.Message.ShouldEndWith("Try again later.");

        var document = await SignAsync(settings with { OnFailure = TimeStampFailure.FallBack });
        document.Level.ShouldBe(SignatureLevel.Basic);
        document.Shortfall!.ShouldStartWith("It was signed without a time stamp. The time-stamp authority");
        new SignatureVerifier([Issuer.Authority]).Verify(document.Pdf).Verdict.ShouldBe(SignatureVerdict.Valid);
    }

    [Fact]
    public async Task An_answer_that_takes_too_long_is_not_waited_for()
    {
        using var server = new TimeStampServer(
            Now,
            answer =>
            {
                Thread.Sleep(1_500);
                return answer;
            }
        );
        var settings = new TimeStampSettings(server.Address) { Timeout = TimeSpan.FromMilliseconds(300) };
        (await Should.ThrowAsync<DocumentSigningException>(() => SignAsync(settings))).Message.ShouldContain(
            "didn't answer within 0.3 seconds"
        );
    }

    [Theory]
    [InlineData("refusal", "answered with status 503")]
    [InlineData("nonsense", "gave no usable stamp")]
    [InlineData("damage", "gave")]
    [InlineData("repetition", "gave no usable stamp")]
    public async Task An_answer_that_is_not_a_stamp_of_this_signature_is_not_taken(string kind, string message)
    {
        byte[]? first = null;
        using var server = new TimeStampServer(
            Now,
            answer =>
                kind switch
                {
                    "refusal" => [],
                    "nonsense" => "no stamp"u8.ToArray(),
                    "damage" => [.. answer[..^1], (byte)(answer[^1] ^ 1)],
                    _ => first ??= answer,
                }
        );
        if (kind == "repetition")
        {
            await SignAsync(new(server.Address));
        }
        (await Should.ThrowAsync<DocumentSigningException>(() => SignAsync(new(server.Address)))).Message.ShouldContain(
            message
        );
    }

    [Fact]
    public async Task A_stamp_without_room_for_it_is_an_error_that_names_the_setting()
    {
        using var server = new TimeStampServer(Now, others: 4);
        var settings = new TimeStampSettings(server.Address) { Room = 1_000 };
        (await Should.ThrowAsync<DocumentSigningException>(() => SignAsync(settings))).Message.ShouldContain(
            "Make the time stamp's Room larger."
        );
    }

    [Fact]
    public async Task A_stamp_of_another_signature_makes_a_document_altered()
    {
        using var server = new TimeStampServer(Now);
        var other = await SignAsync(new(server.Address));
        using var signed = new SignedOnDisk(other.Pdf.ToArray());
        var (_, stamp) = Parts(File.ReadAllBytes(signed.Message));
        var forged = Forgery.Sign(
            Issuer.Issue(Now),
            request: Request,
            finish: cms =>
                cms.SignerInfos[0]
                    .AddUnsignedAttribute(new System.Security.Cryptography.AsnEncodedData(Oids.TimeStampToken, stamp))
        );
        var answer = new SignatureVerifier([Issuer.Authority], [server.Authority]).Verify(forged);
        answer.Verdict.ShouldBe(SignatureVerdict.Altered);
        answer.Problem.ShouldBe("The time stamp isn't one of this signature.");
    }

    [Theory]
    [InlineData("ftp://stamps.example/", 10, 12_000, "Address")]
    [InlineData("http://stamps.example/", 0, 12_000, "Timeout")]
    [InlineData("http://stamps.example/", 10, 10, "Room")]
    public void A_setting_out_of_range_is_refused_by_name(string address, int seconds, int room, string setting)
    {
        var stamp = new TimeStampSettings(new(address)) { Timeout = TimeSpan.FromSeconds(seconds), Room = room };
        Should
            .Throw<ArgumentException>(() => SigningSamples.SignerOf(Settings(stamp), Now))
            .Message.ShouldContain(setting);
    }

    private static Task<SignedDocument> SignAsync(TimeStampSettings settings, SignatureRequest? request = null) =>
        SigningSamples
            .SignerOf(Settings(settings), Now)
            .SignAsync(SigningSamples.Unsigned, request ?? Request, TestContext.Current.CancellationToken);

    private static DocumentSigningSettings Settings(TimeStampSettings settings) =>
        new(SigningSamples.Of(Issuer.Issue(Now).ToPkcs12())) { TimeStamp = settings };

    /// <summary>The signature's value, which is what is stamped, and the stamp.</summary>
    private static (byte[] Value, byte[] Stamp) Parts(byte[] message)
    {
        var cms = new SignedCms();
        cms.Decode(message);
        var signer = cms.SignerInfos[0];
        return (signer.GetSignature(), signer.UnsignedAttributes[0].Values[0].RawData);
    }
}
