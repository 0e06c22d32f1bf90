using System.Text.Json;

namespace Enrollment.Benchmarks;

/// <summary>Prints figures, a line of JSON each.</summary>
static class Figure
{
    internal static void Print(string name, double value, string unit, object? details = null) =>
        Console.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    name,
                    value = Math.Round(value, value < 10 ? 2 : 0),
                    unit,
                    details,
                }
            )
        );

    internal static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1
            ? sorted[sorted.Length / 2]
            : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
