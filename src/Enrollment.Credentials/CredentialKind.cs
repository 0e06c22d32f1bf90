using System.Text.Json;

namespace Enrollment.Credentials;

/// <summary>The two kinds of credential that this library writes: badges and status lists.</summary>
static class CredentialKind
{
    internal const string Badge = "OpenBadgeCredential";
    internal const string StatusList = "BitstringStatusListCredential";

    /// <summary>The kind, given that the contexts are those of the kind: they decide what every other member means.</summary>
    /// <exception cref="MalformedCredentialException">It is neither, or has other contexts.</exception>
    internal static string Of(JsonElement credential)
    {
        var kind =
            credential.TryGetProperty("type", out var types)
            && types.ValueKind == JsonValueKind.Array
            && types.EnumerateArray().Any(type => Equals(type, StatusList, "type"))
                ? StatusList
                : Badge;
        var contexts = kind == Badge ? CredentialContexts.Badge : CredentialContexts.StatusList;
        if (!credential.TryGetProperty("@context", out var given))
            throw new MalformedCredentialException("@context", "is missing");
        if (
            given.ValueKind != JsonValueKind.Array
            || given.GetArrayLength() != contexts.Length
            || !given.EnumerateArray().Zip(contexts).All(pair => Equals(pair.First, pair.Second, "@context"))
        )
        {
            throw new MalformedCredentialException("@context", $"must be {string.Join(", ", contexts)}, in this order");
        }

        return kind;
    }

    static bool Equals(JsonElement element, string text, string path) =>
        element.ValueKind == JsonValueKind.String && CredentialJson.ReadText(element, path) == text;
}
