using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Enrollment.Credentials.Issuers;
using Enrollment.Tests.Architecture;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Credentials;

/// <summary>A credential that strangers are asked about.</summary>
/// <param name="Name">Unlike any other of the same call.</param>
/// <param name="Judges">Of tests/strangers/judge.mjs: canonical, digitalBazaar, verifierCore, jose, bareKey, png, svg.</param>
/// <param name="Json">With an embedded proof, or without one for its canonical form.</param>
/// <param name="Token">For jose.</param>
/// <param name="Key">A bare JWK for the token.</param>
/// <param name="Png">A picture in base64.</param>
/// <param name="Svg">A picture.</param>
sealed record StrangerCase(
    string Name,
    string[] Judges,
    string? Json = null,
    string? Token = null,
    string? Key = null,
    string? Png = null,
    string? Svg = null
);

/// <summary>
/// Libraries of other people that verify credentials (tests/strangers, fetched by the build). One process answers for
/// many cases, with documents at hand and a clock that stands still.
/// </summary>
static class Strangers
{
    static readonly JsonSerializerOptions camelCase = new(JsonSerializerDefaults.Web);
    static readonly TimeSpan patience = TimeSpan.FromMinutes(3);

    /// <summary>What each judge said of each case.</summary>
    /// <param name="cases">The cases.</param>
    /// <param name="documents">What the addresses serve beside the issuers' documents.</param>
    internal static async Task<JsonObject> JudgeAsync(
        IEnumerable<StrangerCase> cases,
        params (string Url, byte[] Text)[] documents
    )
    {
        IssuerKeySet[] issuers = [CredentialSamples.Keys, CredentialSamples.OtherKeys];
        var served = issuers
            .Select(keys => (Url: keys.Did.DocumentUrl.AbsoluteUri, Text: IssuerDocuments.DidDocument(keys)))
            .Concat(documents);
        return await JudgeAsync(
            cases,
            CredentialSamples.Now,
            IssuerDocuments.KeySet(CredentialSamples.Keys),
            [.. served]
        );
    }

    /// <summary>What each judge said of each case, with the key set and the documents of any issuer.</summary>
    internal static Task<JsonObject> JudgeAsync(
        IEnumerable<StrangerCase> cases,
        DateTimeOffset now,
        byte[] keySet,
        IReadOnlyList<(string Url, byte[] Text)> documents
    ) =>
        AskAsync(
            "judge.mjs",
            new
            {
                Now = now,
                Documents = documents.ToDictionary(
                    document => document.Url,
                    document => Encoding.UTF8.GetString(document.Text)
                ),
                KeySet = Encoding.UTF8.GetString(keySet),
                Cases = cases,
            }
        );

    /// <summary>What a program of tests/strangers prints of an input.</summary>
    internal static async Task<JsonObject> AskAsync(string program, object input)
    {
        var file = Path.GetTempFileName();
        try
        {
            var text = JsonSerializer.Serialize(input, camelCase);
            await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
            return JsonNode.Parse(await RunAsync(program, file))!.AsObject();
        }
        finally
        {
            File.Delete(file);
        }
    }

    static async Task<string> RunAsync(string program, string file)
    {
        var folder = Path.Combine(ArchitectureTests.Repository(), "tests", "strangers");
        var start = new ProcessStartInfo("node", [Path.Combine(folder, program), file])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(patience);
        using var end = limit.Token.Register(process.Kill);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var output = await process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        process.ExitCode.ShouldBe(0, await error);
        return output;
    }

    internal static bool Accepted(this JsonObject answers, string name, string judge) =>
        answers[name]![judge]!["accepted"]!.GetValue<bool>();
}
