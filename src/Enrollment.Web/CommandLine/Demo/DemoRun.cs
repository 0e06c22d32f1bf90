using System.Diagnostics;
using Enrollment.Cohorts;
using Enrollment.Web.CommandLine.Csv;
using Enrollment.Web.CommandLine.Oulad;

namespace Enrollment.Web.CommandLine.Demo;

/// <summary>What a demo starts from: a data set or, without one, a number of made-up trainees.</summary>
sealed record DemoInput(string? Data, string Output, int Seed, int Trainees, int Places);

/// <summary>The main job from end to end, on a server of its own and an empty register.</summary>
sealed class DemoRun(DemoInput input, LoadedOulad? loaded, RequestSender sender, Uri address)
{
    readonly DemoReport report = new();

    internal async Task<int> RunAsync()
    {
        var catalog = new DemoCatalog(sender);
        await catalog.CreateAsync();
        var names = new MadeUpNames(input.Seed);
        var cohorts = loaded is not null
            ? await ImportAsync(loaded)
            : await new MadeUpCohorts(sender, catalog, report).RunAsync(input.Trainees, names, input.Seed);
        cohorts.Add(await AdmitAsync(catalog, names));
        await new MailRound(sender, report).RunAsync();

        var issue = new BulkIssue(sender, report);
        var certificates = await issue.RunAsync(cohorts);
        report.Check("there are certificates to verify", certificates.Count > 0);
        await issue.RedrawAsync(certificates);
        await new PaperRound(sender, report).RunAsync(
            [.. certificates.Where(certificate => certificate.CohortId == cohorts[^1])],
            (await sender.SendAsync(new GetCohort(cohorts[^1]))).CenterId,
            input.Output
        );
        using var verification = new PublicVerification(sender, address, report);
        await verification.RunAsync(certificates, Path.Combine(input.Output, "certificates"));
        if (certificates.Count > 0)
            await verification.CheckEndsAsync(certificates[0]);
        await new IssuerFolder(sender, address, report).RunAsync(certificates, input.Output);

        report.Agreement(await Agreement.OfAsync(sender, cohorts));
        await report.WriteAsync(Path.Combine(input.Output, "summary.json"), sender.Token);
        report.Print();
        return report.Failed.Count == 0 ? 0 : 1;
    }

    /// <summary>Imports twice: the second run must find everything there.</summary>
    async Task<List<Guid>> ImportAsync(LoadedOulad from)
    {
        var (data, rowsByFile, refusals) = from;
        var started = Stopwatch.GetTimestamp();
        var (cohorts, counts) = await ImportAsync(data, refusals);
        report.Rate("import rows", rowsByFile.Values.Sum(), from.Took + Stopwatch.GetElapsedTime(started));
        foreach (var (file, rows) in rowsByFile)
            report.Count($"rows of {file}", rows);
        foreach (var (entity, count) in counts.ByEntity)
            report.Count(entity, count.Created);
        report.Count("rows refused", refusals.Count);

        report.Expect(
            "every registration row is an enrollment or refused",
            rowsByFile[OuladFiles.RegistrationsFile],
            counts.ByEntity["enrollments"].Created + refusals.ByFile.GetValueOrDefault(OuladFiles.RegistrationsFile)
        );
        report.Expect(
            "every score row is a mark, blank or refused",
            rowsByFile[OuladFiles.ScoresFile],
            counts.ByEntity["marks"].Created
                + data.BlankScores
                + refusals.ByFile.GetValueOrDefault(OuladFiles.ScoresFile)
        );
        var (_, again) = await ImportAsync(data, new RefusedRows());
        report.Expect("importing again creates nothing", 0, again.ByEntity.Values.Sum(count => count.Created));
        return cohorts;
    }

    async Task<(List<Guid> Cohorts, ImportCounts Counts)> ImportAsync(OuladDataSet data, RefusedRows refusals)
    {
        var counts = new ImportCounts();
        List<Guid> cohorts = [];
        await ImportProgress.RunAsync(async progress =>
        {
            var import = new OuladImport(sender.As(ImportOuladCommand.Importer), refusals, counts, progress);
            await import.RunAsync(data);
            cohorts = import.Cohorts;
        });
        return (cohorts, counts);
    }

    /// <summary>A cohort of this center, from application to sealed minutes in one day.</summary>
    async Task<Guid> AdmitAsync(DemoCatalog catalog, MadeUpNames names)
    {
        var tomorrow = catalog.Today.AddDays(1);
        var cohort = await catalog.OpenAsync("OPEN-1", input.Places, catalog.Today.AddDays(-30), tomorrow, tomorrow);
        var trainees = await new AdmissionsRound(sender, catalog, report).RunAsync(cohort, names);
        await new BoardRound(sender, catalog, report).RunAsync(cohort, trainees, catalog.Today, input.Seed);
        return cohort.Id;
    }
}
