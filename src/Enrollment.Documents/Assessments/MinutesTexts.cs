using Enrollment.Assessments;
using Enrollment.Pipeline;

namespace Enrollment.Documents.Assessments;

/// <summary>The one list of the texts of minutes that somebody entered, each with its field.</summary>
internal static class MinutesTexts
{
    /// <summary>
    /// The minutes with the center and the courses called as they are in a language, as far as they have a name in it; the
    /// center's other name stands beside it.
    /// </summary>
    public static MinutesSnapshot In(string language, MinutesSnapshot minutes)
    {
        var center = new Naming(
            minutes.CenterName,
            minutes.CenterNameLocal,
            minutes.CenterNameLanguage,
            minutes.FurtherCenterNames
        ).In(language);
        return minutes with
        {
            CenterName = center ?? minutes.CenterName,
            CenterNameLocal =
                center is null || center == minutes.CenterName ? minutes.CenterNameLocal
                : center == minutes.CenterNameLocal ? minutes.CenterName
                : minutes.CenterNameLocal ?? minutes.CenterName,
            Cohorts = [.. minutes.Cohorts.Select(cohort => cohort with { CourseTitle = In(language, cohort) })],
        };
    }

    private static string In(string language, MinutedCohort cohort) =>
        new Naming(
            cohort.CourseTitle,
            cohort.CourseTitleLocal,
            cohort.CourseTitleLanguage,
            cohort.FurtherCourseTitles
        ).In(language) ?? cohort.CourseTitle;

    /// <summary>The minutes with what is made of each text in its place; asked for in the order of the sheets.</summary>
    /// <param name="minutes">The minutes as kept.</param>
    /// <param name="make">What becomes of a field's text.</param>
    public static MinutesSnapshot Map(MinutesSnapshot minutes, Func<string, string, string> make) =>
        minutes with
        {
            CenterName = make("centerName", minutes.CenterName),
            CenterNameLocal = minutes.CenterNameLocal is { } local ? make("centerNameLocal", local) : null,
            City = minutes.City is { } city ? make("city", city) : null,
            MinutesNumber = make("minutesNumber", minutes.MinutesNumber),
            Remarks = minutes.Remarks is { } remarks ? make("remarks", remarks) : null,
            Attendees =
            [
                .. minutes.Attendees.Select(
                    (person, i) => person with { Name = make(Field("attendees", i, "name"), person.Name) }
                ),
            ],
            Cohorts =
            [
                .. minutes.Cohorts.Select(
                    (cohort, i) =>
                        cohort with
                        {
                            CourseTitle = make(Field("cohorts", i, "courseTitle"), cohort.CourseTitle),
                        }
                ),
            ],
            Decisions = [.. minutes.Decisions.Select((decision, i) => Map(decision, i, make))],
        };

    private static MinutedDecision Map(MinutedDecision decision, int i, Func<string, string, string> make) =>
        decision with
        {
            PersonName = make(Field("decisions", i, "personName"), decision.PersonName),
            Causes =
            [
                .. decision.Causes.Select(cause =>
                    cause.Part is { } part ? cause with { Part = make(Field("decisions", i, "causes"), part) } : cause
                ),
            ],
            DepartureReason = decision.DepartureReason is { } reason
                ? make(Field("decisions", i, "departureReason"), reason)
                : null,
        };

    private static string Field(string list, int i, string name) => FormattableString.Invariant($"{list}[{i}].{name}");
}
