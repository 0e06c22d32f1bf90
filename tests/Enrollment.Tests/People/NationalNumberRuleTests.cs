using CsCheck;
using Enrollment.People;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.People;

/// <summary>The rules of numbers, each held against an own way to compute it.</summary>
[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class NationalNumberRuleTests
{
    static readonly NationalNumberKind iin = new("KZ", "iin");
    static readonly NationalNumberKind residentId = new("CN", "resident-id");
    static readonly Gen<string> elevenDigits = Gen.Char['0', '9'].Array[11].Select(digits => new string(digits));

    static readonly Gen<string> seventeenDigits = Gen.Select(
        Gen.Int[100_000, 659_999],
        Gen.Int[new DateOnly(1900, 1, 1).DayNumber, new DateOnly(2026, 1, 1).DayNumber],
        Gen.Int[0, 999],
        (place, day, sequence) => $"{place}{DateOnly.FromDayNumber(day):yyyyMMdd}{sequence:d3}"
    );

    /// <summary>Worked out by hand; the last two need the second weights.</summary>
    [Theory]
    [InlineData("830215350385", true)]
    [InlineData("830215350384", false)]
    [InlineData("000000000000", true)]
    [InlineData("100000000001", true)]
    [InlineData("000000000101", true)]
    [InlineData("000000000100", false)]
    public void An_IIN_is_valid_exactly_if_its_check_digit_fits(string number, bool valid) =>
        (NationalNumbers.Problem(iin, number) is null).ShouldBe(valid);

    [Fact]
    public void Of_the_ten_last_digits_of_an_IIN_at_most_one_fits_and_it_is_that_of_rule_10() =>
        elevenDigits.Sample(
            eleven =>
            {
                var fitting = Enumerable.Range(0, 10).Where(last => IsValid(iin, $"{eleven}{last}")).ToList();
                var digits = eleven.Select(c => c - '0').ToList();
                var sum = digits.Select((digit, index) => digit * (index + 1)).Sum() % 11;
                if (sum == 10)
                    sum = digits.Select((digit, index) => digit * ((index + 2) % 11 + 1)).Sum() % 11;
                fitting.ShouldBe(sum == 10 ? [] : [sum]);
            },
            iter: 20_000
        );

    [Fact]
    public void Two_neighboring_digits_of_an_IIN_that_are_swapped_are_noticed_by_the_first_weights() =>
        Gen.Select(elevenDigits, Gen.Int[0, 9])
            .Where((eleven, at) => eleven[at] != eleven[at + 1] && WeighedOnce(eleven) && WeighedOnce(Swap(eleven, at)))
            .Sample(
                (eleven, at) =>
                    KazakhstanIin.CheckDigit(Swap(eleven, at)).ShouldNotBe(KazakhstanIin.CheckDigit(eleven)),
                iter: 5_000
            );

    /// <summary>The example of GB 11643 and one with X.</summary>
    [Theory]
    [InlineData("11010519491231002X", true)]
    [InlineData("440524188001010014", true)]
    [InlineData("440524188001010015", false)]
    [InlineData("110105194902310026", false)]
    [InlineData("11010519491231002", false)]
    public void A_resident_number_is_valid_exactly_if_its_check_character_and_date_fit(string number, bool valid) =>
        IsValid(residentId, number).ShouldBe(valid);

    [Fact]
    public void Exactly_one_check_character_fits_and_the_weighted_sum_is_one_modulo_eleven() =>
        seventeenDigits.Sample(
            digits =>
            {
                var fitting = "0123456789X"
                    .Where(last => IsValid(residentId, $"{digits}{last}"))
                    .ShouldHaveSingleItem();
                var sum = 0;
                for (var i = 0; i < 17; i++)
                    sum += (digits[i] - '0') * ((1 << (17 - i)) % 11);
                ((sum + (fitting == 'X' ? 10 : fitting - '0')) % 11).ShouldBe(1);
            },
            iter: 5_000
        );

    [Fact]
    public void Any_single_wrong_digit_of_a_resident_number_is_noticed() =>
        Gen.Select(seventeenDigits, Gen.Int[0, 16], Gen.Int[1, 9])
            .Sample(
                (digits, at, by) =>
                {
                    var wrong = digits.ToCharArray();
                    wrong[at] = (char)('0' + (wrong[at] - '0' + by) % 10);
                    IsValid(residentId, new string(wrong) + ChinaResidentNumber.CheckCharacter(digits)).ShouldBeFalse();
                },
                iter: 5_000
            );

    [Theory]
    [InlineData(" 830-215 350.384 ", "830215350384")]
    [InlineData("８３０２１５３５０３８４", "830215350384")]
    [InlineData("11010519491231002x", "11010519491231002X")]
    [InlineData("n−12/34–56", "N123456")]
    public void A_number_is_compared_without_separators_width_and_case(string typed, string normal) =>
        NationalNumbers.Normalize(typed).ShouldBe(normal);

    [Theory]
    [InlineData("N1234567", true)]
    [InlineData("1234", false)]
    [InlineData("№1234567", true)]
    [InlineData("АБ123456", false)]
    [InlineData("1234567890123456789012345678901", false)]
    public void A_kind_without_rules_of_its_own_takes_Latin_letters_and_digits(string typed, bool valid) =>
        IsValid(new NationalNumberKind("UZ", "passport"), NationalNumbers.Normalize(typed)!).ShouldBe(valid);

    [Fact]
    public void Half_a_character_is_no_number() => NationalNumbers.Normalize("1234\ud80056").ShouldBeNull();

    [Theory]
    [InlineData("830215351234", "********1234")]
    [InlineData("123456", "****56")]
    [InlineData("12345", "****5")]
    public void The_mask_shows_the_end_alone(string number, string masked) =>
        NationalNumberMask.Of(number).ShouldBe(masked);

    static bool IsValid(NationalNumberKind kind, string number) => NationalNumbers.Problem(kind, number) is null;

    static bool WeighedOnce(string eleven) => eleven.Select((c, i) => (c - '0') * (i + 1)).Sum() % 11 < 10;

    static string Swap(string text, int at)
    {
        var swapped = text.ToCharArray();
        (swapped[at], swapped[at + 1]) = (swapped[at + 1], swapped[at]);
        return new string(swapped);
    }
}
