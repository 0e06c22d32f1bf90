using System.Data;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Enrollment.Storage.Data;

/// <summary>On SQLite 36 lower-case characters; elsewhere the engine's own type.</summary>
sealed class GuidHandler : SqlMapper.TypeHandler<Guid>
{
    public override void SetValue(IDbDataParameter parameter, Guid value)
    {
        if (parameter is SqliteParameter sqlite)
        {
            sqlite.SqliteType = SqliteType.Text;
            sqlite.Value = value.ToString("D");
            return;
        }

        parameter.DbType = DbType.Guid;
        parameter.Value = value;
    }

    public override Guid Parse(object value) =>
        value switch
        {
            Guid guid => guid,
            string text => Guid.ParseExact(text, "D"),
            _ => throw new InvalidCastException($"A {value.GetType().Name} in the database isn't an id."),
        };
}

/// <summary>
/// On SQLite <c>yyyy-MM-ddTHH:mm:ss.fffffffZ</c>: of fixed width, so that text order is time order. What is read always
/// has the offset zero.
/// </summary>
sealed class InstantHandler : SqlMapper.TypeHandler<DateTimeOffset>
{
    const string Format = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    public override void SetValue(IDbDataParameter parameter, DateTimeOffset value)
    {
        var utc = value.ToUniversalTime();
        if (parameter is SqliteParameter sqlite)
        {
            sqlite.SqliteType = SqliteType.Text;
            sqlite.Value = utc.ToString(Format, CultureInfo.InvariantCulture);
            return;
        }

        parameter.DbType = DbType.DateTimeOffset;
        parameter.Value = utc;
    }

    public override DateTimeOffset Parse(object value) =>
        value switch
        {
            DateTimeOffset instant => instant.ToUniversalTime(),
            DateTime utc => new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)),
            string text => DateTimeOffset.ParseExact(
                text,
                Format,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal
            ),
            _ => throw new InvalidCastException($"A {value.GetType().Name} in the database isn't an instant."),
        };
}

/// <summary>On SQLite <c>yyyy-MM-dd</c>; elsewhere the engine's own type.</summary>
sealed class DateHandler : SqlMapper.TypeHandler<DateOnly>
{
    const string Format = "yyyy-MM-dd";

    public override void SetValue(IDbDataParameter parameter, DateOnly value)
    {
        if (parameter is SqliteParameter sqlite)
        {
            sqlite.SqliteType = SqliteType.Text;
            sqlite.Value = value.ToString(Format, CultureInfo.InvariantCulture);
            return;
        }

        parameter.DbType = DbType.Date;
        parameter.Value = value;
    }

    public override DateOnly Parse(object value) =>
        value switch
        {
            DateOnly date => date,
            DateTime midnight => DateOnly.FromDateTime(midnight),
            string text => DateOnly.ParseExact(text, Format, CultureInfo.InvariantCulture),
            _ => throw new InvalidCastException($"A {value.GetType().Name} in the database isn't a date."),
        };
}
