using System.Globalization;

namespace Enrollment.Assessments;

/// <summary>What the scheme makes of the marks, before any board.</summary>
public enum Outcome
{
    /// <summary>Something that the scheme demands isn't there yet.</summary>
    Incomplete,
    Fail,
    Pass,
    Merit,
    Distinction,
}

/// <summary>
/// A computed result. <paramref name="Unrounded"/> and <paramref name="Mark"/> are percentages, null where the outcome
/// is Incomplete or nothing counted; <paramref name="Reasons"/> says in words what led to the outcome.
/// </summary>
public sealed record ComputedResult(Outcome Outcome, decimal? Unrounded, decimal? Mark, IReadOnlyList<string> Reasons);

/// <summary>
/// Computes results (rules 13 to 15): a pure function of a scheme and marks. Arithmetic is decimal, and rounding
/// happens once, half up, at the result.
/// </summary>
public static class ResultCalculator
{
    public static ComputedResult Compute(SchemeFields scheme, IEnumerable<Mark> marks)
    {
        var byComponent = marks.ToLookup(mark => mark.ComponentId);
        var failures = new List<string>();
        var gaps = new List<string>();
        decimal sum = 0,
            weights = 0;
        foreach (var group in scheme.Groups)
        {
            var groupMark = GroupMark(group, byComponent, failures, gaps);
            if (groupMark is not { } counted)
                continue;

            if (group.MinimumMark is { } least && decimal.Round(counted, 20) < least)
                failures.Add(Text($"{group.Name}: {Cut(counted):0.##} is below the minimum of {least:0.##}."));
            sum += counted * group.Weight;
            weights += group.Weight;
        }

        if (gaps.Count > 0)
            return new ComputedResult(Outcome.Incomplete, null, null, [.. gaps, .. failures]);
        if (weights == 0)
            return new ComputedResult(Outcome.Incomplete, null, null, ["Nothing that carries weight was assessed."]);

        // A quotient of quotients carries an error in its 27th digit: 39.5 may come out as 39.4999.... The 20th digit is
        // far below what hundredths of marks and weights can make differ, so the exact half is restored here.
        var unrounded = decimal.Round(sum / weights, 20);
        var mark = decimal.Round(unrounded, scheme.Decimals, MidpointRounding.AwayFromZero);
        if (mark < scheme.PassMark)
            failures.Add(Text($"The result of {mark:0.##} is below the pass mark of {scheme.PassMark:0.##}."));
        if (failures.Count > 0)
            return new ComputedResult(Outcome.Fail, unrounded, mark, failures);

        var outcome =
            mark >= scheme.DistinctionMark ? Outcome.Distinction
            : mark >= scheme.MeritMark ? Outcome.Merit
            : Outcome.Pass;
        return new ComputedResult(
            outcome,
            unrounded,
            mark,
            [Text($"The result of {mark:0.##} reaches {outcome} and every minimum is met.")]
        );
    }

    /// <summary>The group's unrounded percentage; null when nothing in it counts.</summary>
    static decimal? GroupMark(SchemeGroup group, ILookup<Guid, Mark> marks, List<string> failures, List<string> gaps)
    {
        decimal sum = 0,
            weights = 0;
        foreach (var component in group.Components)
        {
            var (percentage, gap) = ComponentMark(component, marks[component.Id]);
            if (gap is not null)
                gaps.Add($"{component.Name}: {gap}");
            if (percentage is not { } counted)
                continue;

            if (component.MustPass && decimal.Round(counted, 20) < component.PassMark)
            {
                failures.Add(
                    Text($"{component.Name} must be passed: {Cut(counted):0.##} is below {component.PassMark:0.##}.")
                );
            }

            sum += counted * component.Weight;
            weights += component.Weight;
        }

        return weights == 0 ? null : sum / weights;
    }

    /// <summary>The best attempt's percentage, or null where the component doesn't count; a gap blocks the result.</summary>
    static (decimal? Percentage, string? Gap) ComponentMark(SchemeComponent component, IEnumerable<Mark> attempts)
    {
        decimal? best = null;
        MarkState? open = null;
        var seen = false;
        foreach (var attempt in attempts)
        {
            seen = true;
            switch (attempt.State)
            {
                case MarkState.Marked:
                    var percentage = attempt.Value!.Value * 100 / component.MaximumMark;
                    if (attempt.Attempt > 1 && component.ResitCap is { } cap)
                        percentage = Math.Min(percentage, cap);
                    best = best is { } so ? Math.Max(so, percentage) : percentage;
                    break;
                case MarkState.Exempt:
                    return (null, null);
                default:
                    // Whatever the order: what is withheld outweighs an absence.
                    if (open != MarkState.Withheld)
                        open = attempt.State;
                    break;
            }
        }

        if (best is not null)
            return (best, open == MarkState.Withheld ? "a mark is withheld." : null);
        if (open is { } state)
            return (null, state == MarkState.Withheld ? "the mark is withheld." : "absent with cause, to be made up.");
        if (seen)
            throw new InvalidOperationException("An attempt is neither a mark nor an open state.");

        return component.WhenMissing switch
        {
            MissingRule.Zero => (0, null),
            MissingRule.LeaveOut => (null, null),
            _ => (null, "the mark is missing."),
        };
    }

    /// <summary>For words only, and never up: 49.996 must not read as 50 that is below 50.</summary>
    static decimal Cut(decimal percentage) => decimal.Round(percentage, 2, MidpointRounding.ToZero);

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
