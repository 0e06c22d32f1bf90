using System.Globalization;

namespace Enrollment.Storage.Sqlite;

/// <summary>The one form in which SQLite keeps what it has no type for.</summary>
static class SqliteForm
{
    internal const string Instant = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";
    internal const string Date = "yyyy-MM-dd";

    /// <summary>36 lower-case characters.</summary>
    internal static string Of(Guid id) => id.ToString("D");

    /// <summary>UTC and of fixed width, so that text order is time order.</summary>
    internal static string Of(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString(Instant, CultureInfo.InvariantCulture);

    internal static string Of(DateOnly date) => date.ToString(Date, CultureInfo.InvariantCulture);
}
