using System.Data.Common;
using Enrollment.Data;
using Enrollment.Storage.Data;

namespace Enrollment.Storage.Servers;

/// <summary>A server's row: what its client library gives, turned into values by the same handlers as Dapper's rows.</summary>
sealed class ServerRow(DbDataReader reader) : IRow
{
    static readonly GuidHandler ids = new();
    static readonly InstantHandler instants = new();
    static readonly DateHandler days = new();
    static readonly HundredthsHandler hundredths = new();

    public bool IsNull(int column) => reader.IsDBNull(column);

    public int Number(int column) => reader.GetInt32(column);

    public long LongNumber(int column) => reader.GetInt64(column);

    public decimal Hundredths(int column) => Value<decimal>(hundredths, column);

    public Guid Id(int column) => Value<Guid>(ids, column);

    public DateOnly Day(int column) => Value<DateOnly>(days, column);

    public DateTimeOffset Instant(int column) => Value<DateTimeOffset>(instants, column);

    public string Text(int column) => reader.GetString(column);

    public T Member<T>(int column)
        where T : struct, Enum => Enum.Parse<T>(reader.GetString(column));

    T Value<T>(ValueHandler<T> handler, int column)
        where T : struct =>
        handler.Parse(typeof(T), reader.GetValue(column)) as T?
        ?? throw new InvalidCastException($"Column {column} of the row is NULL.");
}
