using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Enrollment.Credentials.Issuers;
using Enrollment.Credentials.Proofs;

namespace Enrollment.Credentials.Verification;

/// <summary>A VC-JWT in its parts, read before its signature is checked.</summary>
sealed class ReceivedToken
{
    ReceivedToken(string method, byte[] signed, byte[] signature, JsonDocument payload) =>
        (Method, Signed, Signature, Payload) = (method, signed, signature, payload);

    /// <summary>The key that the header names.</summary>
    internal string Method { get; }

    /// <summary>What must have been signed.</summary>
    internal byte[] Signed { get; }

    /// <summary>64 bytes.</summary>
    internal byte[] Signature { get; }

    /// <summary>Whoever reads the credential disposes it.</summary>
    internal JsonDocument Payload { get; }

    /// <exception cref="MalformedCredentialException">Says which part or member is wrong.</exception>
    internal static ReceivedToken Read(string token)
    {
        if (token.Split('.') is not [var header, var payload, var signature])
            throw new MalformedCredentialException("", "must be a token of three parts");
        var method = ReadHeader(Decode(header, "header"));
        var bytes = Decode(signature, "signature");
        if (bytes.Length != 2 * TokenKey.Size)
            throw new MalformedCredentialException("signature", "must be 64 bytes");
        return new(
            method,
            Encoding.ASCII.GetBytes($"{header}.{payload}"),
            bytes,
            CredentialJson.Read(Decode(payload, "payload"))
        );
    }

    /// <summary>The claims must say what the credential says: some readers take the ones, some the other.</summary>
    internal void CheckClaims(CredentialMirror mirror)
    {
        RequireText("iss", mirror.Issuer);
        RequireText("jti", mirror.Id);
        RequireText("sub", mirror.Subject);
        RequireInstant("nbf", mirror.ValidFrom);
        RequireInstant("exp", mirror.ValidUntil);
    }

    void RequireText(string claim, string expected)
    {
        if (
            !Payload.RootElement.TryGetProperty(claim, out var value)
            || CredentialJson.ReadText(value, claim) != expected
        )
            throw new MalformedCredentialException(claim, $"must be '{expected}', as the credential says");
    }

    void RequireInstant(string claim, DateTimeOffset? expected)
    {
        var isGiven = Payload.RootElement.TryGetProperty(claim, out var value);
        if (expected is null && !isGiven)
            return;
        if (
            !isGiven
            || value.ValueKind != JsonValueKind.Number
            || !value.TryGetInt64(out var seconds)
            || seconds != expected?.ToUnixTimeSeconds()
        )
        {
            throw new MalformedCredentialException(claim, "must be the same instant as the credential's own");
        }
    }

    // Nothing else in the header: a key, an address of a key or a critical extension would be the sender's word.
    static string ReadHeader(byte[] json)
    {
        using var header = CredentialJson.Read(json);
        foreach (var member in header.RootElement.EnumerateObject())
        {
            if (member.Name is not ("alg" or "kid" or "typ"))
                throw new MalformedCredentialException($"header.{member.Name}", "isn't allowed");
        }

        if (Member("alg") != CredentialToken.Algorithm)
            throw new MalformedCredentialException("header.alg", $"must be '{CredentialToken.Algorithm}'");
        if (Member("typ") != "JWT")
            throw new MalformedCredentialException("header.typ", "must be 'JWT'");
        return Member("kid");

        string Member(string name) =>
            header.RootElement.TryGetProperty(name, out var value)
                ? CredentialJson.ReadText(value, $"header.{name}")
                : throw new MalformedCredentialException($"header.{name}", "is missing");
    }

    /// <summary>Base64url without padding, in the one spelling that an encoder gives.</summary>
    static byte[] Decode(string text, string part)
    {
        if (text.Length > 0 && !text.Contains('=', StringComparison.Ordinal) && Base64Url.IsValid(text))
        {
            var bytes = Base64Url.DecodeFromChars(text);
            if (Base64Url.EncodeToString(bytes) == text)
                return bytes;
        }

        throw new MalformedCredentialException(part, "must be base64url without padding");
    }
}
