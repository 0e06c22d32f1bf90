using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Enrollment.Accounts;
using Enrollment.Tests.Web.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Web.Wallets;

/// <summary>What a wallet and a registrar meet over HTTP: the documents, the errors, the headers.</summary>
public sealed class WalletEndpointTests(WebSystem web) : IClassFixture<WebSystem>
{
    const string Grant = "urn:ietf:params:oauth:grant-type:pre-authorized_code";
    const string JsonForm = "OpenBadgeCredential_ldp_vc";
    const string TokenForm = "OpenBadgeCredential_jwt_vc_json";

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
        var made = await OfferAsync(id);
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
        var made = await OfferAsync(certificate["id"]);

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
        var token = await AccessTokenAsync(await OfferAsync(id));
        var json = (await web.Registrar.GetAsync($"/api/v1/certificates/{id}/credential")).Expect(200).Text;

        var collected = (await CollectAsync(token, new { credential_configuration_id = JsonForm })).Expect(200);

        collected.Text.ShouldBe($"{{\"credentials\":[{{\"credential\":{json}}}]}}");
        (collected.Type, collected.Header("Cache-Control")).ShouldBe(("application/json", "no-store"));
    }

    [Fact]
    public async Task A_token_request_is_refused_in_the_words_of_OAuth()
    {
        var made = await OfferAsync((await Journey.CertifyAsync(web))["id"]);
        var code = await CodeAsync(made);
        var right = (string)made["transactionCode"]!;
        await ExpectAsync("invalid_request", []);
        await ExpectAsync("unsupported_grant_type", [("grant_type", "authorization_code"), ("code", "x")]);
        await ExpectAsync("invalid_request", [("grant_type", Grant)]);
        await ExpectAsync("invalid_request", [("grant_type", Grant), ("pre-authorized_code", code)]);
        await ExpectAsync("invalid_request", [.. Form(code, right), ("tx_code", right)]);
        await ExpectAsync("invalid_grant", Form(code, "no digits"));
        await ExpectAsync("invalid_grant", Form("unknown", right));
        string[] details =
        [
            "no JSON",
            "[]",
            "{}",
            "[7]",
            """[{"type":"openid_credential","credential_configuration_id":"\ud800"}]""",
            """[{"type":"other","credential_configuration_id":"OpenBadgeCredential_ldp_vc"}]""",
            """[{"type":"openid_credential","credential_configuration_id":"Diploma"}]""",
        ];
        foreach (var wanted in details)
            await ExpectAsync(
                "invalid_authorization_details",
                [.. Form(code, right), ("authorization_details", wanted)]
            );
        (await web.Anonymous.PostAsync("/oid4vci/token", new { grant_type = Grant })).ExpectProblem(
            415,
            "media_type_not_read"
        );
        var untyped = new ByteArrayContent(Encoding.ASCII.GetBytes($"grant_type={Grant}"));
        var unread = await web.Anonymous.CallAsync(HttpMethod.Post, "/oid4vci/token", untyped);
        ((string?)unread.Expect(400)["error"]).ShouldBe("invalid_request");

        var granted = (await PostAsync(Form(code, right))).Expect(200);
        ((string?)granted["token_type"], (int?)granted["expires_in"]).ShouldBe(("bearer", 600));
        granted.Header("Cache-Control").ShouldBe("no-store");
        await ExpectAsync("invalid_grant", Form(code, right));

        async Task ExpectAsync(string error, (string, string)[] form)
        {
            var answer = (await PostAsync(form)).Expect(400);
            ((string?)answer["error"]).ShouldBe(error, answer.Text);
            ((string)answer["error_description"]!).ShouldMatch("^[ !#-\\[\\]-~]+$");
            answer.Header("Cache-Control").ShouldBe("no-store");
        }
    }

    [Fact]
    public async Task A_credential_request_is_refused_in_the_words_of_the_standard()
    {
        var id = (await Journey.CertifyAsync(web))["id"];
        var made = await OfferAsync(id);
        var token = await AccessTokenAsync(made);
        (string Error, object Body)[] refused =
        [
            ("unknown_credential_configuration", new { credential_configuration_id = "Diploma" }),
            ("unknown_credential_identifier", new { credential_identifier = JsonForm }),
            ("invalid_credential_request", new { }),
            ("invalid_credential_request", new { credential_configuration_id = 7 }),
            (
                "invalid_credential_request",
                new { credential_configuration_id = JsonForm, credential_identifier = JsonForm }
            ),
            ("invalid_credential_request", new { format = "ldp_vc" }),
            ("invalid_credential_request", "no JSON"),
            ("invalid_credential_request", "[]"),
            ("invalid_credential_request", """{"a":1,"a":2}"""),
            ("invalid_credential_request", """{"credential_configuration_id":"\ud800"}"""),
            ("invalid_credential_request", """{"\udc00":1,"credential_configuration_id":"x"}"""),
            (
                "invalid_encryption_parameters",
                new { credential_configuration_id = JsonForm, credential_response_encryption = new { } }
            ),
        ];
        foreach (var (error, body) in refused)
        {
            var answer = (await CollectAsync(token, body)).Expect(400);
            ((string?)answer["error"]).ShouldBe(error, answer.Text);
            answer.Header("Cache-Control").ShouldBe("no-store");
        }

        var untyped = new ByteArrayContent("{}"u8.ToArray());
        var unread = await web.Anonymous.CallAsync(
            HttpMethod.Post,
            "/oid4vci/credential",
            untyped,
            ("Authorization", $"Bearer {token}")
        );
        ((string?)unread.Expect(400)["error"]).ShouldBe("invalid_credential_request");
        var none = (await web.Anonymous.PostAsync("/oid4vci/credential", Asked())).Expect(401);
        none.Header("WWW-Authenticate").ShouldBe("Bearer");
        foreach (var wrong in new[] { "Bearer wrong", $"Bearer {WebSystem.Token(Role.Admin)}", "bEARER x" })
        {
            var answer = await web.Anonymous.PostAsync("/oid4vci/credential", Asked(), ("Authorization", wrong));
            ((string?)answer.Expect(401)["error"]).ShouldBe("invalid_token");
            answer.Header("WWW-Authenticate").ShouldBe("Bearer error=\"invalid_token\"");
        }

        (await web.Anonymous.GetAsync("/api/v1/centers", ("Authorization", $"Bearer {token}"))).ExpectProblem(
            401,
            "invalid_token"
        );
        (await web.Registrar.PostAsync($"/api/v1/certificates/{id}/revoke", new { Reason = "As a test." })).Expect(200);
        ((string?)(await CollectAsync(token, Asked())).Expect(400)["error"]).ShouldBe("credential_request_denied");
    }

    [Fact]
    public async Task A_wallet_that_asks_by_authorization_details_gets_identifiers()
    {
        var made = await OfferAsync((await Journey.CertifyAsync(web))["id"]);
        var wanted = $$"""[{"type":"openid_credential","credential_configuration_id":"{{TokenForm}}"}]""";
        var form = Form(await CodeAsync(made), (string)made["transactionCode"]!);
        var granted = (await PostAsync([.. form, ("authorization_details", wanted)])).Expect(200);

        var detail = granted["authorization_details"]!.AsArray().ShouldHaveSingleItem()!;
        ((string?)detail["type"], (string?)detail["credential_configuration_id"]).ShouldBe(
            ("openid_credential", TokenForm)
        );
        var identifier = (string)detail["credential_identifiers"]!.AsArray().ShouldHaveSingleItem()!;
        var token = (string)granted["access_token"]!;
        (await CollectAsync(token, new { credential_identifier = identifier })).Expect(200);
        var byConfiguration = await CollectAsync(token, new { credential_configuration_id = TokenForm });
        ((string?)byConfiguration.Expect(400)["error"]).ShouldBe("invalid_credential_request");
    }

    [Theory]
    [InlineData("/oid4vci/token", "application/x-www-form-urlencoded")]
    [InlineData("/oid4vci/credential", "application/json")]
    public async Task A_body_larger_than_any_wallet_sends_is_refused(string path, string type)
    {
        var body = new StringContent($"\"{new string('a', 70_000)}\"", Encoding.ASCII, type);

        var answer = await web.Anonymous.CallAsync(HttpMethod.Post, path, body, ("Authorization", "Bearer x"));

        answer.ExpectProblem(413, "body_too_large");
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
    public async Task Whoever_asks_for_tokens_again_and_again_is_stopped_for_a_minute()
    {
        await using var throttled = new WebSystem { VerificationsPerMinute = 3 };
        await throttled.InitializeAsync();
        (await throttled.Anonymous.GetAsync("/oid4vci/offers/unknown")).ExpectProblem(404, "wallet_offer_not_found");
        for (var i = 0; i < 2; i++)
            (await PostAsync(Form("unknown", "000000"), throttled)).Expect(400);

        (await PostAsync(Form("unknown", "000000"), throttled)).Expect(429).Header("Retry-After").ShouldBe("60");
        (await throttled.Anonymous.PostAsync("/oid4vci/credential", Asked())).Expect(429);
        (await throttled.Anonymous.GetAsync("/.well-known/openid-credential-issuer")).Expect(200);
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
        var made = await OfferAsync((await Journey.CertifyAsync(logged))["id"], logged);
        var code = await CodeAsync(made, logged);
        await PostAsync(Form(code, "wrong"), logged);
        var token = (string)(await PostAsync(Form(code, (string)made["transactionCode"]!), logged))["access_token"]!;
        await CollectAsync(token, Asked(), logged);

        var text = string.Join('\n', log.From(LogLevel.Information).Select(line => line.Text));
        text.ShouldNotBeEmpty();
        foreach (var secret in new[] { Offered(made), code, token, (string)made["transactionCode"]! })
            text.ShouldNotContain(secret);
    }

    static object Asked() => new { credential_configuration_id = JsonForm };

    static (string, string)[] Form(string code, string transactionCode) =>
        [("grant_type", Grant), ("pre-authorized_code", code), ("tx_code", transactionCode)];

    async Task<Answer> OfferAsync(JsonNode? certificateId, WebSystem? at = null) =>
        (await (at ?? web).Registrar.PostAsync($"/api/v1/certificates/{certificateId}/wallet-offer")).Expect(200);

    /// <summary>The path that the link leads to.</summary>
    static string Offered(Answer made) =>
        new Uri(
            Uri.UnescapeDataString(Regex.Match((string)made["link"]!, "credential_offer_uri=(.*)$").Groups[1].Value)
        ).AbsolutePath;

    async Task<string> CodeAsync(Answer made, WebSystem? at = null)
    {
        var offer = (await (at ?? web).Anonymous.GetAsync(Offered(made))).Expect(200);
        return (string)offer["grants"]![Grant]!["pre-authorized_code"]!;
    }

    async Task<string> AccessTokenAsync(Answer made)
    {
        var form = Form(await CodeAsync(made), (string)made["transactionCode"]!);
        return (string)(await PostAsync(form)).Expect(200)["access_token"]!;
    }

    Task<Answer> PostAsync((string Name, string Value)[] form, WebSystem? at = null) =>
        (at ?? web).Anonymous.CallAsync(
            HttpMethod.Post,
            "/oid4vci/token",
            new FormUrlEncodedContent(form.Select(member => KeyValuePair.Create(member.Name, member.Value)))
        );

    Task<Answer> CollectAsync(string token, object body, WebSystem? at = null) =>
        (at ?? web).Anonymous.PostAsync("/oid4vci/credential", body, ("Authorization", $"Bearer {token}"));
}
