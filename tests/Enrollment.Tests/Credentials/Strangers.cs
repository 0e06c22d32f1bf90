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
            .Concat(documents)
            .ToDictionary(document => document.Url, document => Encoding.UTF8.GetString(document.Text));
        var input = JsonSerializer.Serialize(
            new
            {
                CredentialSamples.Now,
                Documents = served,
                KeySet = Encoding.UTF8.GetString(IssuerDocuments.KeySet(CredentialSamples.Keys)),
                Cases = cases,
            },
            camelCase
        );
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, input, TestContext.Current.CancellationToken);
            return JsonNode.Parse(await RunAsync(file))!.AsObject();
        }
        finally
        {
            File.Delete(file);
        }
    }

    static async Task<string> RunAsync(string file)
    {
        var folder = Path.Combine(ArchitectureTests.Repository(), "tests", "strangers");
        var start = new ProcessStartInfo("node", [Path.Combine(folder, "judge.mjs"), file])
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
