using System.CommandLine;
using Enrollment.Data;
using Enrollment.Documents.Signatures;
using Enrollment.Storage;
using Enrollment.Web.CommandLine.Applications;
using Enrollment.Web.CommandLine.Copy;
using Enrollment.Web.CommandLine.Csv;
using Enrollment.Web.CommandLine.Demo;
using Enrollment.Web.CommandLine.Oulad;
using Enrollment.Web.Hosting;
using Microsoft.AspNetCore.Connections;

namespace Enrollment.Web.CommandLine;

/// <summary>
/// The command line: without a command the program serves. Settings are read by every command alike, so
/// <c>--Enrollment:DataDirectory=...</c> may stand behind any of them.
/// </summary>
public static class EnrollmentCommand
{
    /// <summary>Exit code 0: done; 1: refused or failed, said on standard error; 2: the words of the call are off.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Trainee enrollment and certification. Without a command it serves.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        root.SetAction((parsed, token) => Server.RunAsync([.. parsed.UnmatchedTokens], token));
        root.Subcommands.Add(ServeCommand());
        root.Subcommands.Add(MigrateCommand.Create());
        root.Subcommands.Add(CopyCommand.Create());
        root.Subcommands.Add(KeysCommand.Create());
        root.Subcommands.Add(VerifyCommand.Create());
        root.Subcommands.Add(ImportCommand());
        root.Subcommands.Add(DemoCommand.Create());
        root.Subcommands.Add(SeedDemoCommand.Create());

        // Settings may stand behind any command, so words that aren't known pass; the first one must be a command.
        if (args is [var first, ..] && !first.StartsWith('-') && root.Subcommands.All(command => command.Name != first))
        {
            await Console.Error.WriteLineAsync($"There is no command '{first}'. 'enrollment --help' lists them.");
            return 2;
        }

        var call = root.Parse(args);
        try
        {
            var code = await call.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
            return call.Errors.Count > 0 ? 2 : code;
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"{taken.Message} Stop the other program, or give --urls=ADDRESS.");
            return 1;
        }
        catch (Exception refused)
            when (refused
                    is SettingsException
                        or SigningKeyException
                        or MigrationException
                        or CopyException
                        or DatabaseSetupException
                        or DatabaseUnavailableException
                        or CsvException
                        or RefusedException
                        or OperationCanceledException
            )
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return 1;
        }
    }

    static Command ImportCommand()
    {
        var import = new Command("import", "Imports the records of another system.");
        import.Subcommands.Add(ImportApplicationsCommand.Create());
        import.Subcommands.Add(ImportOuladCommand.Create());
        return import;
    }

    static Command ServeCommand()
    {
        var serve = new Command("serve", "Serves pages and API; what runs without a command.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        serve.SetAction((parsed, token) => Server.RunAsync([.. parsed.UnmatchedTokens], token));
        return serve;
    }
}
