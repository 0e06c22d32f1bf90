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
/// is Incomplete.
/// </summary>
public sealed record ComputedResult(Outcome Outcome, decimal? Unrounded, decimal? Mark, ResultExplanation Explanation)
{
    public IReadOnlyList<ResultReason> Reasons => Explanation.Reasons;
}

/// <summary>
/// Computes results (rules 13 to 16): a pure function of a scheme, marks and attendance. Arithmetic is decimal, and
/// rounding happens once, half up, at the result.
/// </summary>
public static class ResultCalculator
{
    /// <param name="scheme">How it is computed.</param>
    /// <param name="marks">One trainee's marks in any order; those of components outside the scheme don't count.</param>
    /// <param name="attendance">Percentage of the sessions attended; null where none was recorded.</param>
    public static ComputedResult Compute(SchemeFields scheme, IEnumerable<Mark> marks, decimal? attendance = null)
    {
        var byComponent = new MarksByComponent(marks);
        var findings = new Findings();
        var groups = new List<GroupMark>(scheme.Groups.Count);
        foreach (var group in scheme.Groups)
            groups.Add(GroupMark.Of(group, Admission(group, groups), byComponent, findings));

        Attendance(scheme, attendance, findings);
        var weights = groups.Sum(g => g.Percentage is null ? 0 : g.Group.Weight);
        if (weights == 0 && findings.Gaps.Count == 0)
            findings.Gaps.Add(new ResultReason(ReasonCode.NothingAssessed));

        // What is to come will count, and takes its share.
        var shares = groups.Sum(g => g.Percentage is null && !g.IsOpen ? 0 : g.Group.Weight);
        var (outcome, unrounded, mark) = Conclude(scheme, groups, weights, findings);
        var explanation = new ResultExplanation
        {
            Outcome = outcome,
            Unrounded = Exactly.Cut(unrounded),
            Mark = mark,
            Decimals = scheme.Decimals,
            PassMark = scheme.PassMark,
            MeritMark = scheme.MeritMark,
            DistinctionMark = scheme.DistinctionMark,
            MinimumAttendance = scheme.MinimumAttendance,
            Attendance = scheme.MinimumAttendance is null ? null : Exactly.Cut(attendance),
            Groups = [.. groups.Select(g => g.Explain(shares))],
            Reasons = [.. findings.Gaps, .. findings.Failures],
        };
        return new ComputedResult(outcome, unrounded, mark, explanation);
    }

    static (Outcome Outcome, decimal? Unrounded, decimal? Mark) Conclude(
        SchemeFields scheme,
        List<GroupMark> groups,
        decimal weights,
        Findings findings
    )
    {
        if (findings.Gaps.Count > 0)
            return (Outcome.Incomplete, null, null);

        var unrounded = Exactly.Restore(groups.Sum(g => (g.Percentage ?? 0) * g.Group.Weight) / weights);
        var mark = decimal.Round(unrounded, scheme.Decimals, MidpointRounding.AwayFromZero);
        if (mark < scheme.PassMark)
            findings.Failures.Add(new ResultReason(ReasonCode.BelowPassMark, null, mark, scheme.PassMark));
        if (findings.Failures.Count > 0)
            return (Outcome.Fail, unrounded, mark);

        var outcome =
            mark >= scheme.DistinctionMark ? Outcome.Distinction
            : mark >= scheme.MeritMark ? Outcome.Merit
            : Outcome.Pass;
        findings.Failures.Add(new ResultReason(ReasonCode.Reached, null, mark, null, outcome));
        return (outcome, unrounded, mark);
    }

    /// <summary>The group that admits to this one and whose minimum was missed; null where nothing stands in the way.</summary>
    static GroupMark? Admission(SchemeGroup group, List<GroupMark> earlier) =>
        group.AfterGroup is { } code
            ? earlier.Find(g => string.Equals(g.Group.Code, code, StringComparison.Ordinal) && g.MissesMinimum)
            : null;

    static void Attendance(SchemeFields scheme, decimal? attendance, Findings findings)
    {
        if (scheme.MinimumAttendance is not { } least)
            return;
        if (attendance is not { } share)
            findings.Gaps.Add(new ResultReason(ReasonCode.AttendanceNotRecorded, null, null, least));
        else if (share < least)
            findings.Failures.Add(new ResultReason(ReasonCode.AttendanceBelowMinimum, null, Exactly.Cut(share), least));
    }
}

/// <summary>What stands in the way of a result, and what fails it.</summary>
sealed class Findings
{
    internal List<ResultReason> Gaps { get; } = [];
    internal List<ResultReason> Failures { get; } = [];
}

static class Exactly
{
    /// <summary>
    /// A quotient of quotients carries an error in its 27th digit: 39.5 may come out as 39.4999.... The 20th digit is far
    /// below what hundredths of marks and weights can make differ, so the exact half is restored here.
    /// </summary>
    internal static decimal Restore(decimal percentage) => decimal.Round(percentage, 20);

    /// <summary>For display only, and never up: 49.996 must not read as 50 that is below 50.</summary>
    internal static decimal Cut(decimal percentage)
    {
        var cut = percentage.Scale > 6 ? decimal.Round(percentage, 6, MidpointRounding.ToZero) : percentage;
        if (cut.Scale == 0)
            return cut;

        // Zeros at the end go, as a division would take them away for several times as much.
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(cut, parts);
        if (parts[2] != 0)
            return cut / 1.000000m;
        var digits = ((ulong)(uint)parts[1] << 32) | (uint)parts[0];
        var scale = cut.Scale;
        while (scale > 0 && digits % 10 == 0)
        {
            digits /= 10;
            scale--;
        }

        return scale == cut.Scale ? cut : new decimal((int)digits, (int)(digits >> 32), 0, cut < 0, scale);
    }

    internal static decimal? Cut(decimal? percentage) => percentage is { } given ? Cut(given) : null;
}
