using System.Text.Json;
using Enrollment.Credentials.Issuers;
using Enrollment.Credentials.Proofs;

namespace Enrollment.Credentials.Verification;

/// <summary>One proof of a credential.</summary>
/// <param name="Path">Where it stands.</param>
/// <param name="Method">The key that it names.</param>
/// <param name="Digest">What must have been signed.</param>
/// <param name="Signature">64 bytes.</param>
sealed record EmbeddedProof(string Path, string Method, byte[] Digest, byte[] Signature)
{
    /// <summary>All proofs: each must hold, since a reader takes what is listed for proven.</summary>
    /// <exception cref="MalformedCredentialException">Says which member of which proof is wrong.</exception>
    internal static List<EmbeddedProof> ReadAll(JsonElement credential)
    {
        if (
            !credential.TryGetProperty("proof", out var proofs)
            || proofs.ValueKind != JsonValueKind.Array
            || proofs.GetArrayLength() == 0
        )
        {
            throw new MalformedCredentialException("proof", "must be an array of at least one proof");
        }

        var hash = DataIntegrity.HashCredential(credential);
        return [.. proofs.EnumerateArray().Select((proof, index) => Read(proof, $"proof[{index}]", hash))];
    }

    static EmbeddedProof Read(JsonElement proof, string path, byte[] hash)
    {
        var digest = DataIntegrity.Digest(hash, proof, path);
        // The members are there: the digest demands them.
        if (!proof.GetProperty("cryptosuite").ValueEquals(DataIntegrity.Cryptosuite))
            throw new MalformedCredentialException($"{path}.cryptosuite", $"must be '{DataIntegrity.Cryptosuite}'");
        _ = CredentialMirror.Instant(proof.GetProperty("created"), $"{path}.created");
        var value = $"{path}.proofValue";
        if (!proof.TryGetProperty("proofValue", out var text))
            throw new MalformedCredentialException(value, "is missing");
        return Multibase.Decode(CredentialJson.ReadText(text, value)) is { Length: 64 } signature
            ? new(path, proof.GetProperty("verificationMethod").GetString()!, digest, signature)
            : throw new MalformedCredentialException(value, "must be 64 bytes in base58btc");
    }
}
