using Enrollment.Accounts;
using Enrollment.Assessments;
using Enrollment.Cohorts;
using Enrollment.Cohorts.Instructors;
using Enrollment.Data;
using Enrollment.People;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Certificates.Transcripts;

/// <summary>
/// The transcript of an enrollment, its texts in a language (ISO 639-1: en, kk, ru, zh; English where there are none). It
/// is shown around, so to staff too it holds what was released last, and before the first release there is none.
/// </summary>
[Requires(Permission.ReadOwnRecord)]
public sealed record GetTranscript(Guid EnrollmentId, string? Language) : IQuery<Transcript>, ICohortWork
{
    CohortPlace ICohortWork.Place => CohortPlace.OfEnrollment(EnrollmentId);
}

sealed class GetTranscriptHandler(Db db, RequestContext context, CertificateOptions options, TimeProvider time)
    : IRequestHandler<GetTranscript, Result<Transcript>>
{
    public async Task<Result<Transcript>> Handle(GetTranscript request, CancellationToken cancellationToken)
    {
        var row = await db.FindAsync<TranscriptRow>(ById, new { request.EnrollmentId }, cancellationToken);
        if (row is null)
            return Refusal.NotFound("enrollment", request.EnrollmentId);
        if (!context.Caller.MayActFor(row.PersonId))
            return AccountErrors.NotYours;
        if (row.ReleasedAt is null)
            return Refusal.NotFound("transcript", request.EnrollmentId);

        var facts = await FactsAsync(row, cancellationToken);
        return Transcript.Of(facts, ExplanationWords.In(request.Language));
    }

    async Task<TranscriptFacts> FactsAsync(TranscriptRow row, CancellationToken token)
    {
        var demanded = await RequirementStore.LoadAsync(db, row.CourseVersionId, time.GetUtcNow(), token);
        var kinds = await db.QueryAsync<KindRow>(Kinds, new { row.SchemeId }, token);
        var outcomes = await db.QueryAsync<OutcomeRow>(Outcomes, new { row.CohortId }, token);
        return new TranscriptFacts
        {
            Row = row,
            Holder = (await PersonStore.LoadAsync(db, row.PersonId, token))!,
            Requirements = new RequirementFields
            {
                MinimumAge = demanded.MinimumAge,
                QualificationLevel = demanded.QualificationLevel,
                Prerequisites = demanded.Prerequisites,
                Languages = demanded.Languages,
            },
            Kinds = kinds.ToDictionary(kind => kind.Code, kind => kind.Kind, StringComparer.Ordinal),
            Explanation = row.Explanation is { } text ? ResultJson.ReadExplanation(text) : null,
            Outcomes = outcomes.ToDictionary(outcome => outcome.Outcome, outcome => outcome.Number),
            Certificates = await db.QueryAsync<TranscriptCertificate>(Issued, new { row.EnrollmentId }, token),
            VerifyAt = options.VerificationPage,
        };
    }

    sealed record KindRow
    {
        public string Code { get; init; } = "";
        public ComponentKind Kind { get; init; }
    }

    sealed record OutcomeRow
    {
        public Outcome Outcome { get; init; }
        public int Number { get; init; }
    }

    internal static readonly Sql ById = new(
        """
        SELECT e.Id AS EnrollmentId, e.PersonId, e.CohortId, e.TraineeNumber, h.Code AS CohortCode, h.StartsOn, h.EndsOn,
               h.CourseVersionId, k.Code AS CourseCode, v.Title, v.TitleLocal, v.TitleLanguage, v.FurtherTitles, v.Hours,
               v.Credits, v.NqfLevel, v.ValidityMonths, c.Code AS CenterCode, c.Name AS CenterName,
               c.NameLocal AS CenterNameLocal, c.NameLanguage, c.FurtherNames, c.City, c.Country, h.TimeZone, r.ReleasedAt, r.SchemeId, r.Outcome, r.Mark, r.UnroundedMillionths, r.Explanation, d.Decision,
               m.MinutesNumber, m.HeldOn
        FROM Enrollments e
        JOIN Cohorts h ON h.Id = e.CohortId
        JOIN CourseVersions v ON v.Id = h.CourseVersionId
        JOIN Courses k ON k.Id = v.CourseId
        JOIN Centers c ON c.Id = h.CenterId
        LEFT JOIN ReleasedResults r ON r.EnrollmentId = e.Id
        LEFT JOIN BoardDecisions d ON d.Id = r.DecisionId
        LEFT JOIN BoardMeetings m ON m.Id = d.MeetingId
        WHERE e.Id = @EnrollmentId
        """
    );

    internal static readonly Sql Kinds = new("SELECT Code, Kind FROM SchemeComponents WHERE SchemeId = @SchemeId");

    internal static readonly Sql Outcomes = new(
        """
        SELECT r.Outcome, COUNT(*) AS Number
        FROM Enrollments e
        JOIN ReleasedResults r ON r.EnrollmentId = e.Id
        WHERE e.CohortId = @CohortId AND r.Outcome IS NOT NULL
        GROUP BY r.Outcome
        """
    );

    /// <summary>Those that were issued on a decision which was released.</summary>
    internal static readonly Sql Issued = new(
        """
        SELECT t.Serial, t.State, a.AwardClass AS Award, a.AwardedOn, t.IssuedAt, t.ExpiresOn
        FROM Certificates t
        JOIN Awards a ON a.Id = t.AwardId
        JOIN BoardDecisions w ON w.Id = a.DecisionId
        JOIN ReleasedResults r ON r.EnrollmentId = t.EnrollmentId
        JOIN BoardDecisions d ON d.Id = r.DecisionId
        WHERE t.EnrollmentId = @EnrollmentId AND t.IssuedAt IS NOT NULL AND w.Sequence <= d.Sequence
        ORDER BY t.Id
        """
    );
}
