using System.Globalization;

namespace Enrollment.Web.CommandLine.Csv;

/// <summary>A row that wasn't taken: its file, the line on which it stands, the field at fault and the reason.</summary>
public sealed record RefusedRow(string File, long Line, string Field, string Reason);

/// <summary>
/// Collects refused rows: all of them go to a CSV file where one was asked for, the first few stay for the terminal,
/// so that memory doesn't grow with the number of bad rows.
/// </summary>
public sealed class RefusedRows(TextWriter? list = null)
{
    /// <summary>How many are kept to be shown.</summary>
    public const int Shown = 20;

    readonly List<RefusedRow> first = [];
    readonly SortedDictionary<string, int> byFile = new(StringComparer.Ordinal);

    public IReadOnlyList<RefusedRow> First => first;
    public IReadOnlyDictionary<string, int> ByFile => byFile;
    public int Count { get; private set; }

    public void Add(string file, long line, string field, string reason)
    {
        if (Count == 0)
            list?.WriteLine("file,line,field,reason");
        Count++;
        byFile[file] = byFile.GetValueOrDefault(file) + 1;
        if (first.Count < Shown)
            first.Add(new RefusedRow(file, line, field, reason));
        list?.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{Quoted(file)},{line},{Quoted(field)},{Quoted(reason)}")
        );
    }

    static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
