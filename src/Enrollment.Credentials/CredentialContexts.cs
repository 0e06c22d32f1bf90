namespace Enrollment.Credentials;

/// <summary>Addresses that the standards fix.</summary>
static class CredentialContexts
{
    internal const string Schema =
        "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json";

    /// <summary>Of an Open Badges credential, in this order. The last one defines the type of the schema.</summary>
    internal static readonly string[] Badge =
    [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
    ];

    /// <summary>Of a status list.</summary>
    internal static readonly string[] StatusList = ["https://www.w3.org/ns/credentials/v2"];
}
