using System.Numerics;

namespace Enrollment.Admissions.Selection;

/// <summary>An exact number, in lowest terms with a denominator above 0: means of scores compare as they are.</summary>
public readonly record struct Fraction : IComparable<Fraction>
{
    readonly BigInteger denominator;

    public Fraction(BigInteger numerator, BigInteger denominator)
    {
        if (denominator <= 0)
            throw new ArgumentOutOfRangeException(nameof(denominator), denominator, "It must be above 0.");

        var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator);
        Numerator = numerator / divisor;
        this.denominator = denominator / divisor;
    }

    public static Fraction Zero { get; } = new(0, 1);

    public BigInteger Numerator { get; }

    public BigInteger Denominator => denominator.IsZero ? BigInteger.One : denominator;

    /// <summary>A decimal of at most two places, exactly.</summary>
    public static Fraction Of(decimal hundredths) => new(new BigInteger(hundredths * 100m), 100);

    public Fraction Add(Fraction other) =>
        new((Numerator * other.Denominator) + (other.Numerator * Denominator), Denominator * other.Denominator);

    public Fraction Multiply(Fraction other) => new(Numerator * other.Numerator, Denominator * other.Denominator);

    /// <summary>Throws unless <paramref name="divisor"/> is above 0.</summary>
    public Fraction Divide(Fraction divisor) => new(Numerator * divisor.Denominator, Denominator * divisor.Numerator);

    public int CompareTo(Fraction other) => (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    public static bool operator <(Fraction left, Fraction right) => left.CompareTo(right) < 0;

    public static bool operator >(Fraction left, Fraction right) => left.CompareTo(right) > 0;

    public static bool operator <=(Fraction left, Fraction right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Fraction left, Fraction right) => left.CompareTo(right) >= 0;

    /// <summary>For display: rounded once, half up, to two decimals. Numbers here are never below 0.</summary>
    public decimal Rounded() => (decimal)(((Numerator * 200) + Denominator) / (2 * Denominator)) / 100m;

    /// <summary>As it is stored: <c>250/3</c>.</summary>
    public override string ToString() => $"{Numerator}/{Denominator}";
}
