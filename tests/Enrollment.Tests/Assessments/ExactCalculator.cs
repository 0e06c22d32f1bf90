using System.Numerics;
using Enrollment.Assessments;

namespace Enrollment.Tests.Assessments;

/// <summary>A fraction of whole numbers: nothing is ever rounded.</summary>
readonly record struct Fraction(BigInteger Numerator, BigInteger Denominator) : IComparable<Fraction>
{
    internal static Fraction Of(decimal value) => new(new BigInteger(value * 100), 100);

    public static Fraction operator +(Fraction a, Fraction b) =>
        new(a.Numerator * b.Denominator + b.Numerator * a.Denominator, a.Denominator * b.Denominator);

    public static Fraction operator *(Fraction a, Fraction b) =>
        new(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    public static Fraction operator /(Fraction a, Fraction b) =>
        new(a.Numerator * b.Denominator, a.Denominator * b.Numerator);

    public static bool operator <(Fraction a, Fraction b) => a.CompareTo(b) < 0;

    public static bool operator >(Fraction a, Fraction b) => a.CompareTo(b) > 0;

    public int CompareTo(Fraction other) => (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    /// <summary>Half up, to a number of decimals; no mark is negative.</summary>
    internal decimal HalfUp(int decimals)
    {
        var scale = BigInteger.Pow(10, decimals);
        var doubled = 2 * Numerator * scale + Denominator;
        return (decimal)BigInteger.Divide(doubled, 2 * Denominator) / (decimal)scale;
    }
}

/// <summary>The rules of results once more, step by step, in fractions and without regard to speed.</summary>
static class ExactCalculator
{
    internal static (Outcome Outcome, decimal? Mark) Compute(
        SchemeFields scheme,
        IReadOnlyList<Mark> marks,
        decimal? attendance
    )
    {
        var incomplete = scheme.MinimumAttendance is not null && attendance is null;
        var failed = scheme.MinimumAttendance is { } demanded && attendance < demanded;
        var below = new HashSet<string>(StringComparer.Ordinal);
        var groups = new List<(decimal Weight, Fraction Percentage)>();
        foreach (var group in scheme.Groups)
        {
            if (group.AfterGroup is { } before && below.Contains(before))
            {
                failed = true;
                groups.Add((group.Weight, new Fraction(0, 1)));
                continue;
            }

            var parts = new List<(decimal Weight, Fraction Percentage)>();
            foreach (var component in group.Components)
            {
                var (percentage, blocks) = Component(component, [.. marks.Where(m => m.ComponentId == component.Id)]);
                incomplete |= blocks;
                if (percentage is not { } counted)
                    continue;
                if (component.MustPass && counted < Fraction.Of(component.PassMark!.Value))
                    failed = true;
                parts.Add((component.Weight, counted));
            }

            if (Mean(parts) is not { } mean)
                continue;
            if (group.MinimumMark is { } least && mean < Fraction.Of(least))
            {
                failed = true;
                below.Add(group.Code);
            }

            groups.Add((group.Weight, mean));
        }

        if (incomplete || Mean(groups) is not { } result)
            return (Outcome.Incomplete, null);

        var mark = result.HalfUp(scheme.Decimals);
        if (failed || mark < scheme.PassMark)
            return (Outcome.Fail, mark);
        if (scheme.DistinctionMark is { } distinction && mark >= distinction)
            return (Outcome.Distinction, mark);
        return (scheme.MeritMark is { } merit && mark >= merit ? Outcome.Merit : Outcome.Pass, mark);
    }

    static (Fraction? Percentage, bool Blocks) Component(SchemeComponent component, List<Mark> attempts)
    {
        if (attempts.Any(m => m.State == MarkState.Exempt))
            return (null, false);

        Fraction? best = null;
        foreach (var attempt in attempts.Where(m => m.State == MarkState.Marked))
        {
            var percentage = Fraction.Of(attempt.Value!.Value) * Fraction.Of(100) / Fraction.Of(component.MaximumMark);
            if (component.LatePenalty is { } penalty && attempt.DaysLate > 0)
                percentage = Late(percentage, penalty, attempt.DaysLate);
            var resit = attempts.Any(m => m.Attempt < attempt.Attempt && m.State != MarkState.AbsentWithCause);
            if (resit && component.ResitCap is { } cap && percentage > Fraction.Of(cap))
                percentage = Fraction.Of(cap);
            if (best is null || percentage > best.Value)
                best = percentage;
        }

        if (attempts.Any(m => m.State == MarkState.Withheld || m.Unconfirmed))
            return (best, true);
        if (best is not null)
            return (best, false);
        if (attempts.Count > 0)
            return (null, true);
        return component.WhenMissing switch
        {
            MissingRule.Zero => (new Fraction(0, 1), false),
            MissingRule.LeaveOut => (null, false),
            _ => (null, true),
        };
    }

    static Fraction Late(Fraction percentage, LatePenalty penalty, int days)
    {
        if (days > penalty.CutOffDays)
            return new Fraction(0, 1);
        var floor = Fraction.Of(penalty.Floor);
        if (!(percentage > floor))
            return percentage;
        var reduced = percentage + Fraction.Of(-penalty.PerDay * days);
        return reduced < floor ? floor : reduced;
    }

    static Fraction? Mean(List<(decimal Weight, Fraction Percentage)> parts)
    {
        var weight = parts.Sum(p => p.Weight);
        if (weight == 0)
            return null;
        var sum = new Fraction(0, 1);
        foreach (var part in parts)
            sum += Fraction.Of(part.Weight) * part.Percentage;
        return sum / Fraction.Of(weight);
    }
}
