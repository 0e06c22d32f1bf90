using CsCheck;
using Enrollment.Admissions;
using Enrollment.Certificates;
using Enrollment.Cohorts;
using Enrollment.People;
using Enrollment.Storage;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Admissions;

/// <summary>Rule 2, judged by the pure function.</summary>
[OnlyOn(DatabaseEngine.Sqlite)]
public sealed class EligibilityTests
{
    static readonly DateOnly startsOn = new(2026, 9, 1);
    static readonly ApplicantFacts nothingKnown = new(null, null, [], []);

    static readonly Gen<DateOnly> day = Gen.Int[0, 50_000].Select(n => new DateOnly(1900, 1, 1).AddDays(n));

    /// <summary>By the definition alone: how many birthdays have come, each found by walking the calendar.</summary>
    static int Birthdays(DateOnly born, DateOnly until)
    {
        var count = 0;
        for (var year = born.Year + 1; year <= until.Year; year++)
        {
            var birthday =
                DateTime.DaysInMonth(year, born.Month) < born.Day
                    ? new DateOnly(year, born.Month, 1).AddMonths(1)
                    : new DateOnly(year, born.Month, born.Day);
            if (birthday <= until)
                count++;
        }

        return count;
    }

    [Fact]
    public void An_age_is_the_number_of_birthdays() =>
        Gen.Select(day, day)
            .Where(pair => pair.Item1 <= pair.Item2)
            .Sample((born, on) => Eligibility.AgeOn(on, born) == Birthdays(born, on), iter: 20_000);

    [Theory]
    [InlineData("2008-02-29", "2026-02-28", 17)]
    [InlineData("2008-02-29", "2026-03-01", 18)]
    [InlineData("2008-02-29", "2028-02-28", 19)]
    [InlineData("2008-02-29", "2028-02-29", 20)]
    [InlineData("2008-09-01", "2026-09-01", 18)]
    [InlineData("2008-09-02", "2026-09-01", 17)]
    [InlineData("2008-12-31", "2027-01-01", 18)]
    public void A_year_is_complete_on_the_birthday(string born, string on, int age) =>
        Eligibility
            .AgeOn(
                DateOnly.Parse(on, System.Globalization.CultureInfo.InvariantCulture),
                DateOnly.Parse(born, System.Globalization.CultureInfo.InvariantCulture)
            )
            .ShouldBe(age);

    [Fact]
    public void One_day_decides_on_the_minimum_age_and_no_other_does() =>
        Gen.Select(day, Gen.Int[1, 60])
            .Sample(
                (born, years) =>
                {
                    var facts = nothingKnown with { BirthDate = born };
                    var requirements = new RequirementFields { MinimumAge = years };
                    var birthday = Enumerable
                        .Range(0, 3)
                        .Select(shift => new DateOnly(born.Year + years, born.Month, 1).AddDays(born.Day - 1 + shift))
                        .First(on => Birthdays(born, on) == years);
                    return Eligibility.Judge(requirements, facts, birthday).Count == 0
                        && Eligibility.Judge(requirements, facts, birthday.AddDays(-1)).Single().Code == "too_young";
                },
                iter: 5_000
            );

    [Fact]
    public void A_level_suffices_exactly_if_it_is_not_below_the_demanded_one() =>
        Gen.Select(Gen.Int[1, 8], Gen.Int[0, 8], Gen.Enum<CefrLevel>(), Gen.Enum<CefrLevel>())
            .Sample(
                (demanded, held, language, spoken) =>
                {
                    var requirements = new RequirementFields
                    {
                        QualificationLevel = demanded,
                        Languages = [new LanguageRequirement { Language = "en", Level = language }],
                    };
                    var facts = nothingKnown with
                    {
                        QualificationLevel = held == 0 ? null : held,
                        Languages = [new LanguageSkill { Language = "en", Level = spoken }],
                    };
                    var expected = new List<string>();
                    if (held < demanded)
                        expected.Add(held == 0 ? "qualification_missing" : "qualification_too_low");
                    if (spoken < language)
                        expected.Add("language_too_low");
                    return Eligibility
                        .Judge(requirements, facts, startsOn)
                        .Select(reason => reason.Code)
                        .SequenceEqual(expected);
                }
            );

    [Fact]
    public void Every_reason_is_named_at_once_with_what_was_demanded_and_found()
    {
        var requirements = new RequirementFields
        {
            MinimumAge = 18,
            QualificationLevel = 4,
            Prerequisites = ["WELD-1", "SAFE-1"],
            Languages =
            [
                new LanguageRequirement { Language = "en", Level = CefrLevel.B1 },
                new LanguageRequirement { Language = "zh", Level = CefrLevel.A2 },
            ],
        };
        var facts = new ApplicantFacts(
            null,
            3,
            [new LanguageSkill { Language = "en", Level = CefrLevel.A2 }],
            [Award(CertificateState.Revoked)]
        );

        var reasons = Eligibility.Judge(requirements, facts, startsOn);

        reasons.ShouldBe([
            new("birthDate", "birth_date_missing", "at least 18 years old on 2026-09-01", "no birth date"),
            new("qualifications", "qualification_too_low", "a qualification of level 4 or above", "level 3"),
            new(
                "prerequisites",
                "prerequisite_not_valid",
                "an award in WELD-1 that is valid on 2026-09-01",
                "an award of 2025-06-30, revoked"
            ),
            new("prerequisites", "prerequisite_missing", "an award in SAFE-1 that is valid on 2026-09-01", "no award"),
            new("languages", "language_too_low", "en at B1 or above", "A2"),
            new("languages", "language_missing", "zh at A2 or above", "not declared"),
        ]);
    }

    [Fact]
    public void Where_nothing_is_demanded_everybody_is_eligible() =>
        Eligibility.Judge(new RequirementFields(), nothingKnown, startsOn).ShouldBeEmpty();

    [Theory]
    [InlineData(CertificateState.Issued, null, true)]
    [InlineData(CertificateState.Issued, "2026-09-01", true)]
    [InlineData(CertificateState.Issued, "2026-08-31", false)]
    [InlineData(CertificateState.Prepared, null, false)]
    [InlineData(CertificateState.Revoked, null, false)]
    [InlineData(null, null, false)]
    public void An_award_counts_if_its_certificate_is_valid_on_the_first_day(
        CertificateState? state,
        string? expiresOn,
        bool counts
    )
    {
        DateOnly? last = expiresOn is null
            ? null
            : DateOnly.Parse(expiresOn, System.Globalization.CultureInfo.InvariantCulture);

        Judge(Award(state, last)).ShouldBe(counts);
    }

    [Fact]
    public void An_award_after_the_first_day_does_not_count() =>
        Judge(Award(CertificateState.Issued) with { AwardedOn = startsOn.AddDays(1) }).ShouldBeFalse();

    [Fact]
    public void A_renewal_makes_up_for_the_award_that_has_expired() =>
        Judge(Award(CertificateState.Issued, new DateOnly(2026, 1, 1)), Award(CertificateState.Issued)).ShouldBeTrue();

    static bool Judge(params AwardFact[] awards) =>
        Eligibility
            .Judge(
                new RequirementFields { Prerequisites = ["WELD-1"] },
                nothingKnown with
                {
                    Awards = awards,
                },
                startsOn
            )
            .Count == 0;

    static AwardFact Award(CertificateState? state, DateOnly? expiresOn = null) =>
        new()
        {
            CourseCode = "WELD-1",
            AwardedOn = new DateOnly(2025, 6, 30),
            State = state,
            ExpiresOn = expiresOn,
        };
}
