using System.Reflection;
using Enrollment.Accounts;
using Enrollment.Assessments;
using Enrollment.Cohorts.Instructors;
using Enrollment.Cohorts.Sessions;
using Enrollment.Enrollments.Attendance;
using Enrollment.Pipeline;
using Enrollment.Storage;
using Enrollment.Tests.Assessments;
using Enrollment.Tests.Testing;
using MediatR;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Cohorts;

/// <summary>Rule 17: marks are entered by an instructor of that cohort.</summary>
public sealed class InstructorTests
{
    /// <summary>What an instructor may send about any cohort, record or session, and why.</summary>
    static readonly Dictionary<string, string> open = new(StringComparer.Ordinal)
    {
        ["GetCohort"] = "in the catalog, for everybody",
        ["GetInstructors"] = "says whom to ask",
        ["ListSessions"] = "the timetable, which every trainee reads",
        ["GetSession"] = "the timetable, which every trainee reads",
        ["GetDeadlines"] = "every trainee reads them",
        ["GetAppeal"] = "decided by who didn't mark the work, so by others than the cohort's own (rule 19)",
        ["ListAppeals"] = "as GetAppeal",
        ["DecideAppeal"] = "as GetAppeal",
    };

    [Fact]
    public async Task A_cohort_is_open_to_every_instructor_until_one_is_assigned()
    {
        await using var system = new TestSystem();
        var c = await MarkTests.ClassAsync(system);
        (await system.DoAsync(new GetInstructors(c.Cohort.Id), Callers.OtherInstructor)).OpenToAll.ShouldBeTrue();
        await system.DoAsync(new SetMark(c.Entry(60)), Callers.OtherInstructor);

        var set = await AssignAsync(system, c.Cohort.Id, Callers.Instructor);

        set.OpenToAll.ShouldBeFalse();
        set.Instructors.ShouldHaveSingleItem().UserId.ShouldBe(Callers.Instructor.Id);
        var change = new SetMark(c.Entry(61) with { Version = 1, Reason = "Added up again." });
        var refused = await system.RefusedAsync(change, Callers.OtherInstructor);
        (refused.Kind, refused.Code).ShouldBe((RefusalKind.Forbidden, "not_your_cohort"));
        await system.DoAsync(change, Callers.Instructor);
        await system.DoAsync(new GetGradebook(c.Cohort.Id), Callers.Manager);
        await system.DoAsync(new ComputeResults(c.Cohort.Id), Callers.Registrar);

        (await AssignAsync(system, c.Cohort.Id)).OpenToAll.ShouldBeTrue();
        await system.DoAsync(new GetGradebook(c.Cohort.Id), Callers.OtherInstructor);
    }

    [Fact]
    public async Task Of_two_who_assign_instructors_at_once_the_second_is_told()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var one = new SetInstructors(cohort.Id, cohort.Version, [Named(Callers.Instructor)]);

        (await system.RefusedAsync(one, Callers.Instructor)).Code.ShouldBe("permission_denied");
        await system.DoAsync(one, Callers.Manager);

        (await system.RefusedAsync(one, Callers.Registrar)).Kind.ShouldBe(RefusalKind.Stale);
        (await system.RefusedAsync(one with { CohortId = Guid.NewGuid() })).Code.ShouldBe("cohort_not_found");
        var twice = one with { Instructors = [Named(Callers.Instructor), Named(Callers.Instructor)] };
        (await system.RefusedAsync(twice)).Kind.ShouldBe(RefusalKind.Invalid);
        (await system.RefusedAsync(new GetInstructors(Guid.NewGuid()))).Code.ShouldBe("cohort_not_found");
    }

    [Fact]
    public async Task A_boards_papers_are_read_by_who_has_all_of_its_cohorts()
    {
        await using var system = new TestSystem();
        var c = await BoardAgendaTests.MarkedAsync(system, 60);
        var other = await BoardAgendaTests.MarkedAsync(system, 60);
        var meeting = await BoardAgendaTests.BoardAsync(system, c);
        var free = await system.AddMeetingAsync(c.Cohort.CenterId);
        await BoardTests.DecideAsync(system, free.Id, c.Trainees[0], BoardDecision.Pass);
        await AssignAsync(system, c.Cohort.Id, Callers.Instructor);
        await AssignAsync(system, other.Cohort.Id, Callers.OtherInstructor);

        await system.DoAsync(new GetMinutes(meeting.Id), Callers.Instructor);
        await system.DoAsync(new GetAgenda(meeting.Id, null, null, 10), Callers.Instructor);

        (await system.RefusedAsync(new GetMinutes(meeting.Id), Callers.OtherInstructor)).Code.ShouldBe(
            "not_your_cohort"
        );
        (await system.RefusedAsync(new GetAgenda(meeting.Id, null, null, 10), Callers.OtherInstructor)).Code.ShouldBe(
            "not_your_cohort"
        );
        (await system.RefusedAsync(new ListDecisions(free.Id, null, 10), Callers.OtherInstructor)).Code.ShouldBe(
            "not_your_cohort"
        );
    }

    public static TheoryData<string> Work =>
        new(
            SentByInstructors()
                .Where(type => typeof(ICohortWork).IsAssignableFrom(type))
                .Select(type => type.FullName!)
                .Order(StringComparer.Ordinal)
        );

    [Theory]
    [MemberData(nameof(Work))]
    [OnlyOn(DatabaseEngine.Sqlite)]
    public async Task Whatever_an_instructor_may_send_about_a_cohort_is_refused_to_who_has_another(string name)
    {
        await using var system = new TestSystem();
        var c = await MarkTests.ClassAsync(system);
        var fields = new SessionFields
        {
            Title = "Lathe",
            HeldOn = BoardBuilder.Today,
            StartTime = new TimeOnly(9, 0),
            EndTime = new TimeOnly(17, 0),
        };
        var session = await system.DoAsync(new CreateSession(c.Cohort.Id, fields));
        var meeting = await BoardAgendaTests.BoardAsync(system, c);
        await AssignAsync(system, c.Cohort.Id, Callers.Instructor);
        var type = typeof(ICohortWork).Assembly.GetType(name)!;
        var constructor = type.GetConstructors().OrderByDescending(k => k.GetParameters().Length).First();
        var request = constructor.Invoke([.. constructor.GetParameters().Select(Value)]);

        var other = await CodeAsync(system, request, Callers.OtherInstructor);
        var own = await CodeAsync(system, request, Callers.Instructor);

        other.ShouldBe("not_your_cohort");
        own.ShouldNotBe("not_your_cohort");

        object? Value(ParameterInfo parameter) =>
            parameter.Name switch
            {
                "CohortId" => c.Cohort.Id,
                "EnrollmentId" => c.Trainees[0],
                "SessionId" => session.Id,
                "MeetingId" => meeting.Id,
                "Id" => c.Trainees[0],
                "ComponentId" => c.Entry(0).ComponentId,
                "Entry" => c.Entry(60),
                "Entries" when parameter.ParameterType == typeof(IReadOnlyList<MarkEntry>) => (MarkEntry[])
                    [c.Entry(60)],
                "Entries" when parameter.ParameterType == typeof(IReadOnlyList<AttendanceEntry>) => (AttendanceEntry[])
                    [new() { EnrollmentId = c.Trainees[0], State = AttendanceState.Present }],
                "Entries" => (Enrollment.Assessments.Deadlines.DeadlineEntry[])
                    [new() { ComponentId = c.Entry(0).ComponentId, DueOn = BoardBuilder.Today }],
                "Fields" => new Enrollment.Assessments.Deadlines.ExtensionFields
                {
                    DueOn = BoardBuilder.Today,
                    Reason = "A power cut.",
                },
                "Size" or "Attempt" => 1,
                _ => parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null
                    ? Activator.CreateInstance(parameter.ParameterType)
                    : null,
            };
    }

    [Fact]
    [OnlyOn(DatabaseEngine.Sqlite)]
    public void Every_request_of_an_instructor_about_one_cohort_says_so_or_is_open_for_a_reason()
    {
        var silent = SentByInstructors()
            .Where(type => !typeof(ICohortWork).IsAssignableFrom(type))
            // Applications are looked after by reviewers and interviewers, who are assigned apart.
            .Where(type => !type.Namespace!.StartsWith("Enrollment.Admissions", StringComparison.Ordinal))
            .Where(type =>
                type.GetProperties()
                    .Any(p => p.Name is "CohortId" or "EnrollmentId" or "SessionId" or "MeetingId" or "Entry")
                || type.Namespace!.StartsWith("Enrollment.Assessments.", StringComparison.Ordinal)
                || type.Namespace!.StartsWith("Enrollment.Cohorts.", StringComparison.Ordinal)
            )
            .Select(type => type.Name)
            .Where(type => !open.ContainsKey(type) && type is not "GetClaim");

        silent.ShouldBeEmpty();
        Work.Count.ShouldBeGreaterThan(30);
    }

    /// <summary>The requests whose permission instructors hold.</summary>
    static IEnumerable<Type> SentByInstructors() =>
        typeof(ICohortWork)
            .Assembly.GetTypes()
            .Where(type => type.IsClass && !type.IsAbstract && typeof(IUseCase).IsAssignableFrom(type))
            .Where(type =>
                Permissions.Of(Role.Instructor).Contains(type.GetCustomAttribute<RequiresAttribute>()!.Permission)
            );

    /// <summary>The code of the refusal; null: it was let pass.</summary>
    static Task<string?> CodeAsync(TestSystem system, object request, Caller caller)
    {
        var answer = request
            .GetType()
            .GetInterfaces()
            .Single(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequest<>))
            .GetGenericArguments()[0]
            .GetGenericArguments()[0];
        var send = typeof(InstructorTests)
            .GetMethod(nameof(SendAsync), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(answer);
        return (Task<string?>)send.Invoke(null, [system, request, caller])!;
    }

    static async Task<string?> SendAsync<T>(TestSystem system, object request, Caller caller) =>
        (await system.SendAsync((IRequest<Result<T>>)request, caller)).Refusal?.Code;

    static async Task<CohortInstructors> AssignAsync(TestSystem system, Guid cohortId, params Caller[] instructors)
    {
        var version = (await system.CohortAsync(cohortId)).Version;
        return await system.DoAsync(
            new SetInstructors(cohortId, version, [.. instructors.Select(Named)]),
            Callers.Registrar
        );
    }

    static CohortInstructor Named(Caller caller) => new() { UserId = caller.Id, Name = caller.Name };
}
