using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Shouldly;

namespace Enrollment.Tests.Web;

/// <summary>
/// The OpenAPI document as a contract: an exchange whose status, media type or body the document doesn't announce fails
/// the test that made it.
/// </summary>
sealed class ApiContract(Uri address) : IDisposable
{
    readonly HttpClient plain = new() { BaseAddress = address };
    readonly ConcurrentDictionary<string, JsonSchema> schemas = new(StringComparer.Ordinal);
    readonly Lock gate = new();
    readonly SemaphoreSlim reading = new(1);
    JsonNode? document;

    internal async Task<JsonNode> DocumentAsync(CancellationToken token)
    {
        await reading.WaitAsync(token);
        try
        {
            return document ??= JsonNode.Parse(await plain.GetStringAsync("/openapi/v1.json", token))!;
        }
        finally
        {
            reading.Release();
        }
    }

    internal async Task CheckAsync(HttpRequestMessage request, HttpResponseMessage response, CancellationToken token)
    {
        var api = await DocumentAsync(token);
        var path = request.RequestUri!.AbsolutePath;
        var method = request.Method == HttpMethod.Head ? "get" : request.Method.Method.ToLowerInvariant();
        if (Find(api, path) is not { } template || api["paths"]![template]![method] is not { } operation)
        {
            if (path.StartsWith("/api/", StringComparison.Ordinal))
                ((int)response.StatusCode).ShouldBeOneOf(204, 401, 404, 405);
            return;
        }

        var what = $"{request.Method} {path}: {(int)response.StatusCode}";
        var answer = operation["responses"]![$"{(int)response.StatusCode}"];
        answer.ShouldNotBeNull($"{what} isn't documented for {method} {template}.");
        var type = response.Content.Headers.ContentType?.MediaType;
        var content = answer["content"] as JsonObject;
        if (
            request.Method == HttpMethod.Head
            || response.StatusCode is HttpStatusCode.NotModified or HttpStatusCode.Found
        )
            return;

        type.ShouldNotBeNull($"{what} has no media type.");
        var media = content?[type];
        media.ShouldNotBeNull($"{what} with {type} isn't documented for {method} {template}.");
        if (!type.EndsWith("json", StringComparison.Ordinal))
            return;

        media["schema"].ShouldNotBeNull($"{method} {template} documents no schema of {type} with {answer}.");
        var schema = schemas.GetOrAdd(media["schema"]!.ToJsonString(), text => Compile(api, text));
        await response.Content.LoadIntoBufferAsync(token);
        using var body = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(token));
        lock (gate)
        {
            var outcome = schema.Evaluate(
                body.RootElement,
                new EvaluationOptions { OutputFormat = OutputFormat.List, RequireFormatValidation = true }
            );
            outcome.IsValid.ShouldBeTrue($"{what} isn't as documented.\n{body.RootElement}\n{Errors(outcome)}");
        }
    }

    /// <summary>The documented path that the address belongs to; literal segments go before parameters.</summary>
    static string? Find(JsonNode api, string path)
    {
        var segments = path.Trim('/').Split('/');
        return api["paths"]!
            .AsObject()
            .Select(entry => entry.Key)
            .Where(template => Fits(template.Trim('/').Split('/'), segments))
            .MinBy(template => template.Count(c => c == '{'));
    }

    static bool Fits(string[] template, string[] segments) =>
        template.Length == segments.Length
        && template.Zip(segments).All(pair => pair.First.StartsWith('{') || pair.First == pair.Second);

    static JsonSchema Compile(JsonNode api, string text)
    {
        var whole = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$defs"] = api["components"]?["schemas"]?.DeepClone(),
            ["allOf"] = new JsonArray(JsonNode.Parse(text)),
        };
        return JsonSchema.FromText(
            whole.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal)
        );
    }

    static string Errors(EvaluationResults outcome) =>
        string.Join(
            '\n',
            (outcome.Details ?? [])
                .Where(d => d.Errors is not null)
                .SelectMany(d => d.Errors!.Select(e => $"{d.InstanceLocation}: {e.Value} ({d.EvaluationPath})"))
        );

    public void Dispose()
    {
        plain.Dispose();
        reading.Dispose();
    }
}

/// <summary>Checks each exchange on its way back.</summary>
sealed class ContractHandler(ApiContract contract)
    : DelegatingHandler(
        new SocketsHttpHandler { AllowAutoRedirect = false, Expect100ContinueTimeout = TimeSpan.FromMinutes(1) }
    )
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var response = await base.SendAsync(request, cancellationToken);
        await contract.CheckAsync(request, response, cancellationToken);
        return response;
    }
}
