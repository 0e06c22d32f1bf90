using System.Globalization;
using Enrollment.Assessments;
using Enrollment.Enrollments;
using Enrollment.People;
using Enrollment.Web.CommandLine.Csv;

namespace Enrollment.Web.CommandLine.Oulad;

/// <summary>
/// Writes the data set by the requests of the API, in batches. Every step looks up what is there, so that a second run
/// changes nothing and a run that was killed is completed by the next.
/// </summary>
sealed class OuladImport(RequestSender sender, RefusedRows refusals, ImportCounts counts, ImportProgress progress)
{
    const string Source = "oulad";
    const int BatchSize = 5_000;
    const string People = "People";
    const string Trainees = "Enrollments";
    const string Marks = "Marks";
    const string Decisions = "Decisions";

    readonly OuladCatalog catalog = new(sender, counts);
    Dictionary<int, Guid> people = [];

    /// <summary>The cohorts that were imported.</summary>
    internal List<Guid> Cohorts { get; } = [];

    internal async Task RunAsync(OuladDataSet data)
    {
        var presentations = data.Presentations.ToList();
        counts.Remark("rows with a blank score: no mark", data.BlankScores);
        progress.Start(People, presentations.SelectMany(p => p.Trainees.Keys).Distinct().Count());
        progress.Start(Trainees, presentations.Sum(p => p.Trainees.Count));
        progress.Start(Marks, presentations.Sum(p => p.Scores.Count));
        progress.Start(Decisions, presentations.Sum(p => Decided(p).Count()));

        people = await ImportPeopleAsync(presentations);
        foreach (var presentation in presentations)
        {
            OuladRemarks.Count(presentation, counts);
            var cohort = await catalog.OpenAsync(presentation);
            var enrollments = await EnrollAsync(presentation, cohort);
            await RecordMarksAsync(presentation, cohort, enrollments);
            var results = await sender.SendAsync(new ComputeResults(cohort.Id));
            counts.Add("results", results.Changed, results.Computed - results.Changed);
            await RecordDecisionsAsync(presentation, cohort, enrollments);
            Cohorts.Add(cohort.Id);
        }
    }

    /// <summary>One person per student number, whatever modules it takes; the data set is anonymous.</summary>
    async Task<Dictionary<int, Guid>> ImportPeopleAsync(List<Presentation> presentations)
    {
        var ids = new Dictionary<int, Guid>();
        foreach (var batch in presentations.SelectMany(p => p.Trainees.Keys).Distinct().Chunk(BatchSize))
        {
            var rows = batch.Select(student => new ImportedPerson(
                student.ToString(CultureInfo.InvariantCulture),
                new PersonFields { Names = [new PersonName { Script = "Latn", FullName = $"OU student {student}" }] }
            ));
            var imported = await sender.SendAsync(new ImportPeople(Source, [.. rows]));
            foreach (var (student, id) in imported.Ids)
                ids.Add(int.Parse(student, CultureInfo.InvariantCulture), id);
            counts.Add("people", imported.Created, imported.Ids.Count - imported.Created);
            progress.Advance(People, batch.Length);
        }

        return ids;
    }

    /// <summary>The enrollment of each student, whether it is new or not.</summary>
    async Task<Dictionary<int, Guid>> EnrollAsync(Presentation presentation, OpenedCohort cohort)
    {
        var ids = new Dictionary<int, Guid>();
        foreach (var batch in presentation.Trainees.Values.Chunk(BatchSize))
        {
            var rows = batch.Select(trainee => new ImportedEnrollment(
                people[trainee.Info.Student],
                trainee.EnrolledOn(presentation.StartsOn),
                trainee.State,
                trainee.EndedOn(presentation),
                trainee.State == EnrollmentState.Active ? null : "unregistered"
            ));
            var imported = await sender.TryAsync(new ImportEnrollments(cohort.Id, [.. rows]));
            var known = imported.Refusal is null
                ? imported.Value.IdByPerson
                : (await sender.ListAsync(after => new ListEnrollments(cohort.Id, null, after, 1_000))).ToDictionary(
                    enrollment => enrollment.PersonId,
                    enrollment => enrollment.Id
                );
            var created = imported.Refusal is null ? imported.Value.Created : 0;
            var refused = 0;
            foreach (var trainee in batch)
            {
                if (known.TryGetValue(people[trainee.Info.Student], out var id))
                    ids.Add(trainee.Info.Student, id);
                else
                {
                    refused++;
                    var reason = RefusedException.Say(imported.Refusal!);
                    Refuse(OuladFiles.RegistrationsFile, trainee.Registration!.Line, "id_student", reason);
                }
            }

            counts.Add("enrollments", created, batch.Length - refused - created, refused);
            progress.Advance(Trainees, batch.Length);
        }

        return ids;
    }

    async Task RecordMarksAsync(Presentation presentation, OpenedCohort cohort, Dictionary<int, Guid> enrollments)
    {
        foreach (var batch in presentation.Scores.Chunk(BatchSize))
        {
            var entries = batch.Select(score => new MarkEntry
            {
                // An unknown id is answered as such, beside the others.
                EnrollmentId = enrollments.GetValueOrDefault(score.Student),
                ComponentId = cohort.Components.GetValueOrDefault(PresentationScheme.ComponentCode(score.Assessment)),
                Value = score.Score,
                // A banked mark was carried over; its day, -1, is no day of submission.
                SubmittedOn = score.IsBanked ? null : presentation.StartsOn.AddDays(score.SubmittedOn),
            });
            var recorded = await sender.SendAsync(new RecordMarks(cohort.Id, [.. entries]) { Past = true });
            foreach (var (score, answer) in batch.Zip(recorded.Answers))
                Count(score, answer);
            progress.Advance(Marks, batch.Length);
        }
    }

    void Count(ScoreRow score, MarkAnswer answer)
    {
        counts.Add(
            "marks",
            answer.Outcome == MarkOutcome.Created ? 1 : 0,
            answer.Outcome == MarkOutcome.Unchanged ? 1 : 0,
            answer.Outcome is MarkOutcome.Refused or MarkOutcome.Conflict ? 1 : 0
        );
        if (answer.Problem is { } problem)
            Refuse(OuladFiles.ScoresFile, score.Line, problem.Field, problem.Message);
        else if (answer.Outcome == MarkOutcome.Conflict)
        {
            var there = answer.Value?.ToString(CultureInfo.InvariantCulture) ?? "no value";
            Refuse(OuladFiles.ScoresFile, score.Line, "score", $"Another mark was entered already: {there}.");
        }
    }

    /// <summary>Sealed minutes are final; into open ones only the decisions go that are missing.</summary>
    async Task RecordDecisionsAsync(Presentation presentation, OpenedCohort cohort, Dictionary<int, Guid> enrollments)
    {
        var decided = Decided(presentation).Where(t => enrollments.ContainsKey(t.Info.Student)).ToList();
        progress.Advance(Decisions, Decided(presentation).Count());
        if (decided.Count == 0)
            return;

        var number = $"OULAD {presentation.Key}";
        var found = await sender.SendAsync(new ListBoardMeetings(cohort.CenterId, number, null, 1));
        if (found.Items is [{ SealedAt: not null }])
        {
            counts.Add("meetings", existing: 1);
            counts.Add("decisions", existing: decided.Count);
            return;
        }

        if (found.Items is not [var meeting])
        {
            var held = await sender.TryAsync(
                new HoldBoardMeeting(cohort.CenterId, number, presentation.EndsOn, MeetingKind.Recorded)
            );
            if (held.Refusal is { } refusal)
            {
                var reason = $"The results of {presentation.Key} aren't imported: {RefusedException.Say(refusal)}";
                Refuse(OuladFiles.CoursesFile, presentation.Course.Line, "code_presentation", reason);
                counts.Add("decisions", refused: decided.Count);
                return;
            }

            meeting = held.Value;
        }

        counts.Add("meetings", meeting.Decisions == 0 ? 1 : 0, meeting.Decisions == 0 ? 0 : 1);
        await DecideAsync(meeting.Id, decided, enrollments);
        await sender.SendAsync(new SealMinutes(meeting.Id));
    }

    async Task DecideAsync(Guid meetingId, List<Trainee> decided, Dictionary<int, Guid> enrollments)
    {
        var known = (await sender.ListAsync(after => new ListDecisions(meetingId, after, 1_000)))
            .Select(decision => decision.EnrollmentId)
            .ToHashSet();
        var missing = decided.Where(trainee => !known.Contains(enrollments[trainee.Info.Student])).ToList();
        counts.Add("decisions", existing: decided.Count - missing.Count);
        foreach (var batch in missing.Chunk(BatchSize))
        {
            var entries = batch.Select(trainee => new DecisionEntry
            {
                EnrollmentId = enrollments[trainee.Info.Student],
                Decision = Enum.Parse<BoardDecision>(trainee.Info.Result.ToString()),
            });
            var recorded = await sender.SendAsync(new RecordDecisions(meetingId, [.. entries]));
            foreach (var (trainee, answer) in batch.Zip(recorded.Answers))
            {
                counts.Add("decisions", answer.Problem is null ? 1 : 0, 0, answer.Problem is null ? 0 : 1);
                if (answer.Problem is { } problem)
                    Refuse(OuladFiles.InfosFile, trainee.Info.Line, "final_result", problem.Message);
            }
        }
    }

    static IEnumerable<Trainee> Decided(Presentation presentation) =>
        presentation.Trainees.Values.Where(trainee => trainee.State == EnrollmentState.Active);

    void Refuse(string file, int line, string field, string reason) => refusals.Add(file, line, field, reason);
}
