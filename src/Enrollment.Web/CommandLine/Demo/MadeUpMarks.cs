using Enrollment.Assessments;

namespace Enrollment.Web.CommandLine.Demo;

/// <summary>Marks from a seed, near a level of each trainee's own, so that every outcome occurs.</summary>
static class MadeUpMarks
{
    /// <param name="scheme">The scheme whose components are marked.</param>
    /// <param name="enrollments">The trainees; one in fifty lacks the last component's mark.</param>
    /// <param name="seed">The same seed gives the same marks.</param>
    internal static List<MarkEntry> Of(SchemeView scheme, IReadOnlyList<Guid> enrollments, int seed)
    {
        var random = new Random(seed);
        var components = scheme.Groups.SelectMany(group => group.Components).ToList();
        var entries = new List<MarkEntry>(enrollments.Count * components.Count);
        for (var place = 0; place < enrollments.Count; place++)
        {
            var level = 45 + random.Next(50);
            var marked = place % 50 == 49 ? components.Count - 1 : components.Count;
            for (var component = 0; component < marked; component++)
            {
                entries.Add(
                    new MarkEntry
                    {
                        EnrollmentId = enrollments[place],
                        ComponentId = components[component].Id,
                        Value = Math.Clamp(level + (random.Next(-20, 21) / 2m), 0, 100),
                    }
                );
            }
        }

        return entries;
    }
}
