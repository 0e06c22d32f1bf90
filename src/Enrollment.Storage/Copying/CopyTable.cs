using System.Data;
using System.Data.Common;
using System.Globalization;
using Dapper;
using Enrollment.Storage.Data;

namespace Enrollment.Storage.Copying;

/// <summary>A table as the migrations make it.</summary>
/// <param name="Name">As written in the migration.</param>
/// <param name="Columns">In the order in which they were added.</param>
/// <param name="Key">The names of the primary key's columns, in its order.</param>
/// <param name="Parent">The place of the column that refers to this table's own key; null where none does.</param>
sealed record CopyTable(string Name, IReadOnlyList<CopyColumn> Columns, IReadOnlyList<string> Key, int? Parent)
{
    internal string ColumnList => string.Join(", ", Columns.Select(column => column.Name));

    /// <summary>Every row once, in the order that the engine likes best.</summary>
    internal string SelectAll => $"SELECT {ColumnList} FROM {Name}";

    internal string SelectInOrder => $"{SelectAll} ORDER BY {string.Join(", ", Key)}";
}

/// <summary>
/// A column and how its values travel: every engine's form becomes one of Guid, DateTimeOffset, DateOnly, long, string and
/// null, and that one the other engine's.
/// </summary>
/// <param name="Name">As written in the migration.</param>
/// <param name="Type">The name of its placeholder: "guid" for <c>${guid}</c>.</param>
sealed record CopyColumn(string Name, string Type)
{
    readonly SqlMapper.ITypeHandler? handler = Type switch
    {
        "guid" => new GuidHandler(),
        "instant" => new InstantHandler(),
        "date" => new DateHandler(),
        _ => null,
    };

    internal bool IsNumber { get; } = Type is "int" or "long";

    /// <summary>A value as code knows it; null for NULL.</summary>
    internal object? Read(object value) =>
        value is DBNull ? null
        : handler is not null ? handler.Parse(typeof(object), value)
        : IsNumber ? Convert.ToInt64(value, CultureInfo.InvariantCulture)
        : (string)value;

    /// <summary>Sets a parameter's type and value.</summary>
    internal void Write(DbParameter parameter, object? value)
    {
        if (handler is not null)
        {
            handler.SetValue(parameter, value ?? DBNull.Value);
            return;
        }

        parameter.DbType = IsNumber ? DbType.Int64 : DbType.String;
        parameter.Value = value ?? DBNull.Value;
    }

    /// <summary>
    /// The one form that equal values have whatever engine they come from: ids in lower-case digits, instants in
    /// microseconds since 1970 UTC, dates as yyyy-MM-dd, numbers in digits, texts as they are.
    /// </summary>
    internal static string? Canonical(object? value) =>
        value switch
        {
            null => null,
            string text => text,
            Guid id => id.ToString("D"),
            DateTimeOffset instant => (
                (instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond
            ).ToString(CultureInfo.InvariantCulture),
            DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            long number => number.ToString(CultureInfo.InvariantCulture),
            _ => throw new InvalidCastException($"A {value.GetType().Name} isn't a value of any column."),
        };
}
