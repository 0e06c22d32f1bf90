using System.Globalization;
using Enrollment.Storage;

namespace Enrollment.Web.CommandLine.Copy;

/// <summary>Tells what a copy does, a line for every tenth of a table, and in the end how both sides compare.</summary>
sealed class CopyReport(TextWriter progress, TextWriter result)
{
    string table = "";
    long tenths;

    internal void Tell(CopyProgress step)
    {
        if (step.Step == CopyStep.Comparing)
        {
            Say(progress, $"{step.Table}: compared {step.Rows:N0} rows");
            return;
        }

        if (step.Rows == 0 && step.Total > 0)
            return;
        var now = step.Total == 0 ? 10 : step.Rows * 10 / step.Total;
        if (step.Table == table && now == tenths)
            return;
        (table, tenths) = (step.Table, now);
        Say(progress, $"{step.Table}: copied {step.Rows:N0} of {step.Total:N0}");
    }

    internal void Tell(CopyOutcome outcome, StorageOptions from, StorageOptions to, TimeSpan elapsed)
    {
        Say(result, $"{"table", -20}{"source", 14}{"target", 14}  equal");
        foreach (var row in outcome.Tables)
            Say(result, $"{row.Name, -20}{row.SourceRows, 14:N0}{row.TargetRows, 14:N0}  {(row.Equal ? "yes" : "NO")}");

        var (files, missing) = (outcome.Files, outcome.Files.Missing.Count);
        Say(
            result,
            $"{"files", -20}{files.Referred, 14:N0}{files.Referred - missing, 14:N0}  {(missing == 0 ? "yes" : "NO")}"
        );
        var total = outcome.Tables.Sum(row => row.SourceRows);
        Say(result, $"{total:N0} rows in {elapsed.TotalSeconds:N1} s: {total / elapsed.TotalSeconds:N0} rows/s");
        if (outcome.IsComplete)
            result.WriteLine($"\n{Next(from, to)}");
        if (missing > 0)
        {
            progress.WriteLine(
                $"Files are neither in {from.DataDirectory} nor in {to.DataDirectory}, or are damaged; the first is "
                    + $"{files.Missing[0]}. If they are elsewhere, name that data directory with --files."
            );
        }

        if (outcome.Tables.Any(row => !row.Equal))
            progress.WriteLine("The target isn't equal to the source. Don't use it: empty it and copy again.");
    }

    /// <summary>What an administrator does now.</summary>
    static string Next(StorageOptions from, StorageOptions to)
    {
        var database =
            to.Engine == DatabaseEngine.Sqlite
                ? "Take Enrollment:Database:Engine and Enrollment:Database:ConnectionString away."
                : $"Set Enrollment:Database:Engine to {to.Engine} and Enrollment:Database:ConnectionString to what stands "
                    + $"behind '{CopyPlace.NameOf(to.Engine)}:'.";
        var directory =
            from.DataDirectory == to.DataDirectory
                ? $"Leave Enrollment:DataDirectory at {to.DataDirectory}: the files stay there."
                : $"Set Enrollment:DataDirectory to {to.DataDirectory}.";
        return $"""
            Everything is equal. Next, before anybody writes to the source again:
            1. Stop the program.
            2. {database}
            3. {directory}
            4. Start the program. The source is a backup now; don't start the program on it again.
            """;
    }

    static void Say(TextWriter to, FormattableString text) => to.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
