using System.Collections.Frozen;

namespace Enrollment.Enrollments;

/// <summary>
/// Why an enrollment ended early, as codes that statistics can count. What registrars of vocational training ask for;
/// "other" comes with a note.
/// </summary>
public static class EndReasons
{
    public static FrozenSet<string> All { get; } =
        new[]
        {
            "academic",
            "care",
            "deceased",
            "dissatisfied",
            "financial",
            "health",
            "military",
            "moved",
            "other",
            "personal",
            "transfer",
            "work",
        }.ToFrozenSet(StringComparer.Ordinal);

    internal static string Names { get; } = string.Join(", ", All.Order(StringComparer.Ordinal));
}
