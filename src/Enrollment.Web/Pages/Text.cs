using System.Globalization;

namespace Enrollment.Web.Pages;

/// <summary>How pages write dates and numbers: unambiguous, whatever the reader's customs.</summary>
static class Text
{
    // With no-break spaces: a date stays on one line.
    const string day = "d\u00a0MMMM\u00a0yyyy";

    internal static string Date(DateOnly date) => date.ToString(day, CultureInfo.InvariantCulture);

    internal static string Day(DateOnly? date) => date is { } known ? Date(known) : "an unknown day";

    internal static string Number(decimal number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
