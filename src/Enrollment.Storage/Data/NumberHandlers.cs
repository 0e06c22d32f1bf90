using System.Data;
using System.Globalization;

namespace Enrollment.Storage.Data;

/// <summary>
/// Decimals are integers in hundredths on every engine: exact, and they compare as numbers. A value with more than two
/// decimals is a bug of the caller, who rounds by the rule that applies to it.
/// </summary>
sealed class HundredthsHandler : ValueHandler<decimal>
{
    /// <summary>Throws when the value isn't exact in hundredths.</summary>
    internal static long Hundredths(decimal value)
    {
        var hundredths = value * 100m;
        if (hundredths != decimal.Truncate(hundredths))
        {
            throw new ArgumentOutOfRangeException(
                nameof(value),
                value,
                "A decimal is stored in hundredths; this one has more than two decimals."
            );
        }

        return decimal.ToInt64(hundredths);
    }

    protected override object Write(IDbDataParameter parameter, decimal value)
    {
        parameter.DbType = DbType.Int64;
        return Hundredths(value);
    }

    protected override decimal Parse(object value) =>
        value switch
        {
            long hundredths => hundredths / 100m,
            int hundredths => hundredths / 100m,
            _ => throw new InvalidCastException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"A decimal is stored as an integer in hundredths; the database has {value} ({value.GetType().Name})."
                )
            ),
        };
}

/// <summary>Booleans are the integers 0 and 1 on every engine, since a literal that all understand doesn't exist.</summary>
sealed class BooleanHandler : ValueHandler<bool>
{
    protected override object Write(IDbDataParameter parameter, bool value)
    {
        parameter.DbType = DbType.Int32;
        return value ? 1 : 0;
    }

    protected override bool Parse(object value) =>
        value switch
        {
            bool truth => truth,
            0L or 0 => false,
            1L or 1 => true,
            _ => throw new InvalidCastException(
                string.Create(CultureInfo.InvariantCulture, $"A boolean is stored as 0 or 1; the database has {value}.")
            ),
        };
}

/// <summary>Times of day are minutes after midnight on every engine, 0 to 1,439. One with seconds is a bug of the caller.</summary>
sealed class TimeOfDayHandler : ValueHandler<TimeOnly>
{
    protected override object Write(IDbDataParameter parameter, TimeOnly value)
    {
        if (value.Ticks % TimeSpan.TicksPerMinute != 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(value),
                value,
                "A time of day is stored in minutes; this one has seconds."
            );
        }

        parameter.DbType = DbType.Int32;
        return value.Hour * 60 + value.Minute;
    }

    protected override TimeOnly Parse(object value) =>
        TimeOnly.MinValue.AddMinutes(Convert.ToInt32(value, CultureInfo.InvariantCulture));
}
