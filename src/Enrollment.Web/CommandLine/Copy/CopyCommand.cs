using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using Enrollment.Storage;

namespace Enrollment.Web.CommandLine.Copy;

/// <summary>
/// <c>enrollment copy</c>: moves an installation to another engine or place. Exit code 0 only when both sides were read
/// again in the end and are equal.
/// </summary>
static class CopyCommand
{
    internal static Command Create()
    {
        var from = Place("--from", "The source");
        var to = Place("--to", "The target, new or left by a copy that was broken off");
        var files = new Option<string?>("--files")
        {
            HelpName = "DIRECTORY",
            Description =
                "The data directory that goes with a server, for the folder of files in it; needed between two servers. "
                + "Beside sqlite:DIRECTORY it is that directory unless said here, and the files stay where they are.",
        };
        var copy = new Command(
            "copy",
            "Copies an installation to another database of any engine, then compares every table of both. Stop the "
                + "program before: what it writes after the copy stays behind. The source can be read meanwhile, but not "
                + "written to. What was broken off goes on with the same words. A password on the command line shows in "
                + "the list of processes: write the words into a file that only you can read, each on a line of its own in "
                + "double quotes, and call 'enrollment copy @FILE'."
        );
        copy.Options.Add(from);
        copy.Options.Add(to);
        copy.Options.Add(files);
        copy.Validators.Add(words =>
        {
            if (words.Errors.Any() || words.GetResult(from) is null || words.GetResult(to) is null)
                return;
            var (source, target) = (Read(words.GetResult(from)!), Read(words.GetResult(to)!));
            var named = words.GetResult(files) is not null;
            if (source is null || target is null)
                return;
            if (source.Directory is not null && target.Directory is not null && named)
                words.AddError("--files is for a server; with sqlite on both sides each has its own directory.");
            if (source.Directory is null && target.Directory is null && !named)
                words.AddError("Between two servers --files DIRECTORY is needed: the data directory with the files.");
        });
        copy.SetAction(
            async (parsed, token) =>
            {
                // Other commands take settings behind their own words; nothing of this one is a setting.
                if (parsed.UnmatchedTokens is [var word, ..])
                {
                    await Console.Error.WriteLineAsync(
                        $"'{word}' isn't understood. 'enrollment copy --help' lists the words."
                    );
                    return 2;
                }

                var source = CopyPlace.Read(parsed.GetRequiredValue(from))!;
                var target = CopyPlace.Read(parsed.GetRequiredValue(to))!;
                var directory = Path.GetFullPath(parsed.GetValue(files) ?? source.Directory ?? target.Directory!);
                // Most of it waits for databases in calls that block; Ctrl+C must still get through.
                return await Task.Run(
                    () => RunAsync(source.Options(directory), target.Options(directory), token),
                    token
                );
            }
        );
        return copy;
    }

    static Option<string> Place(string name, string what)
    {
        var option = new Option<string>(name)
        {
            Required = true,
            HelpName = "ENGINE:PLACE",
            Description =
                $"{what}: sqlite:DIRECTORY, \"postgresql:Host=...;Database=...;Username=...;Password=...\" or "
                + "\"sqlserver:Server=...;Database=...;User ID=...;Password=...\".",
        };
        option.Validators.Add(words =>
        {
            if (Read(words) is null)
                words.AddError(
                    $"{name} reads {string.Join(" or ", MigrationScript.EngineNames.Select(engine => $"{engine}:..."))}."
                );
        });
        return option;
    }

    static CopyPlace? Read(OptionResult words) => words.Tokens is [var only] ? CopyPlace.Read(only.Value) : null;

    static async Task<int> RunAsync(StorageOptions from, StorageOptions to, CancellationToken token)
    {
        var started = Stopwatch.GetTimestamp();
        var report = new CopyReport(Console.Error, Console.Out);
        try
        {
            var outcome = await new DatabaseCopy(from, to, report.Tell).RunAsync(token);
            report.Tell(outcome, from, to, Stopwatch.GetElapsedTime(started));
            return outcome.IsComplete ? 0 : 1;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync(
                "Broken off. What is copied stays; the same words go on where it stood."
            );
            return 1;
        }
    }
}
