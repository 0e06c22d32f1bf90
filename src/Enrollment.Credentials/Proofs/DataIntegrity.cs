using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Enrollment.Credentials.Issuers;
using Enrollment.Credentials.Rdf;

namespace Enrollment.Credentials.Proofs;

/// <summary>
/// Embedded proofs by the cryptosuite eddsa-rdfc-2022 (Data Integrity EdDSA Cryptosuites 1.0, section 3.2): Ed25519 over
/// the hashes of what the proof and the credential say as RDF, so that neither white space nor order matters.
/// </summary>
static class DataIntegrity
{
    internal const string Cryptosuite = "eddsa-rdfc-2022";

    /// <summary>The member that holds the proof, in JSON without braces.</summary>
    internal static byte[] Sign(JsonElement credential, IssuerKeySet keys, DateTimeOffset created)
    {
        var options = CredentialJson.Write(json =>
        {
            json.WriteString("type", "DataIntegrityProof");
            json.WriteString("cryptosuite", Cryptosuite);
            json.WriteString("created", CredentialJson.Instant(created));
            json.WriteString("verificationMethod", keys.ProofKey.VerificationMethod);
            json.WriteString("proofPurpose", "assertionMethod");
        });
        using var proof = CredentialJson.Read(options);
        var signature = keys.ProofKey.Sign(Digest(HashCredential(credential), proof.RootElement, "proof[0]"));
        var value = $"\"proofValue\":\"{Multibase.Encode(signature)}\"";
        return [.. "\"proof\":["u8, .. CredentialJson.Append(options, Encoding.ASCII.GetBytes(value)), (byte)']'];
    }

    /// <summary>What is signed: the hash of the proof's options, then that of the credential.</summary>
    internal static byte[] Digest(byte[] credentialHash, JsonElement proof, string path)
    {
        var options = RdfMapping.Read(proof, path, "DataIntegrityProof", "proofValue");
        return [.. SHA256.HashData(Canonicalization.Run(options)), .. credentialHash];
    }

    internal static byte[] HashCredential(JsonElement credential) => SHA256.HashData(Canonicalize(credential));

    /// <summary>What the credential says without its proofs, as canonical N-Quads.</summary>
    internal static byte[] Canonicalize(JsonElement credential) =>
        Canonicalization.Run(RdfMapping.Read(credential, "", CredentialKind.Of(credential), "@context", "proof"));
}
