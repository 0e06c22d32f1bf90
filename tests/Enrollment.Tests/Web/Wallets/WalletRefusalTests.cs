using System.Text;
using Enrollment.Accounts;
using Shouldly;
using Xunit;
using static Enrollment.Tests.Web.Wallets.WalletClient;

namespace Enrollment.Tests.Web.Wallets;

/// <summary>What a wallet is refused over HTTP, in words that it knows.</summary>
public sealed class WalletRefusalTests(WebSystem web) : IClassFixture<WebSystem>
{
    [Fact]
    public async Task A_token_request_is_refused_in_the_words_of_OAuth()
    {
        var made = await OfferAsync(web, (await Journey.CertifyAsync(web))["id"]);
        var code = await CodeAsync(web, made);
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

        var granted = (await PostAsync(web, Form(code, right))).Expect(200);
        ((string?)granted["token_type"], (int?)granted["expires_in"]).ShouldBe(("bearer", 600));
        granted.Header("Cache-Control").ShouldBe("no-store");
        await ExpectAsync("invalid_grant", Form(code, right));

        async Task ExpectAsync(string error, (string, string)[] form)
        {
            var answer = (await PostAsync(web, form)).Expect(400);
            ((string?)answer["error"]).ShouldBe(error, answer.Text);
            ((string)answer["error_description"]!).ShouldMatch("^[ !#-\\[\\]-~]+$");
            answer.Header("Cache-Control").ShouldBe("no-store");
        }
    }

    [Fact]
    public async Task A_credential_request_is_refused_in_the_words_of_the_standard()
    {
        var id = (await Journey.CertifyAsync(web))["id"];
        var made = await OfferAsync(web, id);
        var token = await AccessTokenAsync(web, made);
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
            var answer = (await CollectAsync(web, token, body)).Expect(400);
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
        ((string?)(await CollectAsync(web, token, Asked())).Expect(400)["error"]).ShouldBe("credential_request_denied");
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
    public async Task Whoever_asks_for_tokens_again_and_again_is_stopped_for_a_minute()
    {
        await using var throttled = new WebSystem { VerificationsPerMinute = 3 };
        await throttled.InitializeAsync();
        (await throttled.Anonymous.GetAsync("/oid4vci/offers/unknown")).ExpectProblem(404, "wallet_offer_not_found");
        for (var i = 0; i < 2; i++)
            (await PostAsync(throttled, Form("unknown", "000000"))).Expect(400);

        (await PostAsync(throttled, Form("unknown", "000000"))).Expect(429).Header("Retry-After").ShouldBe("60");
        (await throttled.Anonymous.PostAsync("/oid4vci/credential", Asked())).Expect(429);
        (await throttled.Anonymous.GetAsync("/.well-known/openid-credential-issuer")).Expect(200);
    }
}
