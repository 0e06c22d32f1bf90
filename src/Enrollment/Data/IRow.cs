namespace Enrollment.Data;

/// <summary>
/// The current row of a statement that reads thousands, column by column. Columns count from 0 in the statement's order;
/// the engine gives values back as they were written. What isn't of the asked kind, NULL included, is a bug and throws.
/// </summary>
public interface IRow
{
    bool IsNull(int column);

    int Number(int column);

    long LongNumber(int column);

    /// <summary>An integer in hundredths as the decimal that it stands for.</summary>
    decimal Hundredths(int column);

    Guid Id(int column);

    DateOnly Day(int column);

    /// <summary>With the offset zero.</summary>
    DateTimeOffset Instant(int column);

    string Text(int column);

    /// <summary>A member of an enumeration by its name.</summary>
    T Member<T>(int column)
        where T : struct, Enum;
}
