using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Enrollment.Certificates;
using Enrollment.Data;
using Enrollment.Documents;
using Enrollment.Documents.Signatures;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Enrollment.Benchmarks;

/// <summary>What a certificate's parts cost: drawing, credential, signatures of either kind, and all together.</summary>
static class MakingBenchmark
{
    const int Batch = CertificateIssuing.BatchSize;

    static readonly SignatureRequest request = new("ALA", "Almaty Training Center", "Almaty", DateTimeOffset.UtcNow);

    internal static async Task RunAsync(IServiceProvider provider)
    {
        var renderer = provider.GetRequiredService<ICertificateRenderer>();
        var issuer = provider.GetRequiredService<ICredentialIssuer>();
        var elliptic = Signer(ECDsa.Create(ECCurve.NamedCurves.nistP256));
        var rsa = Signer(RSA.Create(2048));
        var pdf = renderer.Render(Snapshot(renderer, "Latn", "Nurgul Abdrakhmanova"));

        await MeasureAsync("certificates_rendered", i => Task.FromResult(renderer.Render(Numbered(i)).Length));
        await MeasureAsync(
            "credentials_made",
            i => Task.FromResult(issuer.Issue(WithCredential(Numbered(i), issuer)).Json.Length)
        );
        await MeasureAsync("signed_p256", _ => SignAsync(elliptic, pdf));
        await MeasureAsync("signed_rsa2048", _ => SignAsync(rsa, pdf));
        await MeasureAsync(
            "certificates_rendered_and_signed_p256",
            i => SignAsync(elliptic, renderer.Render(Numbered(i)))
        );
        await MeasureAsync(
            "certificates_rendered_and_signed_rsa2048",
            i => SignAsync(rsa, renderer.Render(Numbered(i)))
        );
        var files = new NoFiles();
        await using var scope = provider.CreateAsyncScope();
        var making = new DocumentMaking(
            scope.ServiceProvider.GetRequiredService<IMediator>(),
            renderer,
            issuer,
            elliptic,
            files,
            TimeProvider.System,
            NullLogger<DocumentMaking>.Instance
        );
        // One at a time on one core as all above, then as the program does it: many at a time, on all cores.
        await MeasureAsync("certificates_made_and_signed_p256", i => MakeAsync(i, 1));
        await MeasureAsync("certificates_made_and_signed_p256_on_all_cores", i => MakeAsync(i, Batch), Batch);

        async Task<int> MakeAsync(int i, int count)
        {
            await making.MakeAsync([.. Enumerable.Range(i * count, count).Select(Prepared)], CancellationToken.None);
            return files.Take();
        }

        PreparedCertificate Prepared(int i) => new(Guid.NewGuid(), WithCredential(Numbered(i), issuer));

        CertificateSnapshot Numbered(int i) => Snapshot(renderer, "Latn", $"Nurgul Abdrakhmanova {i % 97}");
    }

    /// <summary>The first of a process, by the wall: fonts are read, code is compiled.</summary>
    internal static void First(IServiceProvider provider)
    {
        var clock = Stopwatch.StartNew();
        var renderer = provider.GetRequiredService<ICertificateRenderer>();
        renderer.Render(Snapshot(renderer, "Latn", "Nurgul Abdrakhmanova"));
        Figure.Print("certificate_first_after_start", clock.Elapsed.TotalMilliseconds, "ms");
    }

    /// <summary>Measures what makes a number of documents at a time and answers their bytes.</summary>
    static async Task MeasureAsync(string name, Func<int, Task<int>> make, int documents = 1)
    {
        long bytes = 0;
        var count = 0;
        var allocated = GC.GetTotalAllocatedBytes();
        using var self = Process.GetCurrentProcess();
        var rates = new List<double>();
        for (var round = 0; round < 4; round++)
        {
            self.Refresh();
            var before = self.TotalProcessorTime;
            var clock = Stopwatch.StartNew();
            var made = 0;
            for (; clock.Elapsed < TimeSpan.FromSeconds(2); made += documents)
                bytes += await make(count++);
            self.Refresh();
            if (round > 0)
                rates.Add(made / (self.TotalProcessorTime - before).TotalSeconds);
        }

        Figure.Print(
            $"{name}_per_cpu_second",
            Figure.Median(rates),
            "/CPU-s",
            new
            {
                bytes = bytes / count / documents,
                allocated = (GC.GetTotalAllocatedBytes() - allocated) / count / documents,
            }
        );
    }

    static async Task<int> SignAsync(IDocumentSigner signer, byte[] pdf) =>
        (await signer.SignAsync(pdf, request, CancellationToken.None)).Pdf.Length;

    /// <summary>A key with a certificate of itself, as a center's own would be, and nothing above it.</summary>
    static IDocumentSigner Signer(AsymmetricAlgorithm key)
    {
        var certificate = key is RSA rsa
            ? new CertificateRequest("CN=Certificates", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest("CN=Certificates", (ECDsa)key, HashAlgorithmName.SHA256);
        var now = DateTimeOffset.UtcNow;
        using var own = certificate.CreateSelfSigned(now.AddDays(-1), now.AddYears(1));
        var settings = new SigningKeySettings("Key")
        {
            Base64 = Convert.ToBase64String(own.Export(X509ContentType.Pkcs12, "bench")),
            Password = "bench",
        };
        return new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddDocumentSigning(_ => new DocumentSigningSettings(settings))
            .BuildServiceProvider()
            .GetRequiredService<IDocumentSigner>();
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

    internal static CertificateSnapshot Snapshot(ICertificateRenderer renderer, string script, string name) =>
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

    /// <summary>Files that are counted and not kept: what a disk takes is measured where whole batches are issued.</summary>
    sealed class NoFiles : IFileStore
    {
        int bytes;

        /// <summary>Bytes of all files since it was asked last.</summary>
        internal int Take() => Interlocked.Exchange(ref bytes, 0);

        public Task<IReadOnlyList<string>> PutAsync(IReadOnlyList<ReadOnlyMemory<byte>> files, CancellationToken token)
        {
            Interlocked.Add(ref bytes, files.Sum(file => file.Length));
            return Task.FromResult<IReadOnlyList<string>>([.. files.Select(_ => "")]);
        }

        public IEnumerable<string> List(TimeSpan least, TimeSpan most) => [];

        public bool Remove(string hash, TimeSpan least) => false;

        public Task<Stream?> OpenAsync(string hash, CancellationToken token) => Task.FromResult<Stream?>(null);
    }
}
