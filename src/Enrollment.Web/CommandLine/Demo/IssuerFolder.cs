using System.Diagnostics;
using Enrollment.Certificates;

namespace Enrollment.Web.CommandLine.Demo;

/// <summary>
/// Writes what the issuer publishes, as strangers fetch it, and verifies all that was issued by these files alone.
/// </summary>
sealed class IssuerFolder(RequestSender sender, Uri address, DemoReport report)
{
    /// <summary>Address and file of each, from the public address.</summary>
    static readonly (string Path, string File)[] published =
    [
        (".well-known/did.json", "did.json"),
        (".well-known/jwks.json", "jwks.json"),
        ("status-lists/1", "status-list.json"),
        ("status-lists/1.jwt", "status-list.jwt"),
        ("status-lists/1/suspended", "suspension-list.json"),
        ("issuer/ca.pem", "ca.pem"),
    ];

    internal async Task RunAsync(IReadOnlyList<CertificateView> certificates, string output)
    {
        var folder = Path.Combine(output, "issuer");
        Directory.CreateDirectory(folder);
        using var client = new HttpClient { BaseAddress = address };
        foreach (var (path, file) in published)
        {
            var content = await client.GetByteArrayAsync(new Uri(path, UriKind.Relative), sender.Token);
            await File.WriteAllBytesAsync(Path.Combine(folder, file), content, sender.Token);
        }

        var now = TimeProvider.System.GetUtcNow();
        var verifier = await VerifyCommand.OpenAsync(folder, now, sender.Token);
        var wrong = new List<string>();
        var started = Stopwatch.GetTimestamp();
        var revoked = 0;
        foreach (var certificate in certificates)
        {
            foreach (var ending in (string[])["pdf", "json", "jwt"])
            {
                var path = Path.Combine(output, "certificates", $"{certificate.Serial}.{ending}");
                var answer = verifier.Verify(await File.ReadAllBytesAsync(path, sender.Token), now);
                if (answer.Credential?.Verdict == Credentials.Verification.Verdict.Revoked)
                    revoked++;
                else if (!answer.IsValid)
                    wrong.Add($"{path}: {answer}");
            }
        }

        report.Rate("files verified offline", 3 * certificates.Count, Stopwatch.GetElapsedTime(started));
        report.Check(
            "each file is valid by what the issuer publishes",
            wrong.Count == 0,
            wrong.FirstOrDefault() ?? "each"
        );
        report.Expect("the revoked certificate is told by the status list", certificates.Count > 0 ? 3 : 0, revoked);
    }
}
