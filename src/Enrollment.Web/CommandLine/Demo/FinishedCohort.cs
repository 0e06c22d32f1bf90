using Enrollment.Assessments;
using Enrollment.Certificates;
using Enrollment.Cohorts;
using Enrollment.Enrollments;
using Enrollment.People;
using Enrollment.Pipeline;

namespace Enrollment.Web.CommandLine.Demo;

/// <summary>
/// A cohort that ended a month ago: marked, decided, sealed, and most of its certificates issued; the rest is left for
/// whoever tries the issue.
/// </summary>
sealed class FinishedCohort(RequestSender sender, CenterView center, SchemeView scheme, DateOnly today)
{
    const string Code = "VM-PAST";
    const string Minutes = "VM-PAST/1";
    const string Source = "demo";
    const string Student = "student";
    const int Trainees = 20;
    const int Issued = 10;

    readonly RequestSender registrar = sender.As(DemoCallers.Registrar);

    /// <summary>The person of the student account.</summary>
    internal async Task<Guid> RunAsync()
    {
        var cohort = await CohortAsync();
        var people = await PeopleAsync();
        var enrolled = await sender.SendAsync(
            new ImportEnrollments(
                cohort.Id,
                [
                    .. people.Select(id => new ImportedEnrollment(
                        id,
                        cohort.StartsOn,
                        EnrollmentState.Active,
                        null,
                        null
                    )),
                ]
            )
        );
        List<Guid> enrollments = [.. people.Select(id => enrolled.IdByPerson[id])];
        await DecideAsync(cohort, enrollments);
        await IssueAsync(cohort);
        return people[0];
    }

    async Task<CohortView> CohortAsync()
    {
        var found = await sender.SendAsync(new ListCohorts(center.Id, null, Code, null, null, 1));
        if (found.Items is [var cohort])
            return cohort;

        var fields = new CohortFields
        {
            Code = Code,
            SchemeId = scheme.Id,
            Capacity = Trainees,
            OpensOn = today.AddDays(-210),
            ClosesOn = today.AddDays(-151),
            StartsOn = today.AddDays(-150),
            EndsOn = today.AddDays(-30),
        };
        return await sender.SendAsync(new CreateCohort(center.Id, scheme.CourseVersionId, fields));
    }

    /// <summary>The student first.</summary>
    async Task<List<Guid>> PeopleAsync()
    {
        var names = new MadeUpNames(seed: 1);
        List<ImportedPerson> rows =
        [
            new(Student, SeedData.Student),
            .. Enumerable.Range(1, Trainees - 1).Select(place => new ImportedPerson($"trainee-{place}", names.Next())),
        ];
        var imported = await sender.SendAsync(new ImportPeople(Source, rows));
        return [.. rows.Select(row => imported.Ids[row.ExternalId])];
    }

    async Task DecideAsync(CohortView cohort, List<Guid> enrollments)
    {
        var found = await registrar.SendAsync(new ListBoardMeetings(center.Id, Minutes, null, 1));
        if (found.Items is [{ SealedAt: not null }])
            return;

        var marks = MadeUpMarks
            .Of(scheme, enrollments, seed: 1)
            .Select(mark => mark.EnrollmentId == enrollments[0] ? mark with { Value = 92.5m } : mark);
        await sender.As(DemoCallers.Instructor).SendAsync(new RecordMarks(cohort.Id, [.. marks]));
        await registrar.SendAsync(new ComputeResults(cohort.Id));
        var meeting = found.Items is [var open]
            ? open
            : await registrar.SendAsync(
                new HoldBoardMeeting(center.Id, Minutes, cohort.EndsOn.AddDays(3), MeetingKind.Board)
            );
        // Where an earlier run was cut off, what it decided is answered as decided already.
        await registrar.SendAsync(
            new RecordDecisions(meeting.Id, [.. enrollments.Select(id => new DecisionEntry { EnrollmentId = id })])
        );
        await DemoBoard.SealAsync(registrar, meeting.Id);
        await registrar.SendAsync(new ReleaseResults(cohort.Id));
    }

    async Task IssueAsync(CohortView cohort)
    {
        var issued = await registrar.SendAsync(new ListCertificates(cohort.Id, null, null, null, 1));
        if (issued.Items.Count > 0)
            return;

        var issuable = await registrar.SendAsync(new ListIssuable(cohort.Id));
        await using var scope = sender.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<RequestContext>().Caller = registrar.Caller;
        var result = await scope
            .ServiceProvider.GetRequiredService<CertificateIssuing>()
            .IssueAsync([.. issuable.Take(Issued)], sender.Token);
        if (result.Refusal is { } refusal)
            throw new RefusedException(RefusedException.Say(refusal));
    }
}
