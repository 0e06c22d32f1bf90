using System.Data;
using System.Globalization;
using Enrollment.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Enrollment.Storage.Data;

/// <summary>On SQLite 36 lower-case characters; elsewhere the engine's own type.</summary>
sealed class GuidHandler : ValueHandler<Guid>
{
    protected override void SetValue(IDbDataParameter parameter, Guid value)
    {
        if (parameter is SqliteParameter sqlite)
        {
            sqlite.SqliteType = SqliteType.Text;
            sqlite.Value = SqliteForm.Of(value);
            return;
        }

        parameter.DbType = DbType.Guid;
        parameter.Value = value;
    }

    protected override Guid Parse(object value) =>
        value switch
        {
            Guid guid => guid,
            string text => Guid.ParseExact(text, "D"),
            _ => throw new InvalidCastException($"A {value.GetType().Name} in the database isn't an id."),
        };
}

/// <summary>On SQLite <c>yyyy-MM-ddTHH:mm:ss.fffffffZ</c>. What is read always has the offset zero.</summary>
sealed class InstantHandler : ValueHandler<DateTimeOffset>
{
    protected override void SetValue(IDbDataParameter parameter, DateTimeOffset value)
    {
        if (parameter is SqliteParameter sqlite)
        {
            sqlite.SqliteType = SqliteType.Text;
            sqlite.Value = SqliteForm.Of(value);
            return;
        }

        parameter.DbType = DbType.DateTimeOffset;
        parameter.Value = value.ToUniversalTime();
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
    protected override void SetValue(IDbDataParameter parameter, DateOnly value)
    {
        if (parameter is SqliteParameter sqlite)
        {
            sqlite.SqliteType = SqliteType.Text;
            sqlite.Value = SqliteForm.Of(value);
            return;
        }

        parameter.DbType = DbType.Date;
        parameter.Value = value;
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
