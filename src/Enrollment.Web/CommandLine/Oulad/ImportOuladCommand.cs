using System.CommandLine;
using System.Diagnostics;
using Enrollment.Accounts;
using Enrollment.Web.CommandLine.Csv;
using Enrollment.Web.Hosting;

namespace Enrollment.Web.CommandLine.Oulad;

/// <summary>
/// <c>enrollment import oulad DIR</c>. Exit code 0: the import finished, refused rows are listed; 1: a file can't be
/// read, nothing was written.
/// </summary>
static class ImportOuladCommand
{
    internal static readonly Caller Importer = new("import-oulad", "OULAD import", Role.Admin);

    internal static Command Create()
    {
        var directory = new Argument<string>("dir") { Description = "The folder with the CSV files." };
        var list = new Option<string?>("--refusals") { Description = "Writes every refused row into this CSV file." };
        var oulad = new Command(
            "oulad",
            "Imports the Open University Learning Analytics Dataset: registrations, assessments, marks and recorded results. "
                + "Gender, region, age, disability and the click-stream aren't imported."
        )
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        oulad.Arguments.Add(directory);
        oulad.Options.Add(list);
        oulad.SetAction(
            (parsed, token) =>
                RunAsync(
                    parsed.GetRequiredValue(directory),
                    parsed.GetValue(list),
                    CommandSettings.Read(parsed.UnmatchedTokens),
                    token
                )
        );
        return oulad;
    }

    static async Task<int> RunAsync(string directory, string? list, Settings settings, CancellationToken token)
    {
        await using var listed = list is null ? null : Open(list);
        var started = Stopwatch.GetTimestamp();
        var loaded = LoadedOulad.From(directory, new RefusedRows(listed));

        await using var services = EnrollmentHost.ForCommand(settings);
        var sender = new RequestSender(services, Importer, token);
        var counts = new ImportCounts();
        OuladImport? import = null;
        await ImportProgress.RunAsync(async progress =>
        {
            import = new OuladImport(sender, loaded.Refusals, counts, progress);
            await import.RunAsync(loaded.Data);
        });
        var elapsed = Stopwatch.GetElapsedTime(started);
        ImportSummary.Write(loaded.RowsByFile, counts, loaded.Refusals, elapsed);
        ImportSummary.WriteAgreement(await Agreement.OfAsync(sender, import!.Cohorts));
        return 0;
    }

    static StreamWriter Open(string list)
    {
        try
        {
            return new StreamWriter(list);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"--refusals {list} can't be written: {unwritable.Message}", unwritable);
        }
    }
}
