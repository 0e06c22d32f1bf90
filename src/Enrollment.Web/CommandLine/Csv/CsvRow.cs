using System.Globalization;
using nietras.SeparatedValues;

namespace Enrollment.Web.CommandLine.Csv;

/// <summary>
/// One row while it is read. Each reader answers false, with the reason noted, where the field doesn't hold what it
/// should; a row is refused with its first problem.
/// </summary>
readonly ref struct CsvRow
{
    readonly SepReader.Row row;
    readonly IReadOnlyDictionary<string, int> columns;
    readonly CsvFile file;

    internal CsvRow(SepReader.Row row, IReadOnlyDictionary<string, int> columns, CsvFile file)
    {
        this.row = row;
        this.columns = columns;
        this.file = file;
    }

    internal int Line => row.LineNumberFrom;

    ReadOnlySpan<char> Field(string name) => row[columns[name]].Span;

    /// <summary>Text that isn't blank.</summary>
    internal bool Text(string field, out string text)
    {
        text = Field(field).ToString();
        return text.Length > 0 || Refuse(field, "The field is blank.");
    }

    internal bool Whole(string field, int least, int most, out int value)
    {
        var text = Field(field);
        return (
                int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
                && value >= least
                && value <= most
            ) || Refuse(field, $"'{Shortened(text)}' isn't a whole number from {least} to {most}.");
    }

    /// <summary>As <see cref="Whole"/>; a blank field is null.</summary>
    internal bool WholeOrBlank(string field, int least, int most, out int? value)
    {
        value = null;
        if (Field(field).IsEmpty)
            return true;
        if (!Whole(field, least, most, out var given))
            return false;
        value = given;
        return true;
    }

    /// <summary>A number with at most two decimals.</summary>
    internal bool Number(string field, decimal least, decimal most, out decimal value)
    {
        const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        var text = Field(field);
        return (
                decimal.TryParse(text, Plain, CultureInfo.InvariantCulture, out value)
                && value >= least
                && value <= most
                && decimal.Round(value, 2) == value
            )
            || Refuse(
                field,
                $"'{Shortened(text)}' isn't a number from {least.ToString(CultureInfo.InvariantCulture)} to "
                    + $"{most.ToString(CultureInfo.InvariantCulture)} with at most two decimals."
            );
    }

    /// <summary>As <see cref="Number"/>; a blank field is null.</summary>
    internal bool NumberOrBlank(string field, decimal least, decimal most, out decimal? value)
    {
        value = null;
        if (Field(field).IsEmpty)
            return true;
        if (!Number(field, least, most, out var given))
            return false;
        value = given;
        return true;
    }

    /// <summary>One of the names of an enumeration, spelled exactly so.</summary>
    internal bool OneOf<T>(string field, out T value)
        where T : struct, Enum
    {
        var text = Field(field);
        return (Enum.TryParse(text, out value) && text.SequenceEqual(value.ToString()))
            || Refuse(field, $"'{Shortened(text)}' is none of {string.Join(", ", Enum.GetNames<T>())}.");
    }

    /// <summary>Always false, so that a condition can end with it.</summary>
    internal bool Refuse(string field, string reason)
    {
        file.Refuse(Line, field, reason);
        return false;
    }

    /// <summary>What of a field is shown in a reason.</summary>
    internal static string Shortened(ReadOnlySpan<char> text) =>
        text.Length <= 40 ? text.ToString() : $"{text[..40]}...";
}

/// <summary>Reads a row into a record; false where the row is refused.</summary>
delegate bool CsvRowParser<T>(CsvRow row, out T record);
