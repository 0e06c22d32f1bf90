using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Enrollment.Web.Issuing;

/// <summary>What a credential says of its certificate. The holder's name isn't among it: there it is a salted hash.</summary>
/// <param name="Serial">The certificate's number.</param>
/// <param name="Course">Its title.</param>
/// <param name="Issuer">The issuer's name.</param>
/// <param name="IssuerId">Its DID.</param>
public sealed record CredentialStatement(string Serial, string Course, string Issuer, string IssuerId)
{
    /// <summary>Reads a credential that was found genuine, so that its form is known.</summary>
    /// <param name="credential">UTF-8: JSON, or a token in compact form.</param>
    internal static CredentialStatement Read(ReadOnlyMemory<byte> credential)
    {
        using var json = JsonDocument.Parse(
            credential.Span.TrimStart(" \t\r\n"u8) is [(byte)'{', ..]
                ? credential
                : Base64Url.DecodeFromChars(Encoding.ASCII.GetString(credential.Span).Split('.')[1])
        );
        var root = json.RootElement;
        return new(
            Text(root, "credentialSubject", "licenseNumber"),
            Text(root, "name"),
            Text(root, "issuer", "name"),
            Text(root, "issuer", "id")
        );
    }

    /// <summary>The text at a path; empty where the issuer left it out.</summary>
    static string Text(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var member in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(member, out element))
                return "";
        }

        return element.ValueKind == JsonValueKind.String ? element.GetString()! : "";
    }
}
