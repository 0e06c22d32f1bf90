namespace Enrollment.Storage;

/// <summary>What a copy did and how the two sides compare after it.</summary>
public sealed record CopyOutcome(IReadOnlyList<TableCompared> Tables, FilesCopied Files)
{
    /// <summary>The target holds what the source holds, and every file that it refers to is there.</summary>
    public bool IsComplete => Tables.All(table => table.Equal) && Files.Missing.Count == 0;
}

/// <summary>A table as it was read from both sides in the end.</summary>
/// <param name="Name">As the migrations write it.</param>
/// <param name="SourceRows">How many the source has.</param>
/// <param name="TargetRows">How many the target has.</param>
/// <param name="Equal">Whether the numbers and the hashes of all rows are the same.</param>
public sealed record TableCompared(string Name, long SourceRows, long TargetRows, bool Equal);

/// <summary>The files that rows refer to.</summary>
/// <param name="Referred">How many there are.</param>
/// <param name="Copied">How many weren't in the target's data directory before.</param>
/// <param name="Missing">The keys of those that neither data directory has, or whose bytes have changed.</param>
public sealed record FilesCopied(long Referred, long Copied, IReadOnlyList<string> Missing);

/// <summary>How far a copy is with a table.</summary>
/// <param name="Step">What is being done with it.</param>
/// <param name="Table">As the migrations write it.</param>
/// <param name="Rows">How many rows are done.</param>
/// <param name="Total">How many there are.</param>
public sealed record CopyProgress(CopyStep Step, string Table, long Rows, long Total);

/// <summary>What is being done with a table.</summary>
public enum CopyStep
{
    Copying,
    Comparing,
}
