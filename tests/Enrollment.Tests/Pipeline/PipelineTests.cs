using System.Text.Json;
using Enrollment.Admissions;
using Enrollment.Assessments;
using Enrollment.Cohorts;
using Enrollment.People;
using Enrollment.Pipeline;
using Enrollment.Tests.Testing;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Pipeline;

public sealed class PipelineTests
{
    [Fact]
    public async Task A_request_that_declares_no_permission_is_not_run()
    {
        var ran = new Ran();
        await using var system = new TestSystem(configure: services =>
        {
            services.AddSingleton(ran);
            services.AddScoped<IRequestHandler<Undeclared, Result<Done>>, UndeclaredHandler>();
        });

        var thrown = await Should.ThrowAsync<InvalidOperationException>(() =>
            system.SendAsync(new Undeclared(), Callers.Admin)
        );

        thrown.Message.ShouldContain(nameof(Undeclared));
        ran.Times.ShouldBe(0);
    }

    [Fact]
    public async Task Validation_tells_every_problem_at_once_with_paths_in_camel_case()
    {
        await using var system = new TestSystem();
        var fields = SchemeBuilder.Fields(
            SchemeBuilder.Group("", 40, SchemeBuilder.Component("A", 100)),
            SchemeBuilder.Group("G", 60, SchemeBuilder.Component("A", 30), SchemeBuilder.Component("B", 40.125m))
        ) with
        {
            PassMark = 101,
        };

        var refusal = await system.RefusedAsync(new CreateScheme(Guid.NewGuid(), fields));

        (refusal.Kind, refusal.Code).ShouldBe((RefusalKind.Invalid, "invalid_request"));
        var paths = refusal.Problems.Select(p => p.Field).ToList();
        paths.ShouldContain("passMark");
        paths.ShouldContain("groups[0].code");
        paths.ShouldContain("groups");
        paths.ShouldContain("groups[1].components");
        paths.ShouldContain("groups[1].components[1].weight");
        refusal.Problems.ShouldAllBe(p => p.Message.Length > 0 && p.Code.Length > 0);
    }

    [Fact]
    public async Task An_invalid_request_is_told_so_before_anything_is_read_or_written()
    {
        await using var system = new TestSystem();
        var person = PersonBuilder.Fields() with { Names = [], Email = "nobody", Phone = "1" };

        var refusal = await system.RefusedAsync(new CreatePerson(person));

        refusal.Problems.Select(p => p.Field.Split('.')[^1]).ShouldBe(["names", "email", "phone"], ignoreOrder: true);
        (await system.CountAsync("People")).ShouldBe(0);
    }

    [Fact]
    public async Task A_refused_command_leaves_nothing_not_even_its_key()
    {
        await using var system = new TestSystem();
        var center = await system.AddCenterAsync();
        var events = await system.CountAsync("AuditEvents");
        var twice = new CreateCenter(CenterBuilder.Fields() with { Code = center.Code });
        var key = new IdempotencyKey("k", "h");

        (await system.SendAsync(twice, Callers.Admin, key)).Refusal!.Code.ShouldBe("center_code_taken");

        (await system.CountAsync("AuditEvents")).ShouldBe(events);
        (await system.CountAsync("IdempotencyKeys")).ShouldBe(0);
        var corrected = new CreateCenter(CenterBuilder.Fields());
        (await system.SendAsync(corrected, Callers.Admin, key)).Refusal.ShouldBeNull();
    }

    [Fact]
    public async Task A_command_that_fails_late_takes_what_it_wrote_and_its_event_back()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var offered = await system.AddApplicationAsync(cohort.Id, ApplicationState.Offered);
        await system.AddTraineeAsync(cohort.Id, offered.PersonId);
        var events = await system.CountAsync("AuditEvents");

        // The seat is taken and the state set before the record of the trainee turns out to exist.
        (await system.ChangeAsync(offered.Id, ApplicationVerb.Accept)).Refusal.ShouldNotBeNull();

        (await system.DoAsync(new GetApplication(offered.Id))).ShouldBeEquivalentTo(offered);
        (await system.CountAsync("AuditEvents")).ShouldBe(events);
    }

    [Fact]
    public async Task The_same_key_answers_the_same_and_does_it_once()
    {
        await using var system = new TestSystem();
        var create = new CreatePerson(PersonBuilder.Fields());
        var key = new IdempotencyKey("key-1", "hash-1");

        var first = (await system.SendAsync(create, Callers.Registrar, key)).Value;
        var again = (await system.SendAsync(create, Callers.Registrar, key)).Value;

        JsonSerializer.Serialize(again).ShouldBe(JsonSerializer.Serialize(first));
        (await system.CountAsync("People")).ShouldBe(1);
    }

    [Fact]
    public async Task Fifty_at_once_with_one_key_make_one_record_and_hear_the_same()
    {
        await using var system = new TestSystem();
        var create = new CreatePerson(PersonBuilder.Fields());
        var key = new IdempotencyKey("key-1", "hash-1");

        var results = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => Task.Run(() => system.SendAsync(create, Callers.Registrar, key)))
        );

        results.Select(r => r.Value.Id).Distinct().ShouldHaveSingleItem();
        (await system.CountAsync("People")).ShouldBe(1);
        (await system.CountAsync("AuditEvents")).ShouldBe(1);
    }

    [Fact]
    public async Task A_key_that_is_used_for_another_request_is_refused_and_anothers_key_is_no_matter()
    {
        await using var system = new TestSystem();
        var create = new CreatePerson(PersonBuilder.Fields());
        await system.SendAsync(create, Callers.Registrar, new IdempotencyKey("key-1", "hash-1"));

        var reused = await system.SendAsync(create, Callers.Registrar, new IdempotencyKey("key-1", "hash-2"));
        var other = await system.SendAsync(create, Callers.Admin, new IdempotencyKey("key-1", "hash-2"));

        reused.Refusal!.Code.ShouldBe("idempotency_key_reused");
        other.Refusal.ShouldBeNull();
        (await system.CountAsync("People")).ShouldBe(2);
    }

    [Fact]
    public void The_answer_of_every_command_can_be_stored_and_read_back()
    {
        var answers = Commands().Select(AnswerOf).Distinct().ToList();
        answers.Count.ShouldBeGreaterThan(15);
        foreach (var answer in answers)
            AnswerJson.Options.GetTypeInfo(typeof(Result<>).MakeGenericType(answer)).ShouldNotBeNull();

        RoundTrip(
            new Enrollment.Enrollments.EnrollmentImport(
                new Dictionary<Guid, Guid> { [Guid.NewGuid()] = Guid.NewGuid() },
                1
            )
        );
        RoundTrip(new ResultsComputed(1, 1, new Dictionary<string, int> { ["Pass"] = 1 }));
        RoundTrip(new MarkAnswer(MarkOutcome.Conflict, 2, 49.5m, new FieldProblem("value", "code", "message")));
        RoundTrip(Done.It);
    }

    [Fact]
    public async Task A_success_writes_its_event_in_the_same_transaction()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var offered = await system.AddApplicationAsync(cohort.Id, ApplicationState.Offered);
        var student = Callers.Student(offered.PersonId);
        await system.ChangeAsync(offered.Id, ApplicationVerb.Accept, student);

        var history = (await system.DoAsync(new ListApplicationHistory(offered.Id, null, 50), student)).Items;

        history
            .Select(e => e.Action)
            .ShouldBe(["application.drafted", "application.submit", "application.offer", "application.accept"]);
        var accepted = history[^1];
        (accepted.ActorId, accepted.ActorRole, accepted.At).ShouldBe((student.Id, "Student", TestSystem.Start));
        accepted.Details!.ShouldContain("\"from\":\"Offered\"");
        accepted.Details!.ShouldContain("\"to\":\"Enrolled\"");
    }

    [Fact]
    public async Task A_student_acts_and_reads_only_for_the_own_person()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var theirs = await system.AddDraftAsync(cohort.Id);
        var student = Callers.Student(await system.AddPersonAsync());

        await RefusedAsync(new CreateApplication(theirs.PersonId, cohort.Id, null));
        await RefusedAsync(new EditDraft(theirs.Id, theirs.Version, "Mine."));
        await RefusedAsync(new ChangeApplication(theirs.Id, ApplicationVerb.Submit, null, TransitionInput.Empty));
        await RefusedAsync(new GetApplication(theirs.Id));
        await RefusedAsync(new GetPerson(theirs.PersonId));
        await RefusedAsync(new ListApplications(null, theirs.PersonId, null, null, 10));
        await RefusedAsync(new ListApplicationHistory(theirs.Id, null, 10));
        (await system.DoAsync(new ListApplications(cohort.Id, null, null, null, 10), student)).Items.ShouldBeEmpty();

        async Task RefusedAsync<T>(IRequest<Result<T>> request) =>
            (await system.RefusedAsync(request, student)).Code.ShouldBe("not_your_record");
    }

    [Fact]
    public async Task A_stale_version_is_refused_by_everything_that_takes_one()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var draft = await system.AddDraftAsync(cohort.Id);
        var center = await system.DoAsync(new GetCenter(cohort.CenterId));
        var scheme = await system.AddSchemeAsync(cohort.CourseVersionId);
        var trainee = await system.AddTraineeAsync(cohort.Id);
        var suspend = new Enrollment.Enrollments.ChangeEnrollment(
            trainee,
            Enrollment.Enrollments.EnrollmentVerb.Suspend,
            9,
            Enrollment.Enrollments.EnrollmentEnd.Empty
        );

        await StaleAsync(new EditDraft(draft.Id, 9, null));
        await StaleAsync(new ChangeApplication(draft.Id, ApplicationVerb.Submit, 9, TransitionInput.Empty));
        await StaleAsync(new UpdatePerson(draft.PersonId, 9, PersonBuilder.Fields()));
        await StaleAsync(new UpdateCenter(center.Id, 9, CenterBuilder.Fields() with { Code = center.Code }));
        await StaleAsync(new UpdateCohort(cohort.Id, 9, CohortBuilder.Fields(cohort)));
        await StaleAsync(new UpdateScheme(scheme.Id, 9, SchemeBuilder.TwoComponents()));
        await StaleAsync(new AddCourseVersion(cohort.CourseId, 9, CourseBuilder.Fields()));
        await StaleAsync(suspend);

        async Task StaleAsync<T>(IRequest<Result<T>> request)
        {
            var refusal = await system.RefusedAsync(request);
            (refusal.Kind, refusal.Code).ShouldBe((RefusalKind.Stale, "stale_version"));
        }
    }

    [Fact]
    public async Task A_list_is_paged_without_losing_or_repeating_anything()
    {
        await using var system = new TestSystem();
        var ids = new List<Guid>();
        for (var i = 0; i < 7; i++)
            ids.Add(await system.AddPersonAsync());

        var seen = new List<Guid>();
        Guid? after = null;
        do
        {
            var page = await system.DoAsync(new ListPeople(null, after, 3));
            seen.AddRange(page.Items.Select(p => p.Id));
            after = page.NextCursor;
        } while (after is not null);

        seen.ShouldBe(ids);
    }

    [Fact]
    public void Ids_rise_though_the_clock_stands_still_or_goes_back()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TestSystem.Start);
        var ids = new Ids(clock);
        var made = Enumerable.Range(0, 10_000).Select(_ => ids.New().ToString()).ToList();
        clock.AdjustTime(TestSystem.Start.AddMinutes(-1));
        made.Add(ids.New().ToString());

        made.ShouldBe(made.Order(StringComparer.Ordinal));
        made.ShouldBeUnique();
        made.ShouldAllBe(id => Guid.Parse(id).Version == 7 && Guid.Parse(id).Variant >= 8);
    }

    internal static IEnumerable<Type> Commands() =>
        Architecture
            .ArchitectureTests.Requests(typeof(EnrollmentRegistration).Assembly.GetTypes())
            .Where(type => typeof(IChange).IsAssignableFrom(type));

    static Type AnswerOf(Type command) =>
        command
            .GetInterfaces()
            .Single(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ICommand<>))
            .GetGenericArguments()[0];

    static void RoundTrip<T>(T value)
    {
        Result<T> result = value;
        var json = JsonSerializer.Serialize(result, AnswerJson.Options);
        var read = JsonSerializer.Deserialize<Result<T>>(json, AnswerJson.Options)!;
        JsonSerializer.Serialize(read, AnswerJson.Options).ShouldBe(json);
    }

    internal sealed record Undeclared : ICommand<Done>;

    internal sealed class Ran
    {
        internal int Times { get; set; }
    }

    internal sealed class UndeclaredHandler(Ran ran) : IRequestHandler<Undeclared, Result<Done>>
    {
        public Task<Result<Done>> Handle(Undeclared request, CancellationToken cancellationToken)
        {
            ran.Times++;
            return Task.FromResult<Result<Done>>(Done.It);
        }
    }
}
