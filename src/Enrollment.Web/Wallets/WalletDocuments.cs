using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Enrollment.Certificates.Wallets;
using Enrollment.Credentials.Issuing;
using Enrollment.Web.Pages;

namespace Enrollment.Web.Wallets;

/// <summary>
/// What a wallet is told of this issuer (OpenID for Verifiable Credential Issuance 1.0, sections 4.1 and 12, and RFC 8414).
/// </summary>
/// <remarks>
/// A wallet collects the credential that was frozen with the certificate, whose proof and place in a status list exist
/// since then. It isn't bound to a key of the wallet, so there is no <c>cryptographic_binding_methods_supported</c>, no
/// <c>proof_types_supported</c> and no nonce: its subject is an id of its own and salted hashes of the holder's name and
/// address, by which a verifier who knows the holder recognizes them (section 13.1 of the standard, claims-based binding).
/// </remarks>
static class WalletDocuments
{
    internal const string Grant = "urn:ietf:params:oauth:grant-type:pre-authorized_code";
    internal const string AuthorizationDetailsType = "openid_credential";

    static readonly JsonSerializerOptions plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The names of what there is to collect, each also the identifier of the one credential that it stands for.</summary>
    internal static IReadOnlyList<(string Name, CredentialForm Form)> Configurations { get; } =
    [("OpenBadgeCredential_ldp_vc", CredentialForm.Json), ("OpenBadgeCredential_jwt_vc_json", CredentialForm.Token)];

    /// <summary>The form that a wallet names; null where there is none of that name.</summary>
    internal static CredentialForm? FormOf(string name) =>
        Configurations
            .Where(configuration => configuration.Name == name)
            .Select(configuration => (CredentialForm?)configuration.Form)
            .FirstOrDefault();

    /// <summary>Members of the authorization server are there, too: some wallets look for them here alone.</summary>
    internal static byte[] Issuer(WalletAddresses addresses)
    {
        var document = Server(addresses);
        document["credential_issuer"] = addresses.Issuer;
        document["credential_endpoint"] = addresses.Credential;
        document["credential_configurations_supported"] = new JsonObject(
            Configurations.Select(configuration =>
                KeyValuePair.Create(configuration.Name, (JsonNode?)Describe(configuration.Form))
            )
        );
        return Bytes(document);
    }

    internal static byte[] AuthorizationServer(WalletAddresses addresses) => Bytes(Server(addresses));

    /// <summary>An offer to a wallet: its code, and how the holder gets the other one in words of the asked language.</summary>
    internal static byte[] Offer(WalletAddresses addresses, string code, PageWords words) =>
        Bytes(
            new JsonObject
            {
                ["credential_issuer"] = addresses.Issuer,
                ["credential_configuration_ids"] = Texts(Configurations.Select(configuration => configuration.Name)),
                ["grants"] = new JsonObject
                {
                    [Grant] = new JsonObject
                    {
                        ["pre-authorized_code"] = code,
                        ["tx_code"] = new JsonObject
                        {
                            ["input_mode"] = "numeric",
                            ["length"] = MadeWalletOffer.TransactionCodeLength,
                            ["description"] = words["walletCode"],
                        },
                    },
                },
            }
        );

    static JsonObject Server(WalletAddresses addresses) =>
        new()
        {
            ["issuer"] = addresses.Issuer,
            ["token_endpoint"] = addresses.Token,
            ["token_endpoint_auth_methods_supported"] = Texts(["none"]),
            ["grant_types_supported"] = Texts([Grant]),
            ["authorization_details_types_supported"] = Texts([AuthorizationDetailsType]),
            ["pre-authorized_grant_anonymous_access_supported"] = true,
        };

    static JsonObject Describe(CredentialForm form)
    {
        var definition = new JsonObject();
        if (form == CredentialForm.Json)
            definition["@context"] = Texts(CredentialForms.Contexts);
        definition["type"] = Texts(CredentialForms.Types);
        return new JsonObject
        {
            ["format"] = form == CredentialForm.Json ? "ldp_vc" : "jwt_vc_json",
            ["credential_signing_alg_values_supported"] = Texts([
                form == CredentialForm.Json ? CredentialForms.ProofAlgorithm : CredentialForms.TokenAlgorithm,
            ]),
            ["credential_definition"] = definition,
            ["credential_metadata"] = new JsonObject
            {
                ["display"] = new JsonArray([
                    .. PageWords
                        .All.OrderBy(words => words.Language, StringComparer.Ordinal)
                        .Select(words => new JsonObject
                        {
                            ["name"] = words["walletCredential"],
                            ["locale"] = words.Language,
                        }),
                ]),
            },
        };
    }

    static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    static byte[] Bytes(JsonObject document) => Encoding.UTF8.GetBytes(document.ToJsonString(plain));
}
