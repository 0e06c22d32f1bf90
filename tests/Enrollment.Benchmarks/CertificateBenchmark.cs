using System.Diagnostics;
using Enrollment.Certificates;
using Enrollment.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Enrollment.Benchmarks;

/// <summary>Certificates drawn per CPU-second, and issued end to end: gate, number, PDF on disk, register.</summary>
static class CertificateBenchmark
{
    internal static async Task RunAsync(string directory)
    {
        await using var provider = EnrollmentHost.ForCommand(new Settings { DataDirectory = directory });
        var renderer = provider.GetRequiredService<ICertificateRenderer>();
        Render(renderer);
        PeerBenchmark.Run(renderer, Snapshot(renderer, "Latn", "Nurgul Abdrakhmanova"));
        await MakeAsync(provider);

        const int warm = 500;
        const int counted = 5_000;
        var data = new BenchmarkData(provider);
        var center = await data.CreateCohortAsync("ISSUE", warm + counted);
        await data.CreatePeopleAsync(warm + counted);
        var enrollments = await data.PassAsync(center);
        await data.IssueAsync([.. enrollments.Take(warm)]);
        var clock = Stopwatch.StartNew();
        var rows = await data.IssueAsync([.. enrollments.Skip(warm)]);
        if (rows.Any(row => row.Problem is not null))
            throw new InvalidOperationException($"A row was refused: {rows.First(r => r.Problem is not null).Problem}");
        Figure.Print(
            "certificates_issued_per_second",
            rows.Count / clock.Elapsed.TotalSeconds,
            "certificates/s",
            new { cores = Environment.ProcessorCount, rows.Count }
        );
        using var self = Process.GetCurrentProcess();
        Figure.Print("issuing_peak_memory", self.PeakWorkingSet64 / 1048576.0, "MB");
    }

    static void Render(ICertificateRenderer renderer)
    {
        foreach (
            var (script, name) in new[]
            {
                ("Latn", "Nurgul Abdrakhmanova"),
                ("Cyrl", "Әбдірахманова Нұргүл Қайратқызы"),
                ("Hans", "王小明"),
                ("Arab", "فاطمة الزهراء بنت محمد"),
            }
        )
        {
            long bytes = 0;
            var count = 0;
            using var self = Process.GetCurrentProcess();
            var rates = new List<double>();
            for (var round = 0; round < 4; round++)
            {
                self.Refresh();
                var before = self.TotalProcessorTime;
                var clock = Stopwatch.StartNew();
                var drawn = 0;
                for (; clock.Elapsed < TimeSpan.FromSeconds(2); drawn++)
                    bytes += renderer.Render(Snapshot(renderer, script, $"{name} {count++ % 97}")).Length;
                self.Refresh();
                if (round > 0)
                    rates.Add(drawn / (self.TotalProcessorTime - before).TotalSeconds);
            }

            Figure.Print(
                $"certificates_rendered_per_cpu_second_{script.ToLowerInvariant()}",
                Figure.Median(rates),
                "certificates/CPU-s",
                new { bytesPerPdf = bytes / count }
            );
        }
    }

    /// <summary>The whole document: credential in both forms, PDF with the credential in it, P-256 signature.</summary>
    static async Task MakeAsync(IServiceProvider provider)
    {
        var renderer = provider.GetRequiredService<ICertificateRenderer>();
        var issuer = provider.GetRequiredService<ICredentialIssuer>();
        var signer = provider.GetRequiredService<IDocumentSigner>();
        var request = new SignatureRequest("ALA", "Almaty Training Center", "Almaty", DateTimeOffset.UtcNow);
        long bytes = 0;
        var count = 0;
        using var self = Process.GetCurrentProcess();
        var rates = new List<double>();
        for (var round = 0; round < 4; round++)
        {
            self.Refresh();
            var before = self.TotalProcessorTime;
            var clock = Stopwatch.StartNew();
            var made = 0;
            for (; clock.Elapsed < TimeSpan.FromSeconds(2); made++)
            {
                var snapshot = WithCredential(
                    Snapshot(renderer, "Latn", $"Nurgul Abdrakhmanova {count++ % 97}"),
                    issuer
                );
                var pdf = renderer.Render(snapshot, issuer.Issue(snapshot).Json);
                bytes += (await signer.SignAsync(pdf, request, CancellationToken.None)).Pdf.Length;
            }

            self.Refresh();
            if (round > 0)
                rates.Add(made / (self.TotalProcessorTime - before).TotalSeconds);
        }

        Figure.Print(
            "certificates_made_and_signed_per_cpu_second",
            Figure.Median(rates),
            "certificates/CPU-s",
            new { bytesPerPdf = bytes / count }
        );
    }

    static CertificateSnapshot WithCredential(CertificateSnapshot snapshot, ICredentialIssuer issuer) =>
        snapshot with
        {
            Credential = new CredentialFacts
            {
                Id = Guid.NewGuid(),
                SubjectId = Guid.NewGuid(),
                Issuer = issuer.Issuer,
                CenterCode = "ALA",
                SignedAt = DateTimeOffset.UtcNow,
                TimeZone = "Asia/Almaty",
                CourseVersion = 1,
                Alignments = [],
                StatusList = 1,
                StatusIndex = 4711,
                Holder = [issuer.Identify("name", snapshot.Names[0].Text)],
            },
        };

    static CertificateSnapshot Snapshot(ICertificateRenderer renderer, string script, string name) =>
        new()
        {
            TemplateVersion = renderer.CurrentTemplateVersion,
            Serial = "ALA-2026-000123",
            VerificationCode = "7Q2M4X-9KDPTV-3HRB8C-W5YF0A",
            VerificationUrl = "https://certificates.example.org/verify/7Q2M4X-9KDPTV-3HRB8C-W5YF0A",
            Names = [new PrintedName(script, name)],
            CourseCode = "EV-201",
            CourseTitle = "Electric-Vehicle Technology",
            Hours = 240,
            Credits = 8,
            NqfLevel = 4,
            CenterName = "Almaty Training Center",
            StartsOn = new DateOnly(2026, 2, 2),
            EndsOn = new DateOnly(2026, 6, 19),
            AwardedOn = new DateOnly(2026, 6, 24),
            IssuedOn = new DateOnly(2026, 6, 29),
            Award = "Distinction",
            Mark = 87.5m,
            MinutesNumber = "2026/14",
            Signatories = [new Signatory("Aigerim Sadykova", "Director")],
        };
}
