using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Enrollment.Certificates;

namespace Enrollment.Web.CommandLine.Demo;

/// <summary>Asks the public address about every certificate, as a stranger would, and compares the files.</summary>
sealed class PublicVerification(RequestSender sender, Uri address, DemoReport report) : IDisposable
{
    const int AtOnce = 16;

    readonly HttpClient client = Client(address);
    readonly RequestSender registrar = sender.As(DemoCallers.Registrar);

    internal async Task RunAsync(List<CertificateView> certificates, string folder)
    {
        var started = Stopwatch.GetTimestamp();
        var answers = new ConcurrentDictionary<Guid, PublicAnswer>();
        await ForAllAsync(
            certificates,
            async certificate => answers[certificate.Id] = await AskAsync(certificate.VerificationCode)
        );
        report.Rate("certificates verified", certificates.Count, Stopwatch.GetElapsedTime(started));
        report.Count("certificates verified", answers.Count);
        var wrong = certificates.FirstOrDefault(certificate =>
            answers[certificate.Id] is var answer && (answer.Answer != "valid" || answer.Serial != certificate.Serial)
        );
        report.Check(
            "the public address answers 'valid' for each certificate",
            wrong is null,
            wrong is null ? "each" : $"{wrong.Serial}: {answers[wrong.Id]}"
        );
        await WriteAsync(certificates, answers, folder);
    }

    /// <summary>Revokes one certificate and asks for a code that was never given out.</summary>
    internal async Task CheckEndsAsync(CertificateView certificate)
    {
        await registrar.SendAsync(
            new ChangeCertificate(certificate.Id, CertificateVerb.Revoke, null, "Issued in a demonstration.")
        );
        var revoked = await AskAsync(certificate.VerificationCode);
        report.Check("a revoked certificate is answered 'revoked'", revoked.Answer == "revoked", revoked.ToString());
        var unknown = await AskAsync("000000-000000-000000-000000");
        report.Check(
            "a code that was never given out is answered 'unknown' with 404",
            unknown is { Answer: "unknown", Status: HttpStatusCode.NotFound },
            unknown.ToString()
        );
    }

    async Task WriteAsync(
        List<CertificateView> certificates,
        ConcurrentDictionary<Guid, PublicAnswer> answers,
        string folder
    )
    {
        Directory.CreateDirectory(folder);
        var wrong = new ConcurrentBag<string>();
        var started = Stopwatch.GetTimestamp();
        await ForAllAsync(
            certificates,
            async certificate =>
            {
                var file = await registrar.SendAsync(new GetCertificateFile(certificate.Id));
                await using var content = file.Content;
                var bytes = new byte[content.Length];
                await content.ReadExactlyAsync(bytes, sender.Token);
                var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
                if (hash != answers[certificate.Id].FileHash || !bytes.AsSpan().StartsWith("%PDF-"u8))
                    wrong.Add(certificate.Serial);
                await File.WriteAllBytesAsync(Path.Combine(folder, $"{certificate.Serial}.pdf"), bytes, sender.Token);
                var credential = await registrar.SendAsync(new GetCredential(certificate.Id));
                var path = Path.Combine(folder, certificate.Serial);
                await File.WriteAllTextAsync($"{path}.json", credential.Json, sender.Token);
                await File.WriteAllTextAsync($"{path}.jwt", credential.Token, sender.Token);
            }
        );
        report.Rate("files written", certificates.Count, Stopwatch.GetElapsedTime(started));
        report.Check(
            "the SHA-256 of each PDF is the one that the public address tells",
            wrong.IsEmpty,
            wrong.FirstOrDefault() ?? "each"
        );
    }

    async Task<PublicAnswer> AskAsync(string code)
    {
        using var response = await client.GetAsync(new Uri($"verify/{code}", UriKind.Relative), sender.Token);
        var text = await response.Content.ReadAsStringAsync(sender.Token);
        try
        {
            using var json = JsonDocument.Parse(text);
            var root = json.RootElement;
            return new PublicAnswer(
                response.StatusCode,
                Text(root, "answer")?.ToLowerInvariant(),
                Text(root, "serial")
                    ?? (root.TryGetProperty("certificate", out var inner) ? Text(inner, "serial") : null),
                Text(root, "fileHash")
            );
        }
        catch (JsonException)
        {
            return new PublicAnswer(response.StatusCode, null, null, null);
        }
    }

    static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    Task ForAllAsync(IEnumerable<CertificateView> certificates, Func<CertificateView, Task> work) =>
        Parallel.ForEachAsync(
            certificates,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = sender.Token },
            async (certificate, _) => await work(certificate)
        );

    static HttpClient Client(Uri address)
    {
        var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return client;
    }

    public void Dispose() => client.Dispose();

    sealed record PublicAnswer(HttpStatusCode Status, string? Answer, string? Serial, string? FileHash)
    {
        public override string ToString() =>
            string.Create(CultureInfo.InvariantCulture, $"{(int)Status} {Answer ?? "no answer"}, serial {Serial}");
    }
}
