namespace Enrollment.People;

/// <summary>How far two spellings agree: up to two words, the better one first, and the patronymic where both have one.</summary>
sealed record NameAgreement(IReadOnlyList<Agreement> Words, Agreement? Patronymic)
{
    int Worth =>
        Words.Sum(word =>
            word switch
            {
                Agreement.Equal => 9,
                Agreement.Close => 5,
                _ => 0,
            }
        );

    internal bool Better(NameAgreement than) =>
        Worth > than.Worth
        || (Worth == than.Worth && Patronymic is not null && Patronymic < (than.Patronymic ?? Agreement.Different));

    internal static NameAgreement Of(NameForm a, NameForm b)
    {
        Agreement? patronymic = a.Patronymic is { } one && b.Patronymic is { } other ? Compare(one, other) : null;
        NameAgreement? best = null;
        foreach (var left in a.Divisions)
        {
            foreach (var right in b.Divisions)
            {
                var agreement = new NameAgreement(Assign(left, right), patronymic);
                if (best is null || agreement.Better(best))
                    best = agreement;
            }
        }

        return best!;
    }

    /// <summary>
    /// Each word of the shorter name goes to a word of the longer one, whatever their order, the pairs that agree best first.
    /// Of more than two the two that agree least count: "student 17" is not "student 18".
    /// </summary>
    static List<Agreement> Assign(IReadOnlyList<NameWord> left, IReadOnlyList<NameWord> right)
    {
        var (few, many) = left.Count <= right.Count ? (left, right) : (right, left);
        var pairs = new List<(Agreement Agreement, int One, int Other)>(few.Count * many.Count);
        for (var i = 0; i < few.Count; i++)
        {
            for (var j = 0; j < many.Count; j++)
                pairs.Add((Compare(few[i], many[j]), i, j));
        }

        var (usedFew, usedMany) = (new HashSet<int>(), new HashSet<int>());
        var found = new List<Agreement>(few.Count);
        foreach (var (agreement, i, j) in pairs.OrderBy(pair => pair.Agreement))
        {
            if (usedFew.Contains(i) || usedMany.Contains(j))
                continue;
            usedFew.Add(i);
            usedMany.Add(j);
            found.Add(agreement);
        }

        return found.Count <= 2 ? found : [.. found[^2..]];
    }

    static Agreement Compare(NameWord a, NameWord b)
    {
        if (a.Readings.Intersect(b.Readings, StringComparer.Ordinal).Any())
            return Agreement.Equal;
        if (a.IsNumber || b.IsNumber)
            return Agreement.Different;

        return (a.Skeleton.Length >= 3 && a.Skeleton == b.Skeleton) || IsSlip(a.Sounds, b.Sounds)
            ? Agreement.Close
            : Agreement.Different;
    }

    /// <summary>One slip in a word of at least four sounds, two in one of at least eight.</summary>
    static bool IsSlip(string a, string b)
    {
        var length = Math.Min(a.Length, b.Length);
        var allowed =
            length >= 8 ? 2
            : length >= 4 ? 1
            : 0;
        return allowed > 0 && Math.Abs(a.Length - b.Length) <= allowed && Distance(a, b) <= allowed;
    }

    /// <summary>Letters left out, added, changed, or swapped with their neighbor (Damerau 1964, optimal alignment).</summary>
    static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                rows[i, j] = Math.Min(Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1, rows[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[a.Length, b.Length];
    }
}
