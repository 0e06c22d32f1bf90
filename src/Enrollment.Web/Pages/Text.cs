using System.Globalization;

namespace Enrollment.Web.Pages;

/// <summary>How pages write dates and numbers: unambiguous, whatever the reader's customs.</summary>
static class Text
{
    internal static string Date(DateOnly date) => date.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    internal static string Day(DateTimeOffset? instant) =>
        instant?.ToString("d MMMM yyyy", CultureInfo.InvariantCulture) ?? "an unknown day";

    internal static string Number(decimal number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
