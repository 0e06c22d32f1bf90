using Enrollment.Assessments;
using Enrollment.Pipeline;

namespace Enrollment.Certificates.Transcripts;

/// <summary>
/// A transcript in the eight sections, in the order and with the numbering, of the Diploma Supplement of the European
/// Commission, the Council of Europe and UNESCO/CEPES (outline of 2018): everything that is left empty says why.
/// </summary>
public sealed record Transcript
{
    /// <summary>Below so many results of a cohort their distribution tells of single trainees, and is left out.</summary>
    public const int LeastResults = 10;

    public required Guid EnrollmentId { get; init; }

    /// <summary>The release whose results it shows.</summary>
    public required DateTimeOffset ReleasedAt { get; init; }
    public required TranscriptHolder Holder { get; init; }
    public required TranscriptQualification Qualification { get; init; }
    public required TranscriptLevel Level { get; init; }
    public required TranscriptContents Contents { get; init; }
    public required TranscriptFunction Function { get; init; }
    public required TranscriptAdditional Additional { get; init; }
    public required TranscriptCertification Certification { get; init; }
    public required TranscriptEducationSystem EducationSystem { get; init; }

    /// <summary>A pure function of what was read; only the texts depend on the language.</summary>
    internal static Transcript Of(TranscriptFacts facts, ExplanationWords words)
    {
        var row = facts.Row;
        return new Transcript
        {
            EnrollmentId = row.EnrollmentId,
            ReleasedAt = row.ReleasedAt!.Value,
            Holder = new TranscriptHolder
            {
                Names = facts.Holder.Names,
                BirthDate = facts.Holder.BirthDate,
                TraineeNumber = row.TraineeNumber,
                Blanks = new Blanks(words).Where(facts.Holder.BirthDate is null, "birthDate", BlankReason.NotRecorded),
            },
            Qualification = new TranscriptQualification
            {
                CourseCode = row.CourseCode,
                Title = row.Title,
                TitleLocal = row.TitleLocal,
                TitleInLanguage = Another(row.Course, words),
                CohortCode = row.CohortCode,
                CenterCode = row.CenterCode,
                CenterName = row.CenterName,
                CenterNameLocal = row.CenterNameLocal,
                CenterNameInLanguage = Another(row.Center, words),
                City = row.City,
                Country = row.Country,
                TimeZone = row.TimeZone,
                Blanks = new Blanks(words)
                    .Where(row.TitleLocal is null, "titleLocal", BlankReason.NotRecorded)
                    .Where(row.CenterNameLocal is null, "centerNameLocal", BlankReason.NotRecorded)
                    .Where(row.City is null, "city", BlankReason.NotRecorded)
                    .Where(true, "languagesOfInstruction", BlankReason.NotRecorded),
            },
            Level = LevelOf(facts, words),
            Contents = ContentsOf(facts, words),
            Function = new TranscriptFunction
            {
                ValidityMonths = row.ValidityMonths,
                Blanks = new Blanks(words)
                    .Where(row.ValidityMonths is null, "validityMonths", BlankReason.NotOfCourse)
                    .Where(true, "furtherStudy", BlankReason.NotStated)
                    .Where(true, "professionalStatus", BlankReason.NotStated),
            },
            Additional = new TranscriptAdditional
            {
                VerifyAt = facts.VerifyAt,
                Attendance = facts.Explanation?.Attendance,
                Blanks = new Blanks(words)
                    .Where(
                        facts.Explanation?.Attendance is null,
                        "attendance",
                        facts.Explanation?.MinimumAttendance is null ? BlankReason.NotOfCourse : BlankReason.NotRecorded
                    )
                    .Where(true, "additionalInformation", BlankReason.NothingToAdd),
            },
            Certification = new TranscriptCertification
            {
                Certificates = facts.Certificates,
                Blanks = new Blanks(words).Where(
                    facts.Certificates.Count == 0,
                    "certificates",
                    BlankReason.NoCertificate
                ),
            },
            EducationSystem = new TranscriptEducationSystem(
                row.Country,
                new Blanks(words).Where(true, "description", BlankReason.DescribedElsewhere)
            ),
        };
    }

    /// <summary>The name in the language of the words, where it is another than those that are shown in any case.</summary>
    static string? Another(Naming naming, ExplanationWords words) =>
        naming.In(words.Language) is { } text && text != naming.Text && text != naming.Local ? text : null;

    static TranscriptLevel LevelOf(TranscriptFacts facts, ExplanationWords words)
    {
        var (row, demanded) = (facts.Row, facts.Requirements);
        var open =
            demanded.MinimumAge is null
            && demanded.QualificationLevel is null
            && demanded.Prerequisites.Count == 0
            && demanded.Languages.Count == 0;
        return new TranscriptLevel
        {
            NqfLevel = row.NqfLevel,
            Hours = row.Hours,
            Credits = row.Credits,
            StartsOn = row.StartsOn,
            EndsOn = row.EndsOn,
            AccessRequirements = demanded,
            Blanks = new Blanks(words)
                .Where(row.NqfLevel is null, "nqfLevel", BlankReason.NotOfCourse)
                .Where(row.Credits is null, "credits", BlankReason.NotOfCourse)
                .Where(open, "accessRequirements", BlankReason.NotOfCourse),
        };
    }

    static TranscriptContents ContentsOf(TranscriptFacts facts, ExplanationWords words)
    {
        var (row, told) = (facts.Row, facts.Explanation);
        var results = facts.Outcomes.Where(count => count.Key != Outcome.Incomplete).Sum(count => count.Value);
        return new TranscriptContents
        {
            Groups = [.. (told?.Groups ?? []).Select(group => GroupOf(group, facts.Kinds))],
            Result = row.Outcome is { } outcome
                ? new TranscriptResult
                {
                    Outcome = outcome,
                    Mark = row.Mark,
                    Unrounded = row.UnroundedMillionths / 1_000_000m,
                }
                : null,
            Scale = told is null
                ? null
                : new TranscriptScale
                {
                    Pass = told.PassMark,
                    Merit = told.MeritMark,
                    Distinction = told.DistinctionMark,
                    Decimals = told.Decimals,
                    Texts = words.Scale(told),
                },
            Distribution = results < LeastResults ? null : DistributionOf(results, facts.Outcomes),
            Decision = row.Decision is { } decision
                ? new TranscriptDecision(decision, row.MinutesNumber!, row.HeldOn!.Value)
                : null,
            Blanks = new Blanks(words)
                .Where(row.Outcome is null, "result", BlankReason.NoResult)
                .Where(row.Outcome is not null && told is null, "groups", BlankReason.NoParts)
                .Where(told is { MeritMark: null }, "scale.merit", BlankReason.NotOfCourse)
                .Where(told is { DistinctionMark: null }, "scale.distinction", BlankReason.NotOfCourse)
                .Where(results < LeastResults, "distribution", BlankReason.TooFewResults)
                .Where(row.Decision is null, "decision", BlankReason.NoDecision),
        };
    }

    static TranscriptGroup GroupOf(GroupExplanation group, IReadOnlyDictionary<string, ComponentKind> kinds) =>
        new()
        {
            Code = group.Code,
            Name = group.Name,
            Weight = group.Weight,
            Mark = group.Mark,
            Components =
            [
                .. group.Components.Select(component => new TranscriptComponent
                {
                    Code = component.Code,
                    Name = component.Name,
                    Kind = kinds.TryGetValue(component.Code, out var kind) ? kind : null,
                    Weight = component.Weight,
                    MaximumMark = component.MaximumMark,
                    Standing = component.Standing,
                    Mark = component.Mark,
                    Attempts = component.Attempts,
                }),
            ],
        };

    static TranscriptDistribution DistributionOf(int results, IReadOnlyDictionary<Outcome, int> counts)
    {
        return new TranscriptDistribution(
            results,
            Of(Outcome.Fail),
            Of(Outcome.Pass),
            Of(Outcome.Merit),
            Of(Outcome.Distinction)
        );

        int Of(Outcome outcome) => counts.TryGetValue(outcome, out var count) ? count : 0;
    }

    /// <summary>Collects the empty places of a section.</summary>
    sealed class Blanks(ExplanationWords words) : List<TranscriptBlank>
    {
        internal Blanks Where(bool empty, string field, BlankReason reason)
        {
            if (empty)
                Add(new TranscriptBlank(field, reason, words.Blank(reason.ToString(), LeastResults)));
            return this;
        }
    }
}
