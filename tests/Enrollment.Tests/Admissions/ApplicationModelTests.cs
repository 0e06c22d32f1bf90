using CsCheck;
using Enrollment.Accounts;
using Enrollment.Admissions;
using Enrollment.Cohorts;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Admissions;

public sealed class ApplicationModelTests
{
    const int Applicants = 4;

    static readonly ApplicationVerb[] likely =
    [
        ApplicationVerb.Submit,
        ApplicationVerb.Waitlist,
        ApplicationVerb.Offer,
        ApplicationVerb.Offer,
        ApplicationVerb.Accept,
        ApplicationVerb.Accept,
        ApplicationVerb.MeetConditions,
        ApplicationVerb.Reopen,
    ];

    static readonly Gen<Command> command = Gen.Select(
        Gen.Int[0, Applicants - 1],
        Gen.Frequency((1, Gen.Enum<ApplicationVerb>()), (2, Gen.Int[0, likely.Length - 1].Select(i => likely[i]))),
        Gen.Frequency((1, Gen.Enum<Role>()), (4, Gen.Bool.Select(student => student ? Role.Student : Role.Registrar))),
        Gen.Bool,
        Gen.Bool,
        Gen.Frequency((12, Gen.Const(0)), (1, Gen.Int[1, 8])),
        (applicant, verb, role, own, conditional, days) => new Command(applicant, verb, role, own, conditional, days)
    );

    static readonly Gen<Scenario> scenario = Gen.Select(
        Gen.Int[0, 3],
        Gen.Int[0, 2],
        command.Array[10, 60],
        (capacity, overbooking, commands) => new Scenario(capacity, overbooking, commands)
    );

    [Fact]
    public void The_table_is_the_one_of_the_rules()
    {
        ApplicationTransitions
            .All.Select(row => row.Verb)
            .ShouldBe(Enum.GetValues<ApplicationVerb>(), ignoreOrder: true);
        foreach (var rule in ApplicationModel.Rows)
        {
            var row = ApplicationTransitions.Of(rule.Verb);
            row.From.Select(s => s.ToString()).ShouldBe(rule.From, ignoreOrder: true);
            row.To.ToString().ShouldBe(rule.To);
            row.Permission.ShouldBe(rule.ByApplicant ? Permission.Apply : Permission.DecideApplications);
        }
    }

    [Fact]
    public Task Any_sequence_of_commands_by_anybody_ends_as_the_model_says() =>
        scenario.SampleAsync(RunAsync, iter: 60, threads: 2);

    static async Task RunAsync(Scenario scenario)
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync(f =>
            f with
            {
                Capacity = scenario.Capacity,
                Overbooking = scenario.Overbooking,
            }
        );
        var later = await system.AddLaterCohortAsync(cohort.Id);
        var model = new ApplicationModel(scenario.Capacity, scenario.Overbooking, cohort.ClosesAt);
        var applications = new List<ApplicationView>();
        for (var i = 0; i < Applicants; i++)
        {
            applications.Add(await system.AddDraftAsync(cohort.Id));
            model.Add(applications[i].Id);
        }

        foreach (var sent in scenario.Commands)
        {
            // Nobody joins the waiting list in the same instant.
            system.Clock.Advance(TimeSpan.FromDays(sent.Days) + TimeSpan.FromMilliseconds(1));
            var now = system.Clock.GetUtcNow();
            var application = applications[sent.Applicant];
            var person = sent.Own ? application.PersonId : applications[(sent.Applicant + 1) % Applicants].PersonId;
            var lastDay = LocalDay.Of(now, cohort.TimeZone).AddDays(sent.Conditional ? 3 : 10);
            var input = ApplicationBuilder.Input(sent.Verb);
            if (sent.Verb == ApplicationVerb.Defer)
                input = input with { ToCohortId = later.Id, OfferExpiresOn = lastDay };
            if (sent.Verb == ApplicationVerb.Offer)
            {
                input = input with
                {
                    OfferExpiresOn = lastDay,
                    Conditions = sent.Conditional ? ApplicationBuilder.Conditions : null,
                };
            }

            var result = await system.ChangeAsync(application.Id, sent.Verb, Callers.Of(sent.Role, person), input);
            var expected = model.Send(
                application.Id,
                sent.Verb,
                sent.Role,
                sent.Own,
                sent.Conditional,
                now,
                LocalDay.End(lastDay, cohort.TimeZone)
            );
            result.Refusal?.Code.ShouldBe(expected, sent.ToString());
            (result.Refusal is null).ShouldBe(expected is null, sent.ToString());

            var after = await system.CohortAsync(cohort.Id);
            after.SeatsHeld.ShouldBe(model.Held);
            after.PlacesTaken.ShouldBe(model.Taken);
            after.Waiting.ShouldBe(model.Waiting.Count);
            after.SeatsHeld.ShouldBeLessThanOrEqualTo(scenario.Capacity + scenario.Overbooking);
            after.PlacesTaken.ShouldBeLessThanOrEqualTo(scenario.Capacity);
        }

        foreach (var application in applications)
        {
            var state = (await system.DoAsync(new GetApplication(application.Id))).State.ToString();
            state.ShouldBe(model.StateOf(application.Id));
        }

        var list = await system.DoAsync(new ListWaiting(cohort.Id, null, 100));
        list.Items.Select(w => w.Id).ShouldBe(model.Waiting);

        var enrolled = await system.QueryAsync<Guid>("SELECT ApplicationId FROM Enrollments");
        enrolled.ShouldBe(
            applications.Where(a => model.StateOf(a.Id) == "Enrolled").Select(a => a.Id),
            ignoreOrder: true
        );
    }

    sealed record Command(int Applicant, ApplicationVerb Verb, Role Role, bool Own, bool Conditional, int Days);

    sealed record Scenario(int Capacity, int Overbooking, Command[] Commands)
    {
        public override string ToString() =>
            $"{Capacity} + {Overbooking}: {string.Join("\n", Commands.Select(c => c.ToString()))}";
    }
}
