namespace Enrollment.Data;

/// <summary>
/// One statement in the subset that every engine runs. Each is a static value beside its only reader, so that a test
/// can enumerate them all and run each on every engine.
/// </summary>
public sealed record Sql(string Text)
{
    /// <summary>
    /// Statements that are read a page at a time, or only from the first row to a number of rows, end in ORDER BY; the
    /// engine adds its own row limit.
    /// </summary>
    public bool Paged { get; init; }
}
