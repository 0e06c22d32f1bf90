using System.Data;
using System.Globalization;
using Enrollment.Storage.Sqlite;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;

namespace Enrollment.Storage.Data;

/// <summary>
/// 36 lower-case characters on SQLite and on SQL Server, whose own type doesn't order ids by time; PostgreSQL's own type.
/// </summary>
sealed class GuidHandler : ValueHandler<Guid>
{
    const int Length = 36;

    protected override object Write(IDbDataParameter parameter, Guid value)
    {
        switch (parameter)
        {
            case SqliteParameter sqlite:
                sqlite.SqliteType = SqliteType.Text;
                return SqliteForm.Of(value);
            case SqlParameter sqlServer:
                sqlServer.SqlDbType = SqlDbType.VarChar;
                sqlServer.Size = Length;
                return value.ToString("D");
            default:
                parameter.DbType = DbType.Guid;
                return value;
        }
    }

    protected override Guid Parse(object value) =>
        value switch
        {
            Guid guid => guid,
            string text => Guid.ParseExact(text, "D"),
            _ => throw new InvalidCastException($"A {value.GetType().Name} in the database isn't an id."),
        };
}

/// <summary>
/// On SQLite <c>yyyy-MM-ddTHH:mm:ss.fffffffZ</c>. What is read always has the offset zero. Whole microseconds, as
/// PostgreSQL keeps them: what was written compares equal to what is read on every engine.
/// </summary>
sealed class InstantHandler : ValueHandler<DateTimeOffset>
{
    internal static DateTimeOffset Stored(DateTimeOffset value) =>
        new(value.UtcTicks - value.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);

    protected override object Write(IDbDataParameter parameter, DateTimeOffset value)
    {
        var stored = Stored(value);
        if (parameter is SqliteParameter sqlite)
        {
            sqlite.SqliteType = SqliteType.Text;
            return SqliteForm.Of(stored);
        }

        parameter.DbType = DbType.DateTimeOffset;
        return stored;
    }

    protected override DateTimeOffset Parse(object value) =>
        value switch
        {
            DateTimeOffset instant => instant.ToUniversalTime(),
            DateTime utc => new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)),
            string text => DateTimeOffset.ParseExact(
                text,
                SqliteForm.Instant,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal
            ),
            _ => throw new InvalidCastException($"A {value.GetType().Name} in the database isn't an instant."),
        };
}

/// <summary>On SQLite <c>yyyy-MM-dd</c>; elsewhere the engine's own type.</summary>
sealed class DateHandler : ValueHandler<DateOnly>
{
    protected override object Write(IDbDataParameter parameter, DateOnly value)
    {
        if (parameter is SqliteParameter sqlite)
        {
            sqlite.SqliteType = SqliteType.Text;
            return SqliteForm.Of(value);
        }

        parameter.DbType = DbType.Date;
        return value;
    }

    protected override DateOnly Parse(object value) =>
        value switch
        {
            DateOnly date => date,
            DateTime midnight => DateOnly.FromDateTime(midnight),
            string text => DateOnly.ParseExact(text, SqliteForm.Date, CultureInfo.InvariantCulture),
            _ => throw new InvalidCastException($"A {value.GetType().Name} in the database isn't a date."),
        };
}
