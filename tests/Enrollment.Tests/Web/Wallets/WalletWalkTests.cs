using System.Text.Json.Nodes;
using Enrollment.Storage;
using Enrollment.Tests.Credentials;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Web.Wallets;

/// <summary>Wallets of other people collect a certificate's credential, and verifiers of other people accept it.</summary>
[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class WalletWalkTests
{
    [Theory]
    [InlineData("openid4vc", "https://learn.example.kz/")]
    [InlineData("openid4vc", "https://learn.example.kz/training/")]
    [InlineData("openid4vc", "https://learn.example.kz:8443/a/b")]
    [InlineData("openid4vc", "https://learn.example.kz/%D0%BE%D2%9B%D1%83/")]
    [InlineData("digitalBazaar", "https://learn.example.kz/")]
    [InlineData("digitalBazaar", "https://learn.example.kz/training/")]
    public async Task A_wallet_collects_both_forms_and_strangers_accept_them(string wallet, string publicAddress)
    {
        await using var web = new WebSystem { Arguments = [$"--Enrollment:PublicAddress={publicAddress}"] };
        await web.InitializeAsync();
        var id = (await Journey.CertifyAsync(web))["id"]!;
        var offer = (await web.Registrar.PostAsync($"/api/v1/certificates/{id}/wallet-offer")).Expect(200);

        var got = await Strangers.AskAsync(
            "wallet.mjs",
            new
            {
                Wallet = wallet,
                Link = (string)offer["link"]!,
                TransactionCode = (string)offer["transactionCode"]!,
                PublicAddress = publicAddress,
                Server = web.Address.AbsoluteUri.TrimEnd('/'),
            }
        );

        got["error"].ShouldBeNull(got.ToJsonString());
        if (wallet == "openid4vc")
            ((string?)got["version"]).ShouldBe("V1");
        var json = (await web.Registrar.GetAsync($"/api/v1/certificates/{id}/credential")).Expect(200);
        var token = (await web.Registrar.GetAsync($"/api/v1/certificates/{id}/credential.jwt")).Expect(200).Text;
        JsonNode.DeepEquals(got["credentials"]!["ldp_vc"], json.Json).ShouldBeTrue();
        ((string?)got["credentials"]!["jwt_vc_json"]).ShouldBe(token);
        await StrangersAcceptAsync(web, got["credentials"]!["ldp_vc"]!.ToJsonString(), token);
        var state = (await web.Registrar.GetAsync($"/api/v1/certificates/{id}/wallet-offer")).Expect(200);
        ((string?)state["state"]).ShouldBe("redeemed");
        state["jsonCollectedAt"].ShouldNotBeNull();
        state["tokenCollectedAt"].ShouldNotBeNull();
    }

    [Fact]
    public async Task A_wallet_with_a_wrong_transaction_code_gets_nothing()
    {
        const string publicAddress = "https://learn.example.kz/";
        await using var web = new WebSystem { Arguments = [$"--Enrollment:PublicAddress={publicAddress}"] };
        await web.InitializeAsync();
        var id = (await Journey.CertifyAsync(web))["id"]!;
        var offer = (await web.Registrar.PostAsync($"/api/v1/certificates/{id}/wallet-offer")).Expect(200);

        var got = await Strangers.AskAsync(
            "wallet.mjs",
            new
            {
                Wallet = "openid4vc",
                Link = (string)offer["link"]!,
                TransactionCode = "12345",
                PublicAddress = publicAddress,
                Server = web.Address.AbsoluteUri.TrimEnd('/'),
            }
        );

        ((string?)got["error"]).ShouldNotBeNull().ShouldContain("invalid_grant");
        got["credentials"].ShouldBeNull();
    }

    /// <summary>With what the installation publishes, at the addresses that the credential names.</summary>
    static async Task StrangersAcceptAsync(WebSystem web, string json, string token)
    {
        var did = (await web.Anonymous.GetAsync("/.well-known/did.json")).Expect(200);
        var keySet = (await web.Anonymous.GetAsync("/.well-known/jwks.json")).Expect(200);
        var list = (await web.Anonymous.GetAsync("/status-lists/1")).Expect(200);
        var host = ((string)did["id"]!)["did:web:".Length..].Replace("%3A", ":", StringComparison.Ordinal);
        var listAddress = (string)JsonNode.Parse(json)!["credentialStatus"]!["statusListCredential"]!;

        var answers = await Strangers.JudgeAsync(
            [new("collected", ["digitalBazaar", "verifierCore", "jose"], json, token)],
            TimeProvider.System.GetUtcNow().AddSeconds(5),
            keySet.Bytes,
            [($"https://{host}/.well-known/did.json", did.Bytes), (listAddress, list.Bytes)]
        );

        foreach (var judge in new[] { "digitalBazaar", "verifierCore", "jose" })
            answers.Accepted("collected", judge).ShouldBeTrue(answers.ToJsonString());
        ((bool)answers["collected"]!["digitalBazaar"]!["set"]!).ShouldBeFalse();
    }
}
