namespace Enrollment.People;

/// <summary>
/// Kazakhstan's individual identification number (IIN): 12 digits, the last one a check digit (rule 10). It need not agree
/// with the birth date or sex of the record, so these aren't compared.
/// </summary>
static class KazakhstanIin
{
    const int Length = 12;
    static readonly int[] firstWeights = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
    static readonly int[] secondWeights = [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2];

    internal static string? Problem(string normal) =>
        normal.Length != Length || !normal.All(char.IsAsciiDigit) ? "An IIN has 12 digits."
        : CheckDigit(normal.AsSpan(0, Length - 1)) != normal[^1] - '0'
            ? "The check digit doesn't fit. Compare the IIN with the document, digit by digit."
        : null;

    /// <summary>
    /// The check digit of the first eleven: their weighted sum modulo 11; where that is 10, once more with the second
    /// weights. Null where it is 10 again: such numbers aren't given out.
    /// </summary>
    internal static int? CheckDigit(ReadOnlySpan<char> eleven)
    {
        var first = Weigh(eleven, firstWeights);
        if (first < 10)
            return first;

        var second = Weigh(eleven, secondWeights);
        return second < 10 ? second : null;
    }

    static int Weigh(ReadOnlySpan<char> digits, int[] weights)
    {
        var sum = 0;
        for (var i = 0; i < weights.Length; i++)
            sum += (digits[i] - '0') * weights[i];
        return sum % 11;
    }
}
