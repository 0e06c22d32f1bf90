using Enrollment.Admissions;
using Enrollment.Assessments;
using Enrollment.Certificates;
using Enrollment.Cohorts;
using Enrollment.Enrollments;
using Enrollment.Pipeline;
using Enrollment.Tests.Certificates;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Pipeline;

/// <summary>
/// Commands that meet: on the embedded engine they run one after another, on a server side by side. The end must be one
/// that running them one after another could have had.
/// </summary>
public sealed class RaceTests
{
    const int Rounds = 12;

    [Fact]
    public async Task A_scheme_exchanged_while_the_first_mark_is_entered_either_comes_before_it_or_is_refused()
    {
        await using var system = new TestSystem();
        var course = await system.AddCourseAsync();
        var first = await system.AddSchemeAsync(course.VersionId);
        var second = await system.AddSchemeAsync(course.VersionId);
        for (var round = 0; round < Rounds; round++)
        {
            var cohort = await system.AddCohortAsync(f => f with { SchemeId = first.Id }, null, course.VersionId);
            var trainee = await system.AddTraineeAsync(cohort.Id);
            var entry = new MarkEntry
            {
                EnrollmentId = trainee,
                ComponentId = first.Groups[0].Components[0].Id,
                Value = 60,
            };
            var fields = CohortBuilder.Fields(cohort) with { SchemeId = second.Id };

            var (exchange, mark) = await BothAsync(
                () => system.SendAsync(new UpdateCohort(cohort.Id, cohort.Version, fields), Callers.Manager),
                () => system.SendAsync(new SetMark(entry), Callers.Instructor)
            );

            var codes = (exchange.Refusal?.Code, mark.Refusal?.Code);
            codes.ShouldBeOneOf(("scheme_in_use", null), (null, "component_not_in_scheme"));
            (await system.CohortAsync(cohort.Id)).SchemeId.ShouldBe(mark.Refusal is null ? first.Id : second.Id);
        }
    }

    [Fact]
    public async Task A_scheme_edited_while_its_first_mark_is_entered_either_comes_before_it_or_is_refused()
    {
        await using var system = new TestSystem();
        var course = await system.AddCourseAsync();
        for (var round = 0; round < Rounds; round++)
        {
            var scheme = await system.AddSchemeAsync(course.VersionId);
            var cohort = await system.AddCohortAsync(f => f with { SchemeId = scheme.Id }, null, course.VersionId);
            var entry = new MarkEntry
            {
                EnrollmentId = await system.AddTraineeAsync(cohort.Id),
                ComponentId = scheme.Groups[0].Components[0].Id,
                Value = 60,
            };

            var (edit, mark) = await BothAsync(
                () =>
                    system.SendAsync(
                        new UpdateScheme(scheme.Id, scheme.Version, SchemeBuilder.TwoComponents()),
                        Callers.Manager
                    ),
                () => system.SendAsync(new SetMark(entry), Callers.Instructor)
            );

            var codes = (edit.Refusal?.Code, mark.Refusal?.Code);
            codes.ShouldBeOneOf(("scheme_frozen", null), (null, "component_not_in_scheme"));
        }
    }

    [Fact]
    public async Task Results_computed_while_marks_come_in_end_as_the_marks_say()
    {
        await using var system = new TestSystem();
        var course = await system.AddCourseAsync();
        var scheme = await system.AddSchemeAsync(course.VersionId);
        var cohort = await system.AddCohortAsync(f => f with { SchemeId = scheme.Id }, null, course.VersionId);
        var people = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => system.AddPersonAsync()));
        var trainees = await system.AddTraineesAsync(cohort.Id, people);

        await AtOnceAsync(
            from trainee in trainees
            from component in scheme.Groups[0].Components
            select (Func<Task<bool>>)(
                async () =>
                {
                    var entry = new MarkEntry
                    {
                        EnrollmentId = trainee,
                        ComponentId = component.Id,
                        Value = 60,
                    };
                    await system.DoAsync(new SetMark(entry), Callers.Instructor);
                    // Whoever loses every time is told so and may try again, as a person would.
                    while ((await ComputeAsync()).Refusal is { } busy)
                        busy.Kind.ShouldBe(RefusalKind.Stale);
                    return true;
                }
            )
        );

        var last = (await ComputeAsync()).Value;
        last.Changed.ShouldBe(0);
        last.ByOutcome.ShouldBe(new Dictionary<string, int> { ["Pass"] = trainees.Count });

        Task<Result<ResultsComputed>> ComputeAsync()
        {
            system.Clock.Advance(TimeSpan.FromMilliseconds(1));
            return system.SendAsync(new ComputeResults(cohort.Id), Callers.Instructor);
        }
    }

    [Fact]
    public async Task Many_who_issue_again_after_a_void_at_once_make_one_certificate()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var trainee = await system.AddTraineeAsync(cohort.Id);
        await system.DecideAsync(cohort.CenterId, [trainee]);
        var prepared = await system.DoAsync(new PrepareCertificate(trainee), Callers.Registrar);
        var spoiled = new ChangeCertificate(prepared.CertificateId!.Value, CertificateVerb.Void, null, "Spoiled.");
        await system.DoAsync(spoiled);

        var rows = await AtOnceAsync(
            Enumerable.Repeat<Func<Task<CertificateRow>>>(async () => (await system.IssueAsync([trainee]))[0], 20)
        );

        rows.Select(r => r.Serial).OfType<string>().Distinct().ShouldHaveSingleItem();
        rows.Where(r => r.Problem is not null).ShouldAllBe(r => r.Problem!.Code == "issued_already");
        var stored = await Register.ReadAsync(system);
        stored.Select(c => c.State).ShouldBe(["Void", "Issued"]);
        Register.SerialsAreGapless(stored);
    }

    [Fact]
    public async Task Many_who_replace_the_same_certificate_at_once_make_one_replacement()
    {
        await using var system = new TestSystem();
        var certificate = await system.AddCertificateAsync();

        var results = await AtOnceAsync(
            Enumerable.Repeat<Func<Task<Result<CertificateRow>>>>(
                () =>
                    system.IssuingAsync(
                        (issuing, token) => issuing.ReplaceAsync(new ReplaceCertificate(certificate.Id, "Lost."), token)
                    ),
                20
            )
        );

        results.ShouldContain(r => r.Refusal == null);
        results.Where(r => r.Refusal is not null).ShouldAllBe(r => r.Refusal!.Code == "certificate_not_issued");
        (await Register.ReadAsync(system)).Select(c => c.State).ShouldBe(["Replaced", "Issued"]);
    }

    [Fact]
    public async Task A_trainee_withdrawn_by_two_at_once_gives_the_place_back_once()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var application = await system.AddApplicationAsync(cohort.Id, ApplicationState.Enrolled);
        await system.AddApplicationAsync(cohort.Id, ApplicationState.Enrolled);
        var id = (
            await system.QueryAsync<Guid>(
                "SELECT Id FROM Enrollments WHERE ApplicationId = @Id",
                new { application.Id }
            )
        )[0];
        var input = new EnrollmentEnd
        {
            EndedOn = BoardBuilder.Today,
            RequestedBy = "trainee",
            Reason = "moved",
        };

        var results = await AtOnceAsync(
            Enumerable.Repeat<Func<Task<Result<EnrollmentView>>>>(
                () =>
                    system.SendAsync(new ChangeEnrollment(id, EnrollmentVerb.Withdraw, null, input), Callers.Registrar),
                20
            )
        );

        results.Count(r => r.Refusal is null).ShouldBe(1);
        results.Where(r => r.Refusal is not null).ShouldAllBe(r => r.Refusal!.Code == "transition_not_allowed");
        (await system.CohortAsync(cohort.Id)).PlacesTaken.ShouldBe(1);
    }

    static async Task<(Result<TFirst>, Result<TSecond>)> BothAsync<TFirst, TSecond>(
        Func<Task<Result<TFirst>>> first,
        Func<Task<Result<TSecond>>> second
    )
    {
        var one = Task.Run(first);
        var other = Task.Run(second);
        return (await one, await other);
    }

    static Task<T[]> AtOnceAsync<T>(IEnumerable<Func<Task<T>>> all) => Task.WhenAll(all.Select(Task.Run));
}
