using System.Diagnostics;
using Enrollment.Certificates;
using Enrollment.Credentials.Badges;
using Enrollment.Credentials.Issuers;
using Enrollment.Credentials.Proofs;
using Enrollment.Credentials.Status;
using Enrollment.Credentials.Verification;

namespace Enrollment.Benchmarks;

/// <summary>Credentials written and signed in both forms, and verified, per CPU-second.</summary>
static class CredentialBenchmark
{
    static readonly DateTimeOffset now = new(2026, 6, 29, 9, 0, 0, TimeSpan.Zero);

    internal static void Run()
    {
        var keys = IssuerKeySet.Load(
            WebDid.At(new("https://certificates.example.org"), "centers", "ALA"),
            KeyText.Generate()
        );
        var written = Measure(
            "credentials_signed_per_cpu_second",
            i => SignedCredential.Of(OpenBadge.Write(Snapshot(i), Facts(keys, i)), keys, now)
        );
        var document = DidDocument.Read(IssuerDocuments.DidDocument(keys));
        var facts = new StatusListFacts(ListUrl, keys.Did.Value, StatusPurpose.Revocation, now, now.AddDays(1));
        var list = SignedCredential.Of(StatusList.Write(new Bitstring(), facts), keys, now);
        var verified = new CredentialVerifier([document], []).VerifyList(list.Json, now).List!;
        var verifier = new CredentialVerifier([document], [verified]);
        Measure(
            "credentials_verified_per_cpu_second",
            _ =>
                verifier.Verify(written.Json, now).Verdict == Verdict.Valid
                    ? written
                    : throw new InvalidOperationException("A credential isn't valid.")
        );
    }

    const string ListUrl = "https://certificates.example.org/status-lists/1";

    static SignedCredential Measure(string name, Func<int, SignedCredential> work)
    {
        using var self = Process.GetCurrentProcess();
        var rates = new List<double>();
        var last = work(0);
        var count = 0;
        for (var round = 0; round < 4; round++)
        {
            self.Refresh();
            var before = self.TotalProcessorTime;
            var clock = Stopwatch.StartNew();
            var done = 0;
            for (; clock.Elapsed < TimeSpan.FromSeconds(2); done++)
                last = work(count++);
            self.Refresh();
            if (round > 0)
                rates.Add(done / (self.TotalProcessorTime - before).TotalSeconds);
        }

        var rate = Figure.Median(rates);
        Figure.Print(
            name,
            rate,
            "credentials/CPU-s",
            new
            {
                cpuMilliseconds = Math.Round(1000 / rate, 3),
                bytesJson = last.Json.Length,
                bytesToken = last.Token.Length,
            }
        );
        return last;
    }

    static BadgeFacts Facts(IssuerKeySet keys, int number) =>
        new()
        {
            Id = new Guid(number, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
            SubjectId = new Guid(number, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11),
            Issuer = new(keys.Did.Value, "Almaty Training Center", "https://certificates.example.org/centers/ALA"),
            AchievementUrl = "https://certificates.example.org/achievements/EV-201/1",
            ValidFrom = now,
            TimeZone = "Asia/Almaty",
            Status = new(ListUrl, number % Bitstring.LeastSize, StatusPurpose.Revocation),
            Identities = [HashedIdentity.Of("emailAddress", $"trainee{number}@example.org", "0123456789abcdef")],
            Titles = [new("kk", "Электромобиль технологиясы"), new("ru", "Электромобили"), new("zh", "电动汽车技术")],
            Alignments =
            [
                new("motor vehicle engine tester", "http://data.europa.eu/esco/occupation/1", "7231.2", "ESCO"),
                new("Автоэлектрик", "https://standards.example.org/7231", "7231-4", "National standards"),
            ],
        };

    static CertificateSnapshot Snapshot(int number) =>
        new()
        {
            TemplateVersion = "1",
            Serial = $"ALA-2026-{number:000000}",
            VerificationCode = "7Q2M4X-9KDPTV-3HRB8C-W5YF0A",
            VerificationUrl = "https://certificates.example.org/verify/7Q2M4X-9KDPTV-3HRB8C-W5YF0A",
            Names = [new PrintedName("Cyrl", "Әбдірахманова Нұргүл Қайратқызы")],
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
            ExpiresOn = new DateOnly(2031, 6, 28),
            Award = "Distinction",
            Mark = 87.5m,
            MinutesNumber = "2026/14",
            Signatories = [new Signatory("Aigerim Sadykova", "Director")],
        };
}
