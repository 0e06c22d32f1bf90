using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Enrollment.Tests.Web.Wallets;

/// <summary>A wallet that is written by hand, to send what no wallet sends.</summary>
static class WalletClient
{
    internal const string Grant = "urn:ietf:params:oauth:grant-type:pre-authorized_code";
    internal const string JsonForm = "OpenBadgeCredential_ldp_vc";
    internal const string TokenForm = "OpenBadgeCredential_jwt_vc_json";

    internal static object Asked() => new { credential_configuration_id = JsonForm };

    internal static (string, string)[] Form(string code, string transactionCode) =>
        [("grant_type", Grant), ("pre-authorized_code", code), ("tx_code", transactionCode)];

    internal static async Task<Answer> OfferAsync(WebSystem web, JsonNode? certificateId) =>
        (await web.Registrar.PostAsync($"/api/v1/certificates/{certificateId}/wallet-offer")).Expect(200);

    /// <summary>The path that the link leads to.</summary>
    internal static string Offered(Answer made) =>
        new Uri(
            Uri.UnescapeDataString(Regex.Match((string)made["link"]!, "credential_offer_uri=(.*)$").Groups[1].Value)
        ).AbsolutePath;

    internal static async Task<string> CodeAsync(WebSystem web, Answer made)
    {
        var offer = (await web.Anonymous.GetAsync(Offered(made))).Expect(200);
        return (string)offer["grants"]![Grant]!["pre-authorized_code"]!;
    }

    internal static async Task<string> AccessTokenAsync(WebSystem web, Answer made)
    {
        var form = Form(await CodeAsync(web, made), (string)made["transactionCode"]!);
        return (string)(await PostAsync(web, form)).Expect(200)["access_token"]!;
    }

    internal static Task<Answer> PostAsync(WebSystem web, (string Name, string Value)[] form) =>
        web.Anonymous.CallAsync(
            HttpMethod.Post,
            "/oid4vci/token",
            new FormUrlEncodedContent(form.Select(member => KeyValuePair.Create(member.Name, member.Value)))
        );

    internal static Task<Answer> CollectAsync(WebSystem web, string token, object body) =>
        web.Anonymous.PostAsync("/oid4vci/credential", body, ("Authorization", $"Bearer {token}"));
}
