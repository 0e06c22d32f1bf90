using System.Text.Json.Nodes;
using Enrollment.Credentials.Badges;
using Enrollment.Credentials.Proofs;
using Enrollment.Credentials.Verification;

namespace Enrollment.Tests.Credentials;

/// <summary>What somebody could change in a signed credential.</summary>
/// <param name="Name">What is changed.</param>
/// <param name="Expected">Our answer.</param>
/// <param name="Change">The change.</param>
sealed record Tampering(string Name, Verdict Expected, Action<JsonObject> Change)
{
    const string Subject = "credentialSubject";
    const string Course = "credentialSubject.achievement";

    internal static readonly IReadOnlyList<Tampering> All =
    [
        Set("id", "urn:uuid:0193a1b2-0000-7000-8000-0000000000ff"),
        Set("name", "Welding"),
        Set("description", "Added later."),
        Set("issuer.name", "Another Center"),
        Set("issuer.url", "https://evil.example"),
        Set("issuer.id", CredentialSamples.OtherKeys.Did.Value, Verdict.UnknownKey),
        Set("issuer.id", "did:web:evil.example", Verdict.UnknownKey),
        Set("validFrom", "2026-01-01T00:00:00Z"),
        Set("validFrom", "2026-11-24T11:30:00+05:00", Verdict.Malformed),
        Set("validUntil", "2099-01-01T00:00:00Z"),
        Set("validUntil", "soon", Verdict.Malformed),
        Remove("validUntil"),
        Set("awardedDate", "2020-01-01T00:00:00Z"),
        Remove("awardedDate"),
        Set($"{Subject}.id", "urn:uuid:0193a1b2-0000-7000-8000-0000000000fe"),
        Set($"{Subject}.licenseNumber", "ATC-CERT-2026-000001"),
        Set($"{Subject}.creditsEarned", 60),
        Set($"{Subject}.creditsEarned", "16.5", Verdict.Malformed),
        Remove($"{Subject}.creditsEarned"),
        Set(
            $"{Subject}.identifier.0.identityHash",
            HashedIdentity.Of("emailAddress", "thief@example.kz", "5f0c7e5b9d1a4c33").Hash
        ),
        Set($"{Subject}.identifier.0.salt", "0000000000000000"),
        Set($"{Subject}.identifier.0.identityType", "name"),
        Set($"{Subject}.identifier.0.hashed", false),
        Remove($"{Subject}.identifier"),
        new(
            "a second identity",
            Verdict.Altered,
            credential =>
            {
                var identities = credential[Subject]!["identifier"]!.AsArray();
                var second = identities[0]!.DeepClone();
                second["salt"] = "0123456789abcdef";
                identities.Add(second);
            }
        ),
        Set($"{Course}.id", "https://certificates.example.kz/achievements/CNC-M9/1/en"),
        Set($"{Course}.name", "Welding"),
        Set($"{Course}.description", "A course of 4800 hours."),
        Set($"{Course}.criteria.narrative", "Pay."),
        Set($"{Course}.inLanguage", "ru"),
        Set($"{Course}.humanCode", "CNC-M9"),
        Set($"{Course}.achievementType", "MasterDegree"),
        Set($"{Course}.creditsAvailable", 60),
        Set($"{Course}.image.id", "https://evil.example/badge.svg"),
        Set($"{Course}.alignment.0.targetCode", "2144.1"),
        Set($"{Course}.alignment.1.targetUrl", "https://evil.example"),
        Remove($"{Course}.alignment"),
        Set($"{Course}.related.0.id", "https://evil.example"),
        Set($"{Course}.resultDescription.0.valueMax", "1000"),
        Set($"{Course}.resultDescription.1.allowedValue.0", "Distinction"),
        Set($"{Subject}.result.0.value", "100"),
        Set($"{Subject}.result.1.value", "Merit"),
        new(
            "results that change places",
            Verdict.Altered,
            credential =>
            {
                var (first, second) = (credential[Subject]!["result"]![0]!, credential[Subject]!["result"]![1]!);
                var id = first["resultDescription"]!.DeepClone();
                first["resultDescription"] = second["resultDescription"]!.DeepClone();
                second["resultDescription"] = id;
            }
        ),
        Set("credentialStatus.statusListIndex", "1"),
        Set("credentialStatus.statusListIndex", 94_567, Verdict.Malformed),
        Set("credentialStatus.statusPurpose", "suspension"),
        Set("credentialStatus.statusListCredential", CredentialSamples.SuspensionUrl),
        Remove("credentialStatus"),
        Set("credentialSchema.0.id", "https://evil.example/schema.json"),
        Remove("credentialSchema"),
        Set("type.1", "EndorsementCredential", Verdict.Malformed),
        Set("@context.1", "https://evil.example/context.json", Verdict.Malformed),
        new(
            "contexts without the last",
            Verdict.Malformed,
            credential => credential["@context"]!.AsArray().RemoveAt(2)
        ),
        Set("rank", "General", Verdict.Malformed),
        Set($"{Subject}.rank", "General", Verdict.Malformed),
        Set($"{Course}.version", null, Verdict.Malformed),
        Set("proof.0.created", "2020-01-01T00:00:00Z"),
        Set("proof.0.verificationMethod", CredentialSamples.Keys.Keys[2].VerificationMethod),
        Set("proof.0.verificationMethod", CredentialSamples.Keys.Did + "#none", Verdict.UnknownKey),
        Set("proof.0.verificationMethod", CredentialSamples.OtherKeys.ProofKey.VerificationMethod, Verdict.UnknownKey),
        Set("proof.0.proofPurpose", "authentication", Verdict.Malformed),
        Set("proof.0.cryptosuite", "eddsa-jcs-2022", Verdict.Malformed),
        Set("proof.0.type", "Ed25519Signature2020", Verdict.Malformed),
        Set("proof.0.nonce", "1", Verdict.Malformed),
        Set("proof.0.expires", "2099-01-01T00:00:00Z", Verdict.Malformed),
        Set("proof.0.proofValue", ProofOf(CredentialSamples.Facts with { SubjectId = Guid.AllBitsSet })),
        Set("proof.0.proofValue", "z1", Verdict.Malformed),
        Remove("proof.0.proofValue", Verdict.Malformed),
        Remove("proof", Verdict.Malformed),
        new("no proof in the list", Verdict.Malformed, credential => credential["proof"]!.AsArray().Clear()),
        new(
            "a second proof that is bad",
            Verdict.Altered,
            credential =>
            {
                var proofs = credential["proof"]!.AsArray();
                var second = proofs[0]!.DeepClone();
                second["created"] = "2026-11-26T09:00:01Z";
                proofs.Add(second);
            }
        ),
        new(
            "a second proof by another issuer",
            Verdict.UnknownKey,
            credential => credential["proof"]!.AsArray().Add(ProofBy(CredentialSamples.OtherKeys, credential))
        ),
        new(
            "another issuer's proof alone",
            Verdict.UnknownKey,
            credential => credential["proof"] = new JsonArray(ProofBy(CredentialSamples.OtherKeys, credential))
        ),
        new(
            "another issuer's proof in the name of the right key",
            Verdict.Altered,
            credential =>
            {
                var proof = ProofBy(CredentialSamples.OtherKeys, credential);
                proof["verificationMethod"] = CredentialSamples.Keys.ProofKey.VerificationMethod;
                credential["proof"] = new JsonArray(proof);
            }
        ),
    ];

    /// <summary>The signed credential after the change.</summary>
    internal string Apply()
    {
        var credential = JsonNode.Parse(CredentialSamples.Signed().Json)!.AsObject();
        Change(credential);
        return credential.ToJsonString();
    }

    static Tampering Set(string path, JsonNode? value, Verdict expected = Verdict.Altered) =>
        new(
            $"{path} = {value?.ToJsonString() ?? "null"}",
            expected,
            credential =>
            {
                var (parent, name) = Find(credential, path);
                if (parent is JsonArray array)
                    array[int.Parse(name, null)] = value?.DeepClone();
                else
                    parent[name] = value?.DeepClone();
            }
        );

    static Tampering Remove(string path, Verdict expected = Verdict.Altered) =>
        new(
            $"{path} removed",
            expected,
            credential =>
            {
                var (parent, name) = Find(credential, path);
                if (!parent.AsObject().Remove(name))
                    throw new InvalidOperationException($"There is no {path}.");
            }
        );

    static (JsonNode Parent, string Name) Find(JsonNode node, string path)
    {
        var names = path.Split('.');
        foreach (var name in names[..^1])
            node = (node is JsonArray array ? array[int.Parse(name, null)] : node[name])!;
        return (node, names[^1]);
    }

    static string ProofOf(BadgeFacts facts) =>
        JsonNode.Parse(CredentialSamples.Signed(facts: facts).Json)!["proof"]![0]!["proofValue"]!.GetValue<string>();

    /// <summary>A proof that another issuer makes for the very same text.</summary>
    static JsonNode ProofBy(Enrollment.Credentials.Issuers.IssuerKeySet keys, JsonObject credential)
    {
        var bare = credential.DeepClone().AsObject();
        bare.Remove("proof");
        using var document = System.Text.Json.JsonDocument.Parse(bare.ToJsonString());
        var member = DataIntegrity.Sign(document.RootElement, keys, CredentialSamples.Now);
        return JsonNode.Parse($"{{{System.Text.Encoding.UTF8.GetString(member)}}}")!["proof"]![0]!.DeepClone();
    }
}
