using System.Diagnostics;
using System.Text;
using Enrollment.Certificates;
using Enrollment.Pipeline;

namespace Enrollment.Web.CommandLine.Demo;

/// <summary>Issues every certificate that sealed minutes allow, and looks at the numbers and files.</summary>
sealed class BulkIssue(RequestSender sender, DemoReport report)
{
    const int Redrawn = 200;

    readonly RequestSender registrar = sender.As(DemoCallers.Registrar);

    internal async Task<List<CertificateView>> RunAsync(IReadOnlyList<Guid> cohorts)
    {
        var started = Stopwatch.GetTimestamp();
        int issued = 0,
            held = 0,
            asked = 0;
        var others = new List<string>();
        foreach (var cohort in cohorts)
        {
            var issuable = await registrar.SendAsync(new ListIssuable(cohort));
            var rows = await IssueAsync(issuable);
            asked += issuable.Count;
            issued += rows.Count(row => row.Problem is null);
            held += rows.Count(row => row.Problem?.Code == "awarded_already");
            others.AddRange(
                rows.Select(row => row.Problem)
                    .Where(problem => problem is not null && problem.Code != "awarded_already")
                    .Select(problem => problem!.Message)
            );
        }

        report.Rate("certificates issued", issued, Stopwatch.GetElapsedTime(started));
        report.Count("certificates", issued);
        report.Count("certificates refused: award held already", held);
        report.Expect("each row is issued or has its reason", asked, issued + held + others.Count);
        report.Check(
            "nothing is refused but awards that the person holds",
            others.Count == 0,
            others.FirstOrDefault() ?? "none"
        );
        var left = 0;
        foreach (var cohort in cohorts)
            left += (await registrar.SendAsync(new ListIssuable(cohort))).Count;
        report.Expect("only those stay without a certificate", held, left);

        var certificates = await registrar.ListAsync(after => new ListCertificates(null, null, null, after, 1_000));
        report.Expect("the register holds what was issued", issued, certificates.Count);
        CheckSerials(certificates);
        return certificates;
    }

    async Task<IReadOnlyList<CertificateRow>> IssueAsync(IReadOnlyList<Guid> enrollments)
    {
        if (enrollments.Count == 0)
            return [];
        await using var scope = sender.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<RequestContext>().Caller = registrar.Caller;
        var issuing = scope.ServiceProvider.GetRequiredService<CertificateIssuing>();
        var result = await issuing.IssueAsync(enrollments, sender.Token);
        return result.Refusal is { } refusal ? throw new RefusedException(RefusedException.Say(refusal)) : result.Value;
    }

    /// <summary>Each series runs from 1 without gaps or repeats.</summary>
    void CheckSerials(List<CertificateView> certificates)
    {
        var broken = certificates
            .GroupBy(certificate => certificate.Serial[..certificate.Serial.LastIndexOf('-')])
            .Where(series =>
                !series
                    .Select(certificate => int.Parse(certificate.Serial.AsSpan(series.Key.Length + 1), null))
                    .Order()
                    .SequenceEqual(Enumerable.Range(1, series.Count()))
            )
            .Select(series => series.Key);
        var first = broken.FirstOrDefault();
        report.Check("serial numbers run without gaps or repeats", first is null, first ?? "none broken");
    }

    /// <summary>Draws some certificates anew from their frozen content: the signed file must begin with what is drawn.</summary>
    internal async Task RedrawAsync(List<CertificateView> certificates)
    {
        var some = certificates.Take(Redrawn).ToList();
        var originals = new List<(CertificateSnapshot Snapshot, byte[] Credential, byte[] File)>();
        foreach (var certificate in some)
        {
            var verification = await registrar.SendAsync(new VerifyCertificate(certificate.VerificationCode));
            var credential = await registrar.SendAsync(new GetCredential(certificate.Id));
            var file = await registrar.SendAsync(new GetCertificateFile(certificate.Id));
            await using var content = file.Content;
            var bytes = new byte[content.Length];
            await content.ReadExactlyAsync(bytes, sender.Token);
            originals.Add((verification.Certificate!, Encoding.UTF8.GetBytes(credential.Json), bytes));
        }

        var renderer = sender.Services.GetRequiredService<ICertificateRenderer>();
        var files = new byte[some.Count][];
        var started = Stopwatch.GetTimestamp();
        Parallel.For(
            0,
            some.Count,
            place => files[place] = renderer.Render(originals[place].Snapshot, originals[place].Credential)
        );
        report.Rate("certificates drawn", some.Count, Stopwatch.GetElapsedTime(started));
        var same = files.Zip(originals).Count(pair => pair.Second.File.AsSpan().StartsWith(pair.First));
        report.Expect("a certificate that is drawn again is what was signed", some.Count, same);
    }
}
