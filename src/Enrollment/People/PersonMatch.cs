namespace Enrollment.People;

/// <summary>How sure it is that two records are the same person.</summary>
public enum MatchCertainty
{
    /// <summary>Worth a look.</summary>
    Possible,

    /// <summary>More likely than not.</summary>
    Likely,

    /// <summary>The same national number and the same birth date (rule 9).</summary>
    Definite,
}

/// <summary>How far two records agree in one field.</summary>
public enum Agreement
{
    Equal,

    /// <summary>A slip or another spelling away.</summary>
    Close,
    Different,
}

/// <summary>A field that both records have, and what it speaks for in bits; below zero against.</summary>
public sealed record MatchReason(string Field, Agreement Agreement, decimal Bits);

/// <summary>
/// What a comparison found. <paramref name="Bits"/> is the logarithm to base 2 of how many times likelier this is of one
/// person than of two; <paramref name="Certainty"/> is null where that isn't worth a proposal.
/// </summary>
sealed record MatchScore(double Bits, MatchCertainty? Certainty, IReadOnlyList<MatchReason> Reasons);

/// <summary>
/// Whether two records are the same person, in the way of Fellegi and Sunter (A Theory for Record Linkage, 1969): each field
/// adds the logarithm of how often it agrees so within one person (m) over how often between two. Their "two people" is three
/// cases here, of which the one that explains the pair best counts: strangers (u), relatives, and twins, who share family
/// name, birth date, telephone and address, so that plain u would take them for one person.
/// </summary>
/// <remarks>
/// m are the rates of slips in registers as the literature on linkage reports them (two to ten of a hundred per field); u of
/// the birth date is one day of some 10,000 in the ages that study, of names the share of a common one, of address and
/// telephone the share of households. The figures of the benchmark say how that does.
/// </remarks>
static class PersonMatch
{
    /// <summary>
    /// An equal birth date and one equal name beside a misspelled one. It is low, since a person decides and a duplicate that
    /// isn't shown is never found.
    /// </summary>
    internal const double ProposeAt = 16;

    /// <summary>Two equal names and an equal birth date, of twins' chances the worst.</summary>
    internal const double LikelyAt = 24;

    /// <summary>
    /// How many of the pairs that share a key, the only ones that are compared, are relatives and twins: some 25 of a
    /// hundred thousand, and some 6.
    /// </summary>
    const double RelativesPrior = -12;
    const double TwinsPrior = -14;

    internal static MatchScore Score(PersonEvidence a, PersonEvidence b)
    {
        var fields = new List<Field>();
        var sameNumber = Numbers(a, b, fields);
        Names(a, b, fields);
        if (a.BirthDate is { } one && b.BirthDate is { } other)
            fields.Add(Field.BirthDate(BirthDates.Compare(one, other)));
        if (a.Email is not null && b.Email is not null)
            fields.Add(Field.Email(a.Email == b.Email));
        if (a.Phone is not null && b.Phone is not null)
            fields.Add(Field.Phone(a.Phone == b.Phone));

        var same = fields.Sum(f => f.Same);
        var apart = Math.Max(
            fields.Sum(f => f.Strangers),
            Math.Max(RelativesPrior + fields.Sum(f => f.Relatives), TwinsPrior + fields.Sum(f => f.Twins))
        );
        var bits = same - apart;
        var definite = sameNumber && a.BirthDate is not null && a.BirthDate == b.BirthDate;
        MatchCertainty? certainty =
            definite ? MatchCertainty.Definite
            : bits >= LikelyAt ? MatchCertainty.Likely
            : bits >= ProposeAt || sameNumber ? MatchCertainty.Possible
            : null;
        return new MatchScore(bits, certainty, [.. fields.Select(f => f.Reason)]);
    }

    static bool Numbers(PersonEvidence a, PersonEvidence b, List<Field> fields)
    {
        var any = false;
        foreach (var (kind, hashes) in a.Numbers)
        {
            foreach (var other in b.Numbers.Where(number => number.Kind == kind))
            {
                var equal = hashes.Intersect(other.Hashes, StringComparer.Ordinal).Any();
                fields.Add(Field.Number(kind, equal));
                any |= equal;
            }
        }

        return any;
    }

    /// <summary>The pair of spellings that agrees best counts; of its words the two that agree least.</summary>
    static void Names(PersonEvidence a, PersonEvidence b, List<Field> fields)
    {
        NameAgreement? best = null;
        foreach (var one in a.Names)
        {
            foreach (var other in b.Names)
            {
                var agreement = NameAgreement.Of(one, other);
                if (best is null || agreement.Better(best))
                    best = agreement;
            }
        }

        if (best is null)
            return;

        if (best.Words is [var first, ..])
            fields.Add(Field.Word("name", first, shared: true));
        if (best.Words is [_, var second])
            fields.Add(Field.Word("secondName", second, shared: false));
        if (best.Patronymic is { } patronymic)
            fields.Add(Field.Patronymic(patronymic));
    }

    /// <summary>Logarithms of the probabilities of what was found, in each case.</summary>
    sealed record Field(
        string Label,
        Agreement Agreement,
        double Same,
        double Strangers,
        double Relatives,
        double Twins
    )
    {
        internal MatchReason Reason => new(Label, Agreement, decimal.Round((decimal)(Same - Strangers), 1));

        /// <summary>Relatives share the name that agrees more, and differ in the other.</summary>
        internal static Field Word(string name, Agreement found, bool shared) =>
            Of(
                name,
                found,
                same: [0.90, 0.07, 0.03],
                strangers: [0.006, 0.012, 0.982],
                relatives: shared ? [0.90, 0.07, 0.03] : [0.01, 0.03, 0.96],
                twins: shared ? [0.90, 0.07, 0.03] : [0.0003, 0.01, 0.9897]
            );

        internal static Field Patronymic(Agreement found) =>
            Of("patronymic", found, [0.90, 0.06, 0.04], [0.012, 0.012, 0.976], [0.6, 0.05, 0.35], [0.90, 0.06, 0.04]);

        internal static Field BirthDate(Agreement found) =>
            Of(
                "birthDate",
                found,
                [0.94, 0.045, 0.015],
                [0.0001, 0.004, 0.9959],
                [0.0001, 0.004, 0.9959],
                [0.98, 0.01, 0.01]
            );

        internal static Field Email(bool equal) => Shared("email", equal, 0.60, 0.00001, 0.30);

        internal static Field Phone(bool equal) => Shared("phone", equal, 0.55, 0.00003, 0.50);

        internal static Field Number(NationalNumberKind kind, bool equal) =>
            Shared($"nationalNumber {kind}", equal, 0.99, 0.000001, 0.00001);

        static Field Shared(string name, bool equal, double same, double strangers, double household) =>
            Of(
                name,
                equal ? Agreement.Equal : Agreement.Different,
                [same, 0, 1 - same],
                [strangers, 0, 1 - strangers],
                [household, 0, 1 - household],
                [household, 0, 1 - household]
            );

        static Field Of(
            string name,
            Agreement found,
            double[] same,
            double[] strangers,
            double[] relatives,
            double[] twins
        ) =>
            new(
                name,
                found,
                Math.Log2(same[(int)found]),
                Math.Log2(strangers[(int)found]),
                Math.Log2(relatives[(int)found]),
                Math.Log2(twins[(int)found])
            );
    }
}
