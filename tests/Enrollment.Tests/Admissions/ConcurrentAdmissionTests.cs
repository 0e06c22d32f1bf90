using CsCheck;
using Enrollment.Accounts;
using Enrollment.Admissions;
using Enrollment.Cohorts;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Admissions;

/// <summary>
/// Rules 6 and 7 under every interleaving: actors send commands at the same time, and what each heard and where every
/// application stands in the end must be what the sequential model says for one order of those commands.
/// </summary>
public sealed class ConcurrentAdmissionTests
{
    const int Applicants = 5;

    /// <summary>What an actor does; Promote and Raise concern the cohort, the rest the applicant.</summary>
    enum Act
    {
        Offer,
        Accept,
        Decline,
        Waitlist,
        Withdraw,
        WithdrawOffer,
        Promote,
        Raise,
    }

    sealed record Step(Act Act, int Applicant);

    sealed record Scenario(int Capacity, Step[] Before, Step[][] Actors)
    {
        public override string ToString() =>
            $"{Capacity}: {string.Join(", ", Before.Select(s => s.ToString()))} | "
            + string.Join(" || ", Actors.Select(a => string.Join(", ", a.Select(s => s.ToString()))));
    }

    static readonly Act[] likely = [Act.Offer, Act.Accept, Act.Waitlist];

    static readonly Gen<Step> step = Gen.Select(
        Gen.Frequency((6, Gen.Enum<Act>()), (4, Gen.Int[0, 2].Select(i => likely[i]))),
        Gen.Int[0, Applicants - 1],
        (act, applicant) => new Step(act, applicant)
    );

    static readonly Gen<Scenario> scenario = Gen.Select(
        Gen.Int[0, 3],
        step.Array[0, 8],
        step.Array[2, 3].Array[3],
        (capacity, before, actors) => new Scenario(capacity, before, actors)
    );

    [Fact]
    public Task Commands_at_the_same_time_end_as_in_one_of_their_orders() =>
        scenario.SampleAsync(RunAsync, iter: 40, threads: 1);

    static async Task RunAsync(Scenario scenario)
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync(f => f with { Capacity = scenario.Capacity });
        var run = new Run(system, cohort, []);
        var model = new ApplicationModel(scenario.Capacity, 0, cohort.ClosesAt);
        for (var i = 0; i < Applicants; i++)
        {
            run.Applications.Add((await system.AddApplicationAsync(cohort.Id, ApplicationState.Submitted)).Id);
            model.Add(run.Applications[i]);
            Expect(model, run, new Step(Act.Withdraw, i), ApplicationVerb.Submit);
        }

        foreach (var before in scenario.Before)
        {
            system.Clock.Advance(TimeSpan.FromMilliseconds(1));
            (await run.SendAsync(before)).ShouldBe(Expect(model, run, before), before.ToString());
        }

        system.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var heard = await Task.WhenAll(
            scenario.Actors.Select(actor =>
                Task.Run(async () =>
                {
                    var answers = new List<string>();
                    foreach (var sent in actor)
                        answers.Add(await run.SendAsync(sent));
                    return answers;
                })
            )
        );

        var states = new List<string>();
        foreach (var id in run.Applications)
            states.Add((await system.DoAsync(new GetApplication(id))).State.ToString());
        var list = (await system.DoAsync(new ListWaiting(cohort.Id, null, 100))).Items.Select(w => w.Id).ToList();
        var after = await system.CohortAsync(cohort.Id);
        after.SeatsHeld.ShouldBe(states.Count(s => s is "Offered" or "Enrolled"));
        after.PlacesTaken.ShouldBe(states.Count(s => s is "Enrolled"));
        after.SeatsHeld.ShouldBeLessThanOrEqualTo(after.Capacity);

        bool Explains(ApplicationModel end) =>
            end.Waiting.SequenceEqual(list) && run.Applications.Select(end.StateOf).SequenceEqual(states);

        HasOrder(model, run, scenario.Actors, heard, [.. scenario.Actors.Select(_ => 0)], Explains)
            .ShouldBeTrue($"No order explains {string.Join(" || ", heard.Select(h => string.Join(", ", h)))}");
    }

    /// <summary>Tries every order of the steps that keeps each actor's own, as long as the answers agree.</summary>
    static bool HasOrder(
        ApplicationModel model,
        Run run,
        Step[][] actors,
        List<string>[] heard,
        int[] next,
        Func<ApplicationModel, bool> explains
    )
    {
        if (next.Index().All(n => n.Item == actors[n.Index].Length))
            return explains(model);

        for (var actor = 0; actor < actors.Length; actor++)
        {
            if (next[actor] == actors[actor].Length)
                continue;
            var later = model.Copy();
            if (Expect(later, run, actors[actor][next[actor]]) != heard[actor][next[actor]])
                continue;
            int[] following = [.. next];
            following[actor]++;
            if (HasOrder(later, run, actors, heard, following, explains))
                return true;
        }

        return false;
    }

    static string Expect(ApplicationModel model, Run run, Step step, ApplicationVerb? instead = null)
    {
        var now = run.System.Clock.GetUtcNow();
        switch (step.Act)
        {
            case Act.Promote:
                return $"{model.Promote(now, run.OfferEnds)}";
            case Act.Raise:
                model.RaiseCapacity(1);
                return "ok";
            default:
                var verb = instead ?? Enum.Parse<ApplicationVerb>(step.Act.ToString());
                var id = run.Applications[step.Applicant];
                return model.Send(id, verb, Role.Admin, false, false, now, run.OfferEnds) ?? "ok";
        }
    }

    sealed record Run(TestSystem System, CohortView Cohort, List<Guid> Applications)
    {
        internal DateTimeOffset OfferEnds => LocalDay.End(ApplicationBuilder.OfferDay, Cohort.TimeZone);

        internal async Task<string> SendAsync(Step step)
        {
            switch (step.Act)
            {
                case Act.Promote:
                    return $"{await System.DoAsync(new PromoteWaiting(Cohort.Id))}";
                case Act.Raise:
                    await RaiseAsync();
                    return "ok";
                default:
                    var verb = Enum.Parse<ApplicationVerb>(step.Act.ToString());
                    var result = await System.ChangeAsync(Applications[step.Applicant], verb);
                    return result.Refusal?.Code ?? "ok";
            }
        }

        /// <summary>Two who raise the capacity at once: the second reads again, as people do.</summary>
        async Task RaiseAsync()
        {
            while (true)
            {
                var cohort = await System.CohortAsync(Cohort.Id);
                var fields = CohortBuilder.Fields(cohort) with { Capacity = cohort.Capacity + 1 };
                var result = await System.SendAsync(new UpdateCohort(cohort.Id, cohort.Version, fields), Callers.Admin);
                if (result.Refusal?.Code != "stale_version")
                    return;
            }
        }
    }
}
