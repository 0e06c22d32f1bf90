using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Enrollment.Credentials.Issuers;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Credentials;

[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class IssuerTests
{
    [Theory]
    [InlineData("https://example.org", "did:web:example.org", "https://example.org/.well-known/did.json")]
    [InlineData("https://Example.org/app/", "did:web:example.org", "https://example.org/.well-known/did.json")]
    [InlineData("http://localhost:5080", "did:web:localhost%3A5080", "https://localhost:5080/.well-known/did.json")]
    [InlineData(
        "https://оқу.қаз",
        "did:web:xn--n1ak7x.xn--80ao21a",
        "https://xn--n1ak7x.xn--80ao21a/.well-known/did.json"
    )]
    public void A_did_is_made_of_host_and_port(string address, string did, string document)
    {
        var made = WebDid.At(new(address));
        (made.Value, made.DocumentUrl.AbsoluteUri).ShouldBe((did, document));
    }

    [Fact]
    public void A_center_has_its_own_did()
    {
        var did = WebDid.At(new("https://example.org:8443"), "centers", "ALA-1");
        did.Value.ShouldBe("did:web:example.org%3A8443:centers:ALA-1");
        did.DocumentUrl.AbsoluteUri.ShouldBe("https://example.org:8443/centers/ALA-1/did.json");
        foreach (var code in (string[])["", "a/b", "a:b", "Қала", "a b"])
            Should.Throw<ArgumentException>(() => WebDid.At(new("https://example.org"), "centers", code));
        Should.Throw<ArgumentException>(() => WebDid.At(new("/centers", UriKind.Relative)));
    }

    [Fact]
    public void The_did_document_has_every_key_with_an_absolute_id()
    {
        var did = CredentialSamples.Keys.Did.Value;
        var document = JsonNode.Parse(IssuerDocuments.DidDocument(CredentialSamples.Keys))!;
        document["id"]!.GetValue<string>().ShouldBe(did);
        var methods = document["verificationMethod"]!.AsArray();
        methods.Count.ShouldBe(4);
        methods.ShouldAllBe(method => method!["controller"]!.GetValue<string>() == did);
        var ids = methods.Select(method => method!["id"]!.GetValue<string>()).ToList();
        ids.ShouldAllBe(id => id.StartsWith(did + "#", StringComparison.Ordinal));
        document["assertionMethod"]!.AsArray().Select(id => id!.GetValue<string>()).ShouldBe(ids);
        methods
            .Select(method => method!["type"]!.GetValue<string>())
            .ShouldBe(["Multikey", "JsonWebKey", "Multikey", "JsonWebKey"]);
    }

    [Fact]
    public void No_document_holds_a_private_key()
    {
        var keys = CredentialSamples.Keys;
        byte[][] documents =
        [
            IssuerDocuments.DidDocument(keys),
            IssuerDocuments.KeySet(keys),
            .. keys.Keys.Select(key => key.ToJwk()),
        ];
        foreach (var document in documents)
            Names(JsonNode.Parse(document)!).ShouldNotContain(name => name == "d" || name.Contains("secret"));
        JsonNode.Parse(keys.TokenKey.ToJwk())!["kid"]!.GetValue<string>().ShouldBe(keys.TokenKey.VerificationMethod);

        static IEnumerable<string> Names(JsonNode? node) =>
            node switch
            {
                JsonObject members => members.SelectMany(member => Names(member.Value).Prepend(member.Key)),
                JsonArray items => items.SelectMany(Names),
                _ => [],
            };
    }

    [Fact]
    public void The_same_keys_have_the_same_ids_and_a_retired_one_needs_no_private_half()
    {
        var texts = KeyText.Generate();
        var first = IssuerKeySet.Load(CredentialSamples.Keys.Did, texts);
        using var old = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var second = IssuerKeySet.Load(
            CredentialSamples.Keys.Did,
            [.. texts, new(old.ExportSubjectPublicKeyInfoPem(), true)]
        );
        second.Keys.Take(2).Select(key => key.Id).ShouldBe(first.Keys.Select(key => key.Id));
        var half = IssuerKeySet.Load(CredentialSamples.Keys.Did, [.. texts, new(old.ExportPkcs8PrivateKeyPem(), true)]);
        half.Keys[2].Id.ShouldBe(second.Keys[2].Id);
        half.Keys[2].IsRetired.ShouldBeTrue();
        Should.Throw<InvalidOperationException>(() => ((TokenKey)half.Keys[2]).Sign([1]));
    }

    // RFC 8037, appendices A.1 to A.3: the key and its thumbprint.
    [Fact]
    public void A_key_is_named_by_its_thumbprint()
    {
        const string pkcs8 = """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
            -----END PRIVATE KEY-----
            """;
        var keys = IssuerKeySet.Load(CredentialSamples.Keys.Did, [new(pkcs8, false), KeyText.Generate()[1]]);
        keys.ProofKey.Id.ShouldBe("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
        JsonNode.Parse(keys.ProofKey.ToJwk())!["x"]!
            .GetValue<string>()
            .ShouldBe("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
    }

    [Fact]
    public void A_text_that_is_no_such_key_is_refused_and_never_repeated()
    {
        using var rsa = RSA.Create(2048);
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var good = KeyText.Generate();
        (KeyText[] Keys, string Words)[] mistakes =
        [
            ([new("secret", false), good[1]], "Key 1 is no PEM text"),
            ([good[0], new(rsa.ExportPkcs8PrivateKeyPem(), false)], "Key 2 is neither"),
            ([good[0], new(p384.ExportPkcs8PrivateKeyPem(), false)], "Key 2 is neither"),
            ([good[0], new(p256.ExportSubjectPublicKeyInfoPem(), false)], "PKCS #8"),
            ([good[0], new(p256.ExportECPrivateKeyPem(), false)], "PKCS #8"),
            ([good[0]], "0 P-256 keys sign"),
            ([.. good, .. KeyText.Generate()], "2 Ed25519 keys sign"),
            ([.. good, good[0] with { IsRetired = true }], "given twice"),
        ];
        foreach (var (keys, words) in mistakes)
        {
            var error = Should.Throw<FormatException>(() => IssuerKeySet.Load(CredentialSamples.Keys.Did, keys));
            error.Message.ShouldContain(words);
            error.Message.ShouldNotContain("secret");
        }

        good[0].ToString().ShouldNotContain("PRIVATE");
    }
}
