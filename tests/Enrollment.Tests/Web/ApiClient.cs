using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Web;

/// <summary>An answer, read to its end.</summary>
sealed record Answer(int Status, HttpResponseMessage Message, byte[] Bytes)
{
    internal string Text => Encoding.UTF8.GetString(Bytes);
    internal JsonNode Json => JsonNode.Parse(Bytes)!;
    internal string? Type => Message.Content.Headers.ContentType?.MediaType;
    internal string? ETag => Header("ETag");
    internal string? Location => Header("Location");
    internal string? Code => (string?)Json["code"];

    internal JsonNode? this[string member] => Json[member];

    internal string? Header(string name) =>
        Message.Headers.TryGetValues(name, out var values) ? string.Join(", ", values)
        : Message.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values)
        : null;

    /// <summary>The answer, if it has this status.</summary>
    internal Answer Expect(int status)
    {
        Status.ShouldBe(status, $"{Message.RequestMessage!.Method} {Message.RequestMessage.RequestUri}: {Text}");
        return this;
    }

    /// <summary>The answer, if it is problem details with this status and code, in full.</summary>
    internal Answer ExpectProblem(int status, string code)
    {
        Expect(status);
        Type.ShouldBe("application/problem+json");
        Code.ShouldBe(code, Text);
        ((string?)this["type"]).ShouldBe($"urn:enrollment:problem:{code}");
        ((int?)this["status"]).ShouldBe(status);
        ((string?)this["title"]).ShouldNotBeNullOrWhiteSpace();
        ((string?)this["detail"]).ShouldNotBeNullOrWhiteSpace();
        foreach (var problem in this["problems"]?.AsArray() ?? [])
        {
            ((string?)problem!["field"]).ShouldNotBeNullOrWhiteSpace();
            ((string?)problem["code"]).ShouldNotBeNullOrWhiteSpace();
            ((string?)problem["message"]).ShouldNotBeNullOrWhiteSpace();
        }

        return this;
    }

    /// <summary>The fields that the problem names.</summary>
    internal IReadOnlyList<string> Fields => [.. this["problems"]!.AsArray().Select(p => (string)p!["field"]!)];
}

/// <summary>Calls the API as one caller.</summary>
sealed class ApiClient(HttpClient http) : IDisposable
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    internal HttpClient Http => http;

    internal Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) =>
        CallAsync(HttpMethod.Get, path, null, headers);

    internal Task<Answer> PostAsync(string path, object? body = null, params (string Name, string Value)[] headers) =>
        CallAsync(HttpMethod.Post, path, body, headers);

    internal Task<Answer> PutAsync(string path, object? body, params (string Name, string Value)[] headers) =>
        CallAsync(HttpMethod.Put, path, body, headers);

    /// <summary>A string is sent as it stands, HTTP content too, anything else as JSON.</summary>
    internal async Task<Answer> CallAsync(
        HttpMethod method,
        string path,
        object? body = null,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body switch
        {
            null => null,
            HttpContent content => content,
            string text => new StringContent(text, Encoding.UTF8, "application/json"),
            _ => JsonContent.Create(body, options: Json),
        };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue();
        var token = TestContext.Current.CancellationToken;
        var response = await http.SendAsync(request, token);
        return new Answer((int)response.StatusCode, response, await response.Content.ReadAsByteArrayAsync(token));
    }

    public void Dispose() => http.Dispose();
}
