using System.Globalization;

namespace Enrollment.Documents.Certificates;

/// <summary>Dates as they are printed: with the month as a word, so that no country reads them differently.</summary>
internal static class PrintedDate
{
    /// <summary>For example 24 November 2026.</summary>
    public static string Of(DateOnly date) => date.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}
