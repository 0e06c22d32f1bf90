using System.Text.Json.Nodes;
using Enrollment.Tests.Web.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;
using static Enrollment.Tests.Web.Wallets.WalletClient;

namespace Enrollment.Tests.Web.Wallets;

/// <summary>What a wallet and a registrar meet over HTTP.</summary>
public sealed class WalletEndpointTests(WebSystem web) : IClassFixture<WebSystem>
{
    [Fact]
    public async Task The_issuer_announces_both_forms_without_asking_for_a_key()
    {
        var issuer = (await web.Anonymous.GetAsync("/.well-known/openid-credential-issuer")).Expect(200);
        issuer.Type.ShouldBe("application/json");
        ((string?)issuer["credential_issuer"]).ShouldBe("http://127.0.0.1:5080");
        ((string?)issuer["credential_endpoint"]).ShouldBe("http://127.0.0.1:5080/oid4vci/credential");
        issuer["nonce_endpoint"].ShouldBeNull();
        var configurations = issuer["credential_configurations_supported"]!.AsObject();
        configurations.Select(c => c.Key).ShouldBe([JsonForm, TokenForm]);
        foreach (var (_, configuration) in configurations)
        {
            configuration!["cryptographic_binding_methods_supported"].ShouldBeNull();
            configuration["proof_types_supported"].ShouldBeNull();
            configuration["credential_metadata"]!["display"]!
                .AsArray()
                .Select(display => ((string?)display!["locale"], (string?)display["name"]))
                .ShouldBe([
                    ("en", "Certificate of training"),
                    ("kk", "Оқу туралы сертификат"),
                    ("ru", "Сертификат об обучении"),
                    ("zh", "培训证书"),
                ]);
        }

        var certificate = await Journey.CertifyAsync(web);
        var credential = (await web.Registrar.GetAsync($"/api/v1/certificates/{certificate["id"]}/credential")).Json;
        var definition = configurations[JsonForm]!["credential_definition"]!;
        JsonNode.DeepEquals(definition["@context"], credential["@context"]).ShouldBeTrue();
        JsonNode.DeepEquals(definition["type"], credential["type"]).ShouldBeTrue();
        ((string?)configurations[JsonForm]!["credential_signing_alg_values_supported"]![0]).ShouldBe(
            (string?)credential["proof"]![0]!["cryptosuite"]
        );

        var server = (await web.Anonymous.GetAsync("/.well-known/oauth-authorization-server")).Expect(200);
        ((string?)server["issuer"], (string?)server["token_endpoint"]).ShouldBe(
            ("http://127.0.0.1:5080", "http://127.0.0.1:5080/oid4vci/token")
        );
        ((string?)server["grant_types_supported"]![0]).ShouldBe(Grant);
        ((bool?)server["pre-authorized_grant_anonymous_access_supported"]).ShouldBe(true);
        (
            await web.Anonymous.GetAsync("/.well-known/oauth-authorization-server", ("If-None-Match", server.ETag!))
        ).Expect(304);
    }

    [Fact]
    public async Task A_registrar_is_told_link_QR_code_and_transaction_code_this_once()
    {
        var id = (await Journey.CertifyAsync(web))["id"];
        (await web.Registrar.GetAsync($"/api/v1/certificates/{id}/wallet-offer")).ExpectProblem(
            404,
            "wallet_offer_not_found"
        );
        var made = await OfferAsync(web, id);
        made.Header("Cache-Control").ShouldBe("no-store");
        ((string)made["link"]!).ShouldStartWith(
            "openid-credential-offer://?credential_offer_uri=http%3A%2F%2F127.0.0.1"
        );
        ((string)made["transactionCode"]!).ShouldMatch("^[0-9]{6}$");
        ((string)made["qrCode"]!).ShouldStartWith("<svg ");
        made.Text.ShouldNotContain("Akhmetov");

        var read = (await web.Manager.GetAsync($"/api/v1/certificates/{id}/wallet-offer")).Expect(200);
        read.Text.ShouldNotContain((string)made["transactionCode"]!);
        read.ETag.ShouldNotBeNull();
        (await web.Student.GetAsync($"/api/v1/certificates/{id}/wallet-offer")).ExpectProblem(403, "permission_denied");
        (await web.Manager.PostAsync($"/api/v1/certificates/{id}/wallet-offer")).ExpectProblem(
            403,
            "permission_denied"
        );
        var withdrawn = await web.Registrar.PostAsync(
            $"/api/v1/certificates/{id}/wallet-offer/withdraw",
            null,
            ("If-Match", read.ETag!)
        );
        ((string?)withdrawn.Expect(200)["state"]).ShouldBe("withdrawn");
        (await web.Anonymous.GetAsync(Offered(made))).ExpectProblem(404, "wallet_offer_not_found");
    }

    [Theory]
    [InlineData("kk-KZ", "алты цифрды")]
    [InlineData("ru", "шесть цифр")]
    [InlineData("zh-CN", "六位数字")]
    [InlineData("de", "six digits")]
    public async Task The_offer_says_nothing_of_the_person_and_asks_in_the_holders_language(
        string language,
        string says
    )
    {
        var certificate = await Journey.CertifyAsync(web);
        var made = await OfferAsync(web, certificate["id"]);

        var offer = await web.Anonymous.GetAsync(Offered(made), ("Accept-Language", language));

        offer.Expect(200).Type.ShouldBe("application/json");
        offer.Header("Cache-Control").ShouldBe("no-store");
        offer["credential_configuration_ids"]!.AsArray().Select(n => (string?)n).ShouldBe([JsonForm, TokenForm]);
        var transaction = offer["grants"]![Grant]!["tx_code"]!;
        ((string)transaction["description"]!).ShouldContain(says);
        ((string?)transaction["input_mode"], (int?)transaction["length"]).ShouldBe(("numeric", 6));
        foreach (var member in new[] { "id", "personId", "serial", "verificationCode", "enrollmentId" })
            offer.Text.ShouldNotContain((string)certificate[member]!);
        offer.Text.ShouldNotContain((string)made["transactionCode"]!);
    }

    [Fact]
    public async Task The_stored_text_is_handed_over_byte_for_byte()
    {
        var id = (await Journey.CertifyAsync(web))["id"];
        var token = await AccessTokenAsync(web, await OfferAsync(web, id));
        var json = (await web.Registrar.GetAsync($"/api/v1/certificates/{id}/credential")).Expect(200).Text;

        var collected = (await CollectAsync(web, token, new { credential_configuration_id = JsonForm })).Expect(200);

        collected.Text.ShouldBe($"{{\"credentials\":[{{\"credential\":{json}}}]}}");
        (collected.Type, collected.Header("Cache-Control")).ShouldBe(("application/json", "no-store"));
    }

    [Fact]
    public async Task A_wallet_that_asks_by_authorization_details_gets_identifiers()
    {
        var made = await OfferAsync(web, (await Journey.CertifyAsync(web))["id"]);
        var wanted = $$"""[{"type":"openid_credential","credential_configuration_id":"{{TokenForm}}"}]""";
        var form = Form(await CodeAsync(web, made), (string)made["transactionCode"]!);
        var granted = (await PostAsync(web, [.. form, ("authorization_details", wanted)])).Expect(200);

        var details = granted["authorization_details"]!.AsArray();
        details.ShouldAllBe(detail => (string?)detail!["type"] == "openid_credential");
        details
            .Select(detail => (string?)detail!["credential_configuration_id"])
            .ShouldBe([JsonForm, TokenForm], ignoreOrder: true);
        var wantedDetail = details.Single(detail => (string?)detail!["credential_configuration_id"] == TokenForm);
        var identifier = (string)wantedDetail!["credential_identifiers"]!.AsArray().ShouldHaveSingleItem()!;
        var token = (string)granted["access_token"]!;
        (await CollectAsync(web, token, new { credential_identifier = identifier })).Expect(200);
        var byConfiguration = await CollectAsync(web, token, new { credential_configuration_id = TokenForm });
        ((string?)byConfiguration.Expect(400)["error"]).ShouldBe("invalid_credential_request");
    }

    [Fact]
    public async Task A_wallet_in_a_browser_may_ask_from_any_page()
    {
        foreach (var path in new[] { "/oid4vci/token", "/oid4vci/credential" })
        {
            var answer = await web.Anonymous.CallAsync(
                HttpMethod.Options,
                path,
                null,
                ("Origin", "https://wallet.example"),
                ("Access-Control-Request-Method", "POST"),
                ("Access-Control-Request-Headers", "authorization,content-type")
            );
            answer.Header("Access-Control-Allow-Origin").ShouldBe("*");
            answer.Header("Access-Control-Allow-Methods").ShouldNotBeNull().ShouldContain("POST");
        }
    }

    [Fact]
    public async Task No_code_or_token_is_logged()
    {
        var log = new LogLines();
        await using var logged = new WebSystem
        {
            Services = services => services.AddSingleton<ILoggerProvider>(log),
            // As the program logs.
            Arguments = ["--Logging:LogLevel:Default=Information", "--Logging:LogLevel:Microsoft.AspNetCore=Warning"],
        };
        await logged.InitializeAsync();
        var made = await OfferAsync(logged, (await Journey.CertifyAsync(logged))["id"]);
        var code = await CodeAsync(logged, made);
        await PostAsync(logged, Form(code, "wrong"));
        var token = (string)(await PostAsync(logged, Form(code, (string)made["transactionCode"]!)))["access_token"]!;
        await CollectAsync(logged, token, Asked());

        var text = string.Join('\n', log.From(LogLevel.Information).Select(line => line.Text));
        text.ShouldNotBeEmpty();
        foreach (var secret in new[] { Offered(made), code, token, (string)made["transactionCode"]! })
            text.ShouldNotContain(secret);
    }
}
