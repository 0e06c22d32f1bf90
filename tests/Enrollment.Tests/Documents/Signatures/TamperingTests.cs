using Enrollment.Documents.Signatures.Verification;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Documents.Signatures;

/// <summary>Every way that we know of to pass off another document as signed.</summary>
[OnlyOn(DatabaseEngine.Sqlite)]
public class TamperingTests
{
    private static readonly SignatureVerifier Verifier = new([
        .. Enrollment.Documents.Signatures.SigningKeySet.Load(new(SigningSamples.Of(SigningSamples.Key))).Authorities,
        Forgery.Trusted.Authority,
    ]);

    public static TheoryData<string> Names => [.. Tampering.Cases.Keys];

    [Fact]
    public void The_document_before_it_is_tampered_with_is_valid()
    {
        var answer = Verifier.Verify(SigningSamples.Signed);
        answer.Verdict.ShouldBe(SignatureVerdict.Valid, answer.Problem);
        answer.SignerName.ShouldBe("Certificates of ATC");
        answer.SignerFingerprint!.Length.ShouldBe(64);
        answer.SignedAt.ShouldBe(SigningSamples.At);
        answer.StampedAt.ShouldBeNull();
        answer.Credential!.Value.ToArray().ShouldBe(SigningSamples.Credential);
        Verifier
            .Verify(Forgery.Sign(Forgery.Trusted.Issue(SigningSamples.At)))
            .Verdict.ShouldBe(SignatureVerdict.Valid, "what the table builds on");
    }

    [Fact]
    public void The_table_is_as_long_as_it_is_meant_to_be() => Tampering.Cases.Count.ShouldBeGreaterThanOrEqualTo(60);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_document_that_was_tampered_with_is_rejected(string name)
    {
        var (expected, make) = Tampering.Cases[name];
        var answer = Verifier.Verify(make());
        answer.Verdict.ShouldBe(expected, answer.Problem);
    }
}
