using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;

namespace Enrollment.Tests.Web;

/// <summary>
/// Asks everything that the server's own OpenAPI document offers, as one caller: each read with each id wherever an id
/// stands and with each of its filters, and each write with an empty body and a version that no row has, so that nothing
/// is written.
/// </summary>
sealed partial class ApiWalk(HttpClient http, JsonNode document, IReadOnlyList<Guid> ids, IReadOnlyList<string> texts)
{
    readonly SortedDictionary<string, string> answers = new(StringComparer.Ordinal);

    /// <summary>
    /// Each request with its answer: status, headers and body, all but the server's time, the number of the request and
    /// what is random in a signature.
    /// </summary>
    internal async Task<IReadOnlyDictionary<string, string>> AnswersAsync()
    {
        foreach (var (path, operations) in document["paths"]!.AsObject())
        {
            foreach (var (method, operation) in operations!.AsObject())
            {
                var parameters = operation!["parameters"]?.AsArray() ?? [];
                if (method == "get")
                    await ReadAsync(path, [.. parameters.Select(p => p!)]);
                else
                    await WriteAsync(new HttpMethod(method.ToUpperInvariant()), path, [.. parameters.Select(p => p!)]);
            }
        }

        return answers;
    }

    async Task ReadAsync(string path, IReadOnlyList<JsonNode> parameters)
    {
        foreach (var address in Addresses(path, parameters))
        {
            // Whoever is refused is refused before any filter is looked at.
            if (await AskAsync(HttpMethod.Get, address) >= 300)
                continue;

            foreach (var filter in parameters.Where(p => In(p) == "query" && !Required(p)))
            {
                foreach (var value in Values(filter["schema"]))
                    await AskAsync(HttpMethod.Get, With(address, (string)filter["name"]!, value));
            }
        }
    }

    async Task WriteAsync(HttpMethod method, string path, IReadOnlyList<JsonNode> parameters)
    {
        foreach (var address in Addresses(path, parameters))
            await AskAsync(method, address);
    }

    /// <summary>The path with every combination of what its parameters can be, and of those that the query must have.</summary>
    IEnumerable<string> Addresses(string path, IReadOnlyList<JsonNode> parameters)
    {
        IEnumerable<string> addresses = [path];
        foreach (var parameter in parameters.Where(p => In(p) == "path" || (In(p) == "query" && Required(p))))
        {
            var name = (string)parameter["name"]!;
            var values = Values(parameter["schema"]).ToList();
            addresses = addresses.SelectMany(address =>
                values.Select(value =>
                    In(parameter) == "path"
                        ? address.Replace($"{{{name}}}", value, StringComparison.Ordinal)
                        : With(address, name, value)
                )
            );
        }

        return addresses;
    }

    /// <summary>What a parameter of this schema may be.</summary>
    IEnumerable<string> Values(JsonNode? schema)
    {
        if ((string?)schema?["$ref"] is { } reference)
            return Values(document["components"]!["schemas"]![reference.Split('/')[^1]]);
        if ((schema?["oneOf"] ?? schema?["anyOf"]) is JsonArray either)
            return either.SelectMany(Values);
        if (schema?["enum"] is JsonArray members)
            return members.Where(member => member is not null).Select(member => member!.ToString());

        var types = schema?["type"] switch
        {
            JsonArray several => [.. several.Select(type => (string?)type)],
            { } one => [(string?)one],
            null => new List<string?>(),
        };
        return types.Contains("boolean") ? ["true", "false"]
            : types.Contains("integer") ? ["1"]
            : (string?)schema?["format"] == "uuid" ? ids.Select(id => id.ToString())
            : types.Contains("string") ? texts
            : [];
    }

    async Task<int> AskAsync(HttpMethod method, string address)
    {
        using var request = new HttpRequestMessage(method, address);
        if (method != HttpMethod.Get)
        {
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
            request.Headers.TryAddWithoutValidation("If-Match", "\"999-0\"");
        }

        var token = TestContext.Current.CancellationToken;
        using var response = await http.SendAsync(request, token);
        var workbook = (response.Content.Headers.ContentType?.MediaType ?? "").Contains(
            "spreadsheet",
            StringComparison.Ordinal
        );
        var headers = response
            .Headers.Concat(response.Content.Headers)
            .Where(header => header.Key != "Date" && !(workbook && header.Key == "Content-Length"))
            .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}")
            .Order(StringComparer.Ordinal);
        var body = workbook
            ? await SheetsAsync(await response.Content.ReadAsStreamAsync(token))
            : Signature().Replace(TraceId().Replace(await response.Content.ReadAsStringAsync(token), ""), "");
        var status = (int)response.StatusCode;
        answers[$"{method} {address}"] = $"{status}\n{string.Join('\n', headers)}\n\n{body}";
        return status;
    }

    /// <summary>All parts of a workbook but the one that says when it was written, by the machine's clock.</summary>
    static async Task<string> SheetsAsync(Stream workbook)
    {
        await using var archive = await ZipArchive.CreateAsync(workbook, ZipArchiveMode.Read, false, null);
        var parts = new StringBuilder();
        foreach (var entry in archive.Entries.Where(entry => entry.Name != "core.xml"))
        {
            using var reader = new StreamReader(await entry.OpenAsync());
            parts.Append(entry.FullName).Append('\n').Append(await reader.ReadToEndAsync()).Append('\n');
        }

        return parts.ToString();
    }

    static string With(string address, string name, string value) =>
        $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}={Uri.EscapeDataString(value)}";

    static string? In(JsonNode parameter) => (string?)parameter["in"];

    static bool Required(JsonNode parameter) => (bool?)parameter["required"] ?? false;

    /// <summary>The bytes of a document's signature, which has a random part.</summary>
    [GeneratedRegex("/Contents<[0-9A-Fa-f]*>")]
    private static partial Regex Signature();

    [GeneratedRegex(@"""traceId"":""[^""]*""")]
    private static partial Regex TraceId();
}
