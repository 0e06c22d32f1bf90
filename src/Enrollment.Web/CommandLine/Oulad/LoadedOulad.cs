using System.Diagnostics;
using Enrollment.Web.CommandLine.Csv;

namespace Enrollment.Web.CommandLine.Oulad;

/// <summary>A data set that was read and joined whole; nothing has been written yet.</summary>
sealed record LoadedOulad(OuladDataSet Data, IReadOnlyDictionary<string, int> RowsByFile, RefusedRows Refusals)
{
    /// <summary>How long the reading took.</summary>
    internal TimeSpan Took { get; private init; }

    /// <summary>Throws <see cref="CsvException"/> with every file that can't be read.</summary>
    internal static LoadedOulad From(string directory, RefusedRows refusals)
    {
        var started = Stopwatch.GetTimestamp();
        var files = new OuladFiles(directory, refusals);
        files.Read();
        var data = new OuladDataSet(files, refusals);
        data.Join();
        return new LoadedOulad(data, files.RowsByFile, refusals) { Took = Stopwatch.GetElapsedTime(started) };
    }
}
