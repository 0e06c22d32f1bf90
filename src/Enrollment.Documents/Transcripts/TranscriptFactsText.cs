using Enrollment.Certificates.Transcripts;
using Enrollment.Cohorts;
using Icu;

namespace Enrollment.Documents.Transcripts;

/// <summary>
/// The facts of each section as label and text. Where there is nothing to tell, the reason stands in its place, as the
/// Diploma Supplement demands.
/// </summary>
internal sealed class TranscriptFactsText(Transcript transcript, SheetWords words)
{
    public IEnumerable<(string Label, string Text)> Holder()
    {
        var holder = transcript.Holder;
        yield return (words["name"], string.Join('\n', holder.Names.Select(name => name.FullName)));
        yield return Fact("birthDate", Date(holder.BirthDate), holder.Blanks);
        yield return (words["traineeNumber"], words.Number(holder.TraineeNumber));
    }

    public IEnumerable<(string Label, string Text)> Qualification()
    {
        var q = transcript.Qualification;
        yield return (words["title.course"], Lines(q.TitleInLanguage, q.Title));
        yield return Fact("titleLocal", q.TitleLocal, q.Blanks);
        yield return (words["courseCode"], q.CourseCode);
        yield return (words["cohort"], q.CohortCode);
        yield return (words["center"], Lines(q.CenterNameInLanguage, q.CenterName));
        yield return Fact("centerNameLocal", q.CenterNameLocal, q.Blanks);
        yield return Fact("city", q.City, q.Blanks);
        yield return (words["country"], Country(q.Country));
        var languages = q.LanguagesOfInstruction is { } spoken ? string.Join(", ", spoken.Select(Language)) : null;
        yield return Fact("languagesOfInstruction", languages, q.Blanks);
    }

    public IEnumerable<(string Label, string Text)> Level()
    {
        var level = transcript.Level;
        yield return Fact("nqfLevel", Number(level.NqfLevel), level.Blanks);
        yield return (words["hours"], words.Number(level.Hours));
        yield return Fact("credits", Number(level.Credits), level.Blanks);
        yield return (
            words["dates"],
            words.Fill("span", ("from", words.Date(level.StartsOn)), ("to", words.Date(level.EndsOn)))
        );
        var demanded = string.Join(", ", Demands(level.AccessRequirements));
        yield return Fact("accessRequirements", demanded.Length > 0 ? demanded : null, level.Blanks);
    }

    private IEnumerable<string> Demands(RequirementFields access)
    {
        if (access.MinimumAge is { } age)
        {
            yield return words.Fill("access.minimumAge", ("value", words.Number(age)));
        }
        if (access.QualificationLevel is { } level)
        {
            yield return words.Fill("access.qualificationLevel", ("value", words.Number(level)));
        }
        foreach (var course in access.Prerequisites)
        {
            yield return words.Fill("access.prerequisite", ("value", course));
        }
        foreach (var spoken in access.Languages)
        {
            yield return words.Fill(
                "access.language",
                ("language", Language(spoken.Language)),
                ("level", spoken.Level.ToString())
            );
        }
    }

    public IEnumerable<(string Label, string Text)> Results()
    {
        var contents = transcript.Contents;
        yield return Fact("result", Result(contents.Result), contents.Blanks);
        if (contents.Result?.Unrounded is { } unrounded)
        {
            yield return (words["unrounded"], $"{words.Number(unrounded)} %");
        }
        if (contents.Decision is { } decision)
        {
            yield return (
                words["decision"],
                words.Fill(
                    "decisionText",
                    ("decision", words[decision.Decision.ToString()]),
                    ("number", decision.MinutesNumber),
                    ("day", words.Date(decision.HeldOn))
                )
            );
        }
        if (contents.Scale is { } scale)
        {
            yield return (words["scale"], string.Join('\n', scale.Texts));
        }
        if (contents.Distribution is { } counts)
        {
            yield return (
                words["distribution"],
                words.Fill(
                    "distributionText",
                    ("results", words.Number(counts.Results)),
                    ("fail", words.Number(counts.Fail)),
                    ("pass", words.Number(counts.Pass)),
                    ("merit", words.Number(counts.Merit)),
                    ("distinction", words.Number(counts.Distinction))
                )
            );
        }
        foreach (var blank in contents.Blanks.Where(blank => blank.Field != "result"))
        {
            yield return (words[blank.Field], blank.Text);
        }
    }

    private string? Result(TranscriptResult? result) =>
        result switch
        {
            null => null,
            { Mark: { } mark, Outcome: var outcome } => words.Fill(
                "resultMark",
                ("outcome", words[outcome.ToString()]),
                ("mark", words.Number(mark))
            ),
            _ => words[result.Outcome.ToString()],
        };

    public IEnumerable<(string Label, string Text)> Function()
    {
        var function = transcript.Function;
        var months = function.ValidityMonths is { } count ? words.Fill("months", ("count", words.Number(count))) : null;
        yield return Fact("validityMonths", months, function.Blanks);
        yield return Fact("furtherStudy", null, function.Blanks);
        yield return Fact("professionalStatus", null, function.Blanks);
    }

    public IEnumerable<(string Label, string Text)> Additional()
    {
        var additional = transcript.Additional;
        yield return (words["verifyAt"], additional.VerifyAt.AbsoluteUri);
        var attended = additional.Attendance is { } share ? $"{words.Number(share)} %" : null;
        yield return Fact("attendance", attended, additional.Blanks);
        yield return Fact("additionalInformation", null, additional.Blanks);
    }

    public IEnumerable<(string Label, string Text)> Certification()
    {
        yield return (
            words["center"],
            transcript.Qualification.CenterNameInLanguage ?? transcript.Qualification.CenterName
        );
        if (transcript.Certification.Certificates.Count == 0)
        {
            yield return Fact("certificates", null, transcript.Certification.Blanks);
        }
    }

    public IEnumerable<(string Label, string Text)> EducationSystem()
    {
        yield return (words["country"], Country(transcript.EducationSystem.Country));
        yield return Fact("description", null, transcript.EducationSystem.Blanks);
    }

    // In the language of the sheet first.
    private static string Lines(string? spoken, string text) => spoken is null ? text : $"{spoken}\n{text}";

    private (string, string) Fact(string field, string? text, IReadOnlyList<TranscriptBlank> blanks) =>
        (words[field], text ?? blanks.First(blank => blank.Field == field).Text);

    private string? Date(DateOnly? day) => day is { } given ? words.Date(given) : null;

    private string? Number(decimal? number) => number is { } given ? words.Number(given) : null;

    // ICU's names; a code that it doesn't know stays as it is.
    private string Country(string code) => new Locale($"und_{code}").GetDisplayCountry(words.Language);

    private string Language(string code) => new Locale(code).GetDisplayLanguage(words.Language);
}
