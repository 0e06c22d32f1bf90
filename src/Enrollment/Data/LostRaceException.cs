namespace Enrollment.Data;

/// <summary>
/// A command read a row, and another one wrote it before this one could. The unit of work runs the command again on what
/// is there now; where it loses every time, the caller hears that the record has changed.
/// </summary>
#pragma warning disable CA1032 // It makes no sense without the resource.
public sealed class LostRaceException(string resource) : Exception($"The {resource} was changed by another command.")
#pragma warning restore CA1032
{
    /// <summary>As refusals name it: "certificate".</summary>
    public string Resource { get; } = resource;
}
