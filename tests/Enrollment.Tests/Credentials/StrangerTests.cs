using System.Text;
using System.Text.Json.Nodes;
using Enrollment.Credentials;
using Enrollment.Credentials.Baking;
using Enrollment.Credentials.Proofs;
using Enrollment.Storage;
using Enrollment.Tests.Documents;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Credentials;

/// <summary>What verifiers of other people make of our credentials, lists and keys.</summary>
[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class StrangerTests
{
    static readonly string[] verifiers = ["digitalBazaar", "verifierCore"];

    // What both take: JSON-LD drops a member that is null, and one good proof is enough for them.
    static readonly string[] overlooked =
    [
        "credentialSubject.achievement.version = null",
        "a second proof that is bad",
        "a second proof by another issuer",
    ];

    [Fact]
    public async Task Every_kind_of_credential_is_accepted_in_both_forms()
    {
        var cases = Signed([.. verifiers, "jose"]);

        var answers = await Strangers.JudgeAsync(cases, Lists());

        foreach (var sample in cases)
        {
            var answer = answers[sample.Name]!;
            foreach (var judge in sample.Judges)
                answers.Accepted(sample.Name, judge).ShouldBeTrue($"{sample.Name}, {judge}: {answer[judge]}");
            answer["digitalBazaar"]!["set"]!.GetValue<bool>().ShouldBeFalse();
            answer["verifierCore"]!["steps"]!["revocation_status"]!.GetValue<bool>().ShouldBeTrue();
            answer["jose"]!["issuer"]!.GetValue<string>().ShouldBe(CredentialSamples.Keys.Did.Value);
            answer["jose"]!["name"]!
                .GetValue<string>()
                .ShouldBe(JsonNode.Parse(sample.Json!)!["name"]!.GetValue<string>());
            answer["jose"]!["header"]!.AsObject().Select(member => member.Key).ShouldBe(["alg", "kid", "typ"]);
        }
    }

    /// <summary>No package brings the schema along.</summary>
    [Fact]
    public async Task Every_kind_of_credential_keeps_to_the_schema_of_the_standard()
    {
        var schema = Environment.GetEnvironmentVariable("ENROLLMENT_TEST_OB3_SCHEMA");
        Assert.SkipWhen(schema is null, "ENROLLMENT_TEST_OB3_SCHEMA isn't set");
        var file = await File.ReadAllBytesAsync(schema, TestContext.Current.CancellationToken);
        var cases = Signed(["verifierCore"]);

        var answers = await Strangers.JudgeAsync(cases, [.. Lists(), (CredentialContexts.Schema, file)]);

        foreach (var sample in cases)
        {
            var judged = answers[sample.Name]!["verifierCore"]!["schema"]!;
            judged["valid"]!.GetValue<bool>().ShouldBeTrue($"{sample.Name}: {judged}");
        }
    }

    static List<StrangerCase> Signed(string[] judges) =>
        [
            .. CredentialSamples
                .Rich()
                .Select(sample =>
                {
                    var signed = SignedCredential.Of(sample.Value, CredentialSamples.Keys, CredentialSamples.Now);
                    return new StrangerCase(sample.Key, judges, Encoding.UTF8.GetString(signed.Json), signed.Token);
                }),
        ];

    [Fact]
    public async Task A_status_list_in_both_forms_and_a_bare_key_are_accepted()
    {
        var list = CredentialSamples.List(CredentialSamples.Bits(3));
        var json = Encoding.UTF8.GetString(list.Json);
        var (right, wrong) = (CredentialSamples.Keys.TokenKey.ToJwk(), CredentialSamples.OtherKeys.TokenKey.ToJwk());
        var answers = await Strangers.JudgeAsync([
            new("list", ["digitalBazaar", "jose"], json, list.Token),
            new("right key", ["bareKey"], Token: list.Token, Key: Encoding.UTF8.GetString(right)),
            new("wrong key", ["bareKey"], Token: list.Token, Key: Encoding.UTF8.GetString(wrong)),
        ]);
        answers.Accepted("list", "digitalBazaar").ShouldBeTrue(answers.ToString());
        answers.Accepted("list", "jose").ShouldBeTrue(answers.ToString());
        answers.Accepted("right key", "bareKey").ShouldBeTrue(answers.ToString());
        answers.Accepted("wrong key", "bareKey").ShouldBeFalse();
    }

    [Fact]
    public async Task Changed_credentials_are_refused_but_for_what_is_named_here()
    {
        var cases = Tampering.All.Select(t => new StrangerCase(t.Name, verifiers, t.Apply())).ToList();
        cases.Count.ShouldBeGreaterThan(60);
        var answers = await Strangers.JudgeAsync(cases, Lists());
        foreach (var judge in verifiers)
        {
            cases
                .Where(sample => answers.Accepted(sample.Name, judge))
                .Select(sample => sample.Name)
                .ShouldBe(overlooked, ignoreOrder: true, judge);
        }
    }

    [Fact]
    public async Task Changed_tokens_are_refused()
    {
        var cases = TokenTampering.All.Select(t => new StrangerCase(t.Name, ["jose"], Token: t.Apply())).ToList();
        cases.Count.ShouldBeGreaterThan(30);
        var answers = await Strangers.JudgeAsync(cases);
        cases.Where(sample => answers.Accepted(sample.Name, "jose")).Select(sample => sample.Name).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_revoked_credential_is_told_by_its_bit_alone_by_one_of_them()
    {
        var json = Encoding.UTF8.GetString(CredentialSamples.Signed().Json);
        var answers = await Strangers.JudgeAsync([new("revoked", verifiers, json)], Lists(CredentialSamples.Index));
        // Digital Bazaar's "verified" stays true: whoever uses it has to read the bit.
        answers.Accepted("revoked", "digitalBazaar").ShouldBeTrue();
        answers["revoked"]!["digitalBazaar"]!["set"]!.GetValue<bool>().ShouldBeTrue();
        answers.Accepted("revoked", "verifierCore").ShouldBeFalse();
    }

    [Fact]
    public async Task Credentials_out_of_their_time_are_refused()
    {
        var past = CredentialSamples.Signed(CertificateSamples.Latin with { ExpiresOn = new(2026, 11, 25) });
        var future = CredentialSamples.Signed(
            facts: CredentialSamples.Facts with
            {
                ValidFrom = CredentialSamples.Now.AddHours(1),
            }
        );
        var cases = new[] { ("past", past), ("future", future) }
            .Select(pair => new StrangerCase(
                pair.Item1,
                [.. verifiers, "jose"],
                Encoding.UTF8.GetString(pair.Item2.Json),
                pair.Item2.Token
            ))
            .ToList();
        var answers = await Strangers.JudgeAsync(cases, Lists());
        foreach (var sample in cases)
        {
            foreach (var judge in sample.Judges)
                answers.Accepted(sample.Name, judge).ShouldBeFalse($"{sample.Name}, {judge}: {answers}");
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_baked_picture_gives_back_the_credential(bool asToken)
    {
        var signed = CredentialSamples.Signed(CertificateSamples.Chinese);
        var credential = asToken ? signed.Token : Encoding.UTF8.GetString(signed.Json);
        var png = PngBadge.Bake(PngBadge.Bake(Pictures.Png, "former"), credential);
        var svg = SvgBadge.Bake(BadgePicture.Draw("CNC \"<&>\" 数控", 4), credential);

        var answers = await Strangers.JudgeAsync([
            new("baked", ["png", "svg"], Png: Convert.ToBase64String(png), Svg: svg),
        ]);

        var chunk = answers["baked"]!["png"]!.AsArray().ShouldHaveSingleItem()!;
        chunk["type"]!.GetValue<string>().ShouldBe("iTXt");
        chunk["compressed"]!.GetValue<bool>().ShouldBeFalse();
        chunk["value"]!.GetValue<string>().ShouldBe(credential);
        var element = answers["baked"]!["svg"]!.AsArray().ShouldHaveSingleItem()!;
        element[asToken ? "verify" : "text"]!.GetValue<string>().ShouldBe(credential);
    }

    static (string, byte[])[] Lists(params int[] set)
    {
        var bits = CredentialSamples.Bits(set);
        return
        [
            (CredentialSamples.ListUrl, CredentialSamples.List(bits).Json),
            (
                CredentialSamples.SuspensionUrl,
                CredentialSamples
                    .List(bits, CredentialSamples.SuspensionUrl, Enrollment.Credentials.Status.StatusPurpose.Suspension)
                    .Json
            ),
        ];
    }
}
