using Enrollment.People;
using PhoneNumbers;

namespace Enrollment.Web.People;

/// <summary>Google's libphonenumber with the numbering plans that it brings along.</summary>
sealed class PhoneNumberPlans : IPhoneNumbers
{
    readonly PhoneNumberUtil plans = PhoneNumberUtil.GetInstance();

    public PhoneReading Read(string typed, string? country)
    {
        var region = country is not null && plans.GetSupportedRegions().Contains(country) ? country : null;
        PhoneNumber number;
        try
        {
            number = plans.Parse(typed, region);
        }
        catch (NumberParseException)
        {
            // A national number of nobody knows where; with a plan, or a + before it, it is none.
            var isPossible = region is null && !typed.Contains('+', StringComparison.Ordinal) && HasLength(typed);
            return new PhoneReading(isPossible, null);
        }

        return plans.IsPossibleNumberWithReason(number) switch
        {
            PhoneNumberUtil.ValidationResult.IS_POSSIBLE => new PhoneReading(
                true,
                plans.Format(number, PhoneNumberFormat.E164)[1..]
            ),
            // Without the code of its area it is another's number in the next one.
            PhoneNumberUtil.ValidationResult.IS_POSSIBLE_LOCAL_ONLY => new PhoneReading(true, null),
            _ => default,
        };
    }

    /// <summary>From the shortest local numbers to the longest that E.164 allows.</summary>
    static bool HasLength(string typed) => typed.Count(char.IsAsciiDigit) is >= 5 and <= 15;
}
