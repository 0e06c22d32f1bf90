using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Enrollment.Credentials;
using Enrollment.Credentials.Badges;
using Enrollment.Credentials.Proofs;
using Enrollment.Storage;
using Enrollment.Tests.Documents;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Credentials;

/// <summary>What a credential says as RDF, against jsonld.js with the published contexts.</summary>
[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class CanonicalizationTests
{
    static readonly Gen<string> texts = Gen.OneOf(
            Gen.Int[0, 0x7F],
            Gen.Int[0x80, 0xD7FF],
            Gen.Int[0xE000, 0x10FFFF],
            Gen.Const((int)'a')
        )
        .Array[1, 12]
        .Select(codes => string.Concat(codes.Select(char.ConvertFromUtf32)));

    // Few different alignments, so that some are equal.
    static readonly Gen<Alignment> alignments = Gen.Select(
        Gen.OneOf(Gen.Const("a"), Gen.Const("b")),
        Gen.Bool.Select(coded => coded ? "1" : null),
        (name, code) => new Alignment(name, "https://standards.example.kz/1", code, null)
    );

    static readonly Gen<byte[]> credentials = Gen.Select(
        texts,
        texts,
        alignments.Array[0, 6],
        Gen.Int[0, 100_000],
        Gen.Bool,
        (title, center, alignments, hundredths, hasMark) =>
            OpenBadge.Write(
                CertificateSamples.Latin with
                {
                    CourseTitle = title,
                    CenterName = center,
                    Credits = hundredths / 100m,
                    Mark = hasMark ? hundredths / 1_000m : null,
                },
                CredentialSamples.Facts with
                {
                    Alignments = alignments,
                    Titles = [new("zh", title)],
                }
            )
    );

    [Fact]
    public async Task Every_kind_of_credential_has_the_same_canonical_form_as_by_jsonld()
    {
        var samples = CredentialSamples.Rich();
        samples.Count.ShouldBeGreaterThan(30);
        foreach (var (name, json) in Alike())
            samples.Add(name, json);
        var list = CredentialSamples.List(CredentialSamples.Bits(1, CredentialSamples.Index)).Json;
        samples.Add("status list", list);
        await ShouldAgreeAsync(samples);
    }

    [Fact]
    public Task Any_text_has_the_same_canonical_form_as_by_jsonld() =>
        credentials
            .Array[80]
            .SampleAsync(
                async written =>
                {
                    var samples = written.Select((json, index) => (Name: $"{index}", Json: json)).ToDictionary();
                    await ShouldAgreeAsync(samples);
                },
                iter: 1
            );

    [Fact]
    public void The_order_of_members_and_of_equal_parts_does_not_matter()
    {
        var credential = JsonNode.Parse(CredentialSamples.Rich()["Kazakh, equal alignments"])!.AsObject();
        var before = Canonical(credential);
        var alignments = credential["credentialSubject"]!["achievement"]!["alignment"]!.AsArray();
        for (var i = 0; i < 3; i++)
        {
            var first = alignments[0];
            alignments.RemoveAt(0);
            alignments.Add(first);
            Canonical(Reversed(credential)).ShouldBe(before);
        }
    }

    [Theory]
    [InlineData(400, 30, "told apart")]
    [InlineData(1, 50_000, "at most")]
    public void A_document_made_to_waste_time_is_refused(int lists, int values, string words)
    {
        var credential = JsonNode.Parse(CredentialSamples.Rich()["Latin, plain"])!.AsObject();
        Descriptions(credential, lists, [.. Enumerable.Repeat("Pass", values)]);
        Should.Throw<MalformedCredentialException>(() => Canonical(credential)).Message.ShouldContain(words);
    }

    [Fact]
    public void More_parts_that_are_alike_under_one_than_can_be_told_apart_are_refused()
    {
        var credential = JsonNode.Parse(CredentialSamples.Rich()["Latin, plain"])!.AsObject();
        Results(credential, [.. Enumerable.Repeat("x", 20_000)]);
        Should.Throw<MalformedCredentialException>(() => Canonical(credential)).Message.ShouldContain("told apart");
    }

    static async Task ShouldAgreeAsync(Dictionary<string, byte[]> samples)
    {
        var answers = await Strangers.JudgeAsync(
            samples.Select(sample => new StrangerCase(sample.Key, ["canonical"], Encoding.UTF8.GetString(sample.Value)))
        );

        foreach (var (name, json) in samples)
        {
            var canonical = answers[name]!["canonical"]!;
            canonical.GetValueKind().ShouldBe(JsonValueKind.String, $"{name}: {canonical}");
            using var document = CredentialJson.Read(json);
            Encoding
                .UTF8.GetString(DataIntegrity.Canonicalize(document.RootElement))
                .ShouldBe(canonical.GetValue<string>(), name);
        }
    }

    /// <summary>Lists whose blank nodes differ by what is around them only, and at different distances.</summary>
    static IEnumerable<(string Name, byte[] Json)> Alike()
    {
        string[][] values =
        [
            ["A"],
            ["A", "A"],
            ["A", "A", "A"],
            ["A", "B", "A", "B"],
            [],
        ];
        foreach (var allowed in values)
        {
            foreach (var count in (int[])[1, 2, 4])
            {
                var credential = JsonNode.Parse(CredentialSamples.Rich()["Latin, equal alignments"])!.AsObject();
                Descriptions(credential, count, allowed);
                yield return (
                    $"{count} lists of {string.Join(' ', allowed)}",
                    Encoding.UTF8.GetBytes(credential.ToJsonString())
                );
            }
        }

        foreach (
            var names in (string[][])
                [
                    ["x", "x"],
                    ["x", "y", "x"],
                    ["x", "x", "x", "y", "y"],
                ]
        )
        {
            var credential = JsonNode.Parse(CredentialSamples.Rich()["Latin, plain"])!.AsObject();
            Results(credential, names);
            yield return ($"results with {string.Join(' ', names)}", Encoding.UTF8.GetBytes(credential.ToJsonString()));
        }
    }

    /// <summary>Two equal results, each with parts that differ only by what hangs on them.</summary>
    static void Results(JsonObject credential, string[] names) =>
        credential["credentialSubject"]!["result"] = new JsonArray([
            .. Enumerable
                .Range(0, 2)
                .Select(_ => new JsonObject
                {
                    ["type"] = new JsonArray("Result"),
                    ["resultDescription"] = "https://certificates.example.kz/d/0",
                    ["value"] = "Pass",
                    ["alignment"] = new JsonArray([.. names.Select(name => Aligned("a", Aligned(name)))]),
                }),
        ]);

    static JsonObject Aligned(string name, JsonObject? under = null)
    {
        var alignment = new JsonObject
        {
            ["type"] = new JsonArray("Alignment"),
            ["targetName"] = name,
            ["targetUrl"] = "https://standards.example.kz/1",
        };
        if (under is not null)
            alignment["alignment"] = new JsonArray(under);
        return alignment;
    }

    static void Descriptions(JsonObject credential, int count, string[] allowed) =>
        credential["credentialSubject"]!["achievement"]!["resultDescription"] = new JsonArray([
            .. Enumerable
                .Range(0, count)
                .Select(i => new JsonObject
                {
                    ["id"] = $"https://certificates.example.kz/d/{i}",
                    ["type"] = new JsonArray("ResultDescription"),
                    ["name"] = "Class",
                    ["resultType"] = "Result",
                    ["allowedValue"] = new JsonArray([.. allowed.Select(value => JsonValue.Create(value))]),
                }),
        ]);

    static string Canonical(JsonObject credential)
    {
        using var document = CredentialJson.Read(Encoding.UTF8.GetBytes(credential.ToJsonString()));
        return Encoding.UTF8.GetString(DataIntegrity.Canonicalize(document.RootElement));
    }

    static JsonObject Reversed(JsonObject node) =>
        new(
            node.Reverse()
                .Select(member =>
                    KeyValuePair.Create(
                        member.Key,
                        member.Value is JsonObject inner ? Reversed(inner) : member.Value?.DeepClone()
                    )
                )
        );
}
