using System.Globalization;
using Enrollment.Certificates;
using Enrollment.Cohorts;
using Enrollment.People;

namespace Enrollment.Admissions;

/// <summary>What is known about an applicant as far as eligibility goes.</summary>
/// <param name="BirthDate">Null where it isn't known.</param>
/// <param name="QualificationLevel">The highest level that was declared, 1 to 8; null where none was.</param>
/// <param name="Languages">The languages that were declared.</param>
/// <param name="Awards">The awards of this register in the courses that are demanded.</param>
public sealed record ApplicantFacts(
    DateOnly? BirthDate,
    int? QualificationLevel,
    IReadOnlyList<LanguageSkill> Languages,
    IReadOnlyList<AwardFact> Awards
);

/// <summary>
/// A certificate of an award: of a chain of replacements the last one, since the others are replaced; without a state
/// where none was issued yet.
/// </summary>
public sealed record AwardFact
{
    public string CourseCode { get; init; } = "";
    public DateOnly AwardedOn { get; init; }
    public CertificateState? State { get; init; }

    /// <summary>The last day on which it is valid; null: without end.</summary>
    public DateOnly? ExpiresOn { get; init; }
}

/// <summary>One demand that isn't met: what was demanded, what was found, both in words.</summary>
/// <param name="Field">Where it is mended: a field of the person, or of the person's background.</param>
/// <param name="Code">Stable, for programs.</param>
/// <param name="Demanded">What the course demands.</param>
/// <param name="Found">What is known of the applicant instead.</param>
public sealed record IneligibilityReason(string Field, string Code, string Demanded, string Found);

/// <summary>Judges an applicant by what a course demands (rule 2).</summary>
public static class Eligibility
{
    /// <summary>Every reason that forbids the admission, in the order of the demands; none: eligible.</summary>
    /// <param name="requirements">What the course version demands.</param>
    /// <param name="facts">What is known of the applicant.</param>
    /// <param name="startsOn">The cohort's first day at its center.</param>
    public static IReadOnlyList<IneligibilityReason> Judge(
        RequirementFields requirements,
        ApplicantFacts facts,
        DateOnly startsOn
    ) =>
        [
            .. Age(requirements.MinimumAge, facts.BirthDate, startsOn),
            .. Qualification(requirements.QualificationLevel, facts.QualificationLevel),
            .. requirements.Prerequisites.SelectMany(code => Prerequisite(code, facts.Awards, startsOn)),
            .. requirements.Languages.SelectMany(demanded => Language(demanded, facts.Languages)),
        ];

    /// <summary>
    /// Whole years on a day: a year is complete on its birthday, and for those born on 29 February on 1 March where the
    /// year has no such day.
    /// </summary>
    public static int AgeOn(DateOnly day, DateOnly birthDate) =>
        day.Year - birthDate.Year - ((day.Month, day.Day).CompareTo((birthDate.Month, birthDate.Day)) < 0 ? 1 : 0);

    static IEnumerable<IneligibilityReason> Age(int? minimum, DateOnly? birthDate, DateOnly startsOn)
    {
        if (minimum is not { } years)
            yield break;

        var demanded = $"at least {years} years old on {Day(startsOn)}";
        if (birthDate is not { } born)
            yield return new("birthDate", "birth_date_missing", demanded, "no birth date");
        else if (AgeOn(startsOn, born) is var age && age < years)
            yield return new("birthDate", "too_young", demanded, $"{age} years old on that day");
    }

    static IEnumerable<IneligibilityReason> Qualification(int? minimum, int? highest)
    {
        if (minimum is not { } level || highest >= level)
            yield break;

        var demanded = $"a qualification of level {level} or above";
        yield return highest is { } declared
            ? new("qualifications", "qualification_too_low", demanded, $"level {declared}")
            : new("qualifications", "qualification_missing", demanded, "no qualification");
    }

    static IEnumerable<IneligibilityReason> Prerequisite(
        string courseCode,
        IEnumerable<AwardFact> awards,
        DateOnly startsOn
    )
    {
        var ofCourse = awards.Where(award => award.CourseCode == courseCode).ToList();
        if (ofCourse.Any(award => Obstacle(award, startsOn) is null))
            yield break;

        var demanded = $"an award in {courseCode} that is valid on {Day(startsOn)}";
        yield return ofCourse.Count == 0
            ? new("prerequisites", "prerequisite_missing", demanded, "no award")
            : new(
                "prerequisites",
                "prerequisite_not_valid",
                demanded,
                string.Join("; ", ofCourse.Select(award => Obstacle(award, startsOn)).Distinct())
            );
    }

    /// <summary>Why an award isn't valid on a day; null where it is.</summary>
    static string? Obstacle(AwardFact award, DateOnly day) =>
        award switch
        {
            { State: CertificateState.Revoked } => $"an award of {Day(award.AwardedOn)}, revoked",
            { State: CertificateState.Suspended } => $"an award of {Day(award.AwardedOn)}, suspended",
            { State: not CertificateState.Issued } =>
                $"an award of {Day(award.AwardedOn)} whose certificate isn't issued",
            { AwardedOn: var awardedOn } when awardedOn > day => $"an award of {Day(awardedOn)}, later than that day",
            { ExpiresOn: { } last } when last < day =>
                $"an award of {Day(award.AwardedOn)} whose certificate expires on {Day(last)}",
            _ => null,
        };

    static IEnumerable<IneligibilityReason> Language(LanguageRequirement demand, IEnumerable<LanguageSkill> skills)
    {
        var skill = skills.FirstOrDefault(known => known.Language == demand.Language);
        if (skill?.Level >= demand.Level)
            yield break;

        var demanded = $"{demand.Language} at {demand.Level} or above";
        yield return skill is null
            ? new("languages", "language_missing", demanded, "not declared")
            : new("languages", "language_too_low", demanded, skill.Level.ToString());
    }

    static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
