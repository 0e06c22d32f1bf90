using System.CommandLine;
using System.Globalization;
using Enrollment.Accounts;
using Enrollment.Admissions;
using Enrollment.Cohorts;
using Enrollment.Web.Api;
using Enrollment.Web.Hosting;
using Enrollment.Web.Tables;

namespace Enrollment.Web.CommandLine.Applications;

/// <summary>
/// <c>enrollment import applications FILE --cohort CODE</c>: what the API does with the same file. Exit code 0: the file was
/// read to its end, refused rows are listed; 1: it can't be read, or the cohort isn't there.
/// </summary>
static class ImportApplicationsCommand
{
    static readonly Caller importer = new("import-applications", "Import of applications", Role.Admin);

    internal static Command Create()
    {
        var file = new Argument<string>("file") { Description = "A table of applications, CSV or XLSX." };
        var cohort = new Option<string>("--cohort") { Description = "The cohort's code.", Required = true };
        var center = new Option<string?>("--center")
        {
            Description = "The center's code, where several centers have a cohort of that code.",
        };
        var source = new Option<string>("--source")
        {
            Description = "The system that the references belong to.",
            DefaultValueFactory = _ => TableEndpoints.DefaultSource,
        };
        var afterClose = new Option<bool>("--after-close")
        {
            Description = "Lets applications in though the window has closed; noted in the audit trail.",
        };
        var preview = new Option<bool>("--preview") { Description = "Says what would happen; writes nothing." };
        var command = new Command("applications", "Imports applications into a cohort.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.Arguments.Add(file);
        foreach (var option in new Option[] { cohort, center, source, afterClose, preview })
            command.Options.Add(option);
        command.SetAction(
            async (parsed, token) =>
            {
                var settings = CommandSettings.Read(parsed.UnmatchedTokens);
                await using var content = Open(parsed.GetRequiredValue(file));
                await using var services = EnrollmentHost.ForCommand(settings);
                var target = new ImportTarget(
                    await CohortAsync(
                        new RequestSender(services, importer, token),
                        parsed.GetRequiredValue(cohort),
                        parsed.GetValue(center)
                    ),
                    parsed.GetRequiredValue(source),
                    parsed.GetValue(afterClose),
                    parsed.GetValue(preview)
                );
                return await RunAsync(services, settings, content, target, token);
            }
        );
        return command;
    }

    static async Task<int> RunAsync(
        IServiceProvider services,
        Settings settings,
        Stream content,
        ImportTarget target,
        CancellationToken token
    )
    {
        var run = new ApplicationImportRun(services, importer, target);
        if (await run.RefusalAsync(token) is { } refusal)
            throw new RefusedException(RefusedException.Say(refusal));

        await using var table = await UploadedTable.TakeAsync(content, token);
        var counts = new Dictionary<ImportOutcome, int>();
        try
        {
            var reader = new ApplicationRowReader(table.Check(settings.Import, TableHeader.Of, token));
            await foreach (var batch in run.RunAsync(table, reader, token))
            {
                foreach (var row in batch)
                {
                    counts[row.Outcome] = counts.GetValueOrDefault(row.Outcome) + 1;
                    foreach (var problem in row.Problems)
                        Say($"row {row.Row}, {problem.Column}: {problem.Message} ({problem.Code})");
                }
            }
        }
        catch (TableException unreadable)
        {
            throw new RefusedException(RefusedException.Say(unreadable.Refusal), unreadable);
        }
        catch (ImportStoppedException stopped)
        {
            throw new RefusedException(
                $"{RefusedException.Say(stopped.Refusal)} {counts.Values.Sum()} of {table.Rows} rows are done; the same call "
                    + "goes on from there.",
                stopped
            );
        }

        if (target.Preview)
            Say($"A preview: nothing was written.");
        Say(
            $"{Count(ImportOutcome.New)} new, {Count(ImportOutcome.Changed)} changed, {Count(ImportOutcome.Unchanged)} unchanged, {Count(ImportOutcome.Refused)} refused"
        );
        return 0;

        int Count(ImportOutcome outcome) => counts.GetValueOrDefault(outcome);
    }

    /// <summary>A code is a center's own, so that two centers may each have a cohort of it.</summary>
    static async Task<Guid> CohortAsync(RequestSender sender, string code, string? center)
    {
        var cohorts = await sender.ListAsync(after => new ListCohorts(null, null, code, null, after, 200));
        var meant = cohorts.Where(cohort => center is null || cohort.CenterCode == center).ToList();
        return meant switch
        {
            [var one] => one.Id,
            [] => throw new RefusedException(
                center is null ? $"No cohort has the code '{code}'." : $"The center '{center}' has no cohort '{code}'."
            ),
            _ => throw new RefusedException(
                $"Several centers have a cohort '{code}'. Name one with --center: "
                    + $"{string.Join(", ", meant.Select(cohort => cohort.CenterCode))}."
            ),
        };
    }

    static FileStream Open(string file)
    {
        try
        {
            return File.OpenRead(file);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"{file} can't be read: {unreadable.Message}", unreadable);
        }
    }

    static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
