using Enrollment.Assessments;

namespace Enrollment.Tests.Testing;

static class SchemeBuilder
{
    internal static SchemeComponent Component(string code, decimal weight) =>
        new()
        {
            Code = code,
            Name = $"Component {code}",
            Kind = ComponentKind.Test,
            Weight = weight,
        };

    internal static SchemeGroup Group(string code, decimal weight, params SchemeComponent[] components) =>
        new()
        {
            Code = code,
            Name = $"Group {code}",
            Weight = weight,
            Components = components,
        };

    /// <summary>Passes at 50, merit at 70, distinction at 85.</summary>
    internal static SchemeFields Fields(params SchemeGroup[] groups) =>
        new()
        {
            Name = "Scheme",
            PassMark = 50,
            MeritMark = 70,
            DistinctionMark = 85,
            Groups = groups,
        };

    /// <summary>One group with a term mark and an exam of equal weight, two attempts each.</summary>
    internal static SchemeFields TwoComponents() =>
        Fields(
            Group("ALL", 100, Component("TERM", 50) with { Attempts = 2 }, Component("EXAM", 50) with { Attempts = 2 })
        );

    /// <summary>Computes with ids in place, as a stored scheme has them.</summary>
    internal static SchemeFields WithIds(this SchemeFields scheme) =>
        scheme with
        {
            Groups =
            [
                .. scheme.Groups.Select(group =>
                    group with
                    {
                        Components = [.. group.Components.Select(c => c with { Id = Guid.NewGuid() })],
                    }
                ),
            ],
        };

    internal static Task<SchemeView> AddSchemeAsync(
        this TestSystem system,
        Guid courseVersionId,
        SchemeFields? fields = null
    ) => system.DoAsync(new CreateScheme(courseVersionId, fields ?? TwoComponents()));
}
