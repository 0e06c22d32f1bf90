using CsCheck;
using Enrollment.Admissions;
using Enrollment.Messages;
using Enrollment.Pipeline;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Messages;

public sealed class OutboxTests
{
    [Fact]
    public void Every_transition_is_told_or_kept_silent_on_purpose()
    {
        foreach (var row in ApplicationTransitions.All)
        {
            foreach (var conditional in new[] { false, true })
            {
                var kind = ApplicationMessages.Of(row.Verb, row.Target(conditional));
                (kind is null).ShouldBe(ApplicationMessages.Silent.Contains(row.Verb), row.Verb.ToString());
            }
        }

        Should.Throw<ArgumentException>(() => ApplicationMessages.Of(ApplicationVerb.Submit, ApplicationState.Draft));
    }

    [Theory]
    [InlineData(ApplicationState.Draft)]
    [InlineData(ApplicationState.Submitted, MessageKind.Submitted)]
    [InlineData(ApplicationState.UnderReview, MessageKind.Submitted)]
    [InlineData(ApplicationState.Interviewing, MessageKind.Submitted, MessageKind.InterviewInvited)]
    [InlineData(ApplicationState.Enrolled, MessageKind.Submitted, MessageKind.Offered, MessageKind.Enrolled)]
    [InlineData(ApplicationState.OfferExpired, MessageKind.Submitted, MessageKind.Offered, MessageKind.OfferExpired)]
    [InlineData(
        ApplicationState.ConditionsNotMet,
        MessageKind.Submitted,
        MessageKind.Offered,
        MessageKind.Accepted,
        MessageKind.ConditionsNotMet
    )]
    [InlineData(ApplicationState.NotSent, MessageKind.NotSent)]
    public async Task An_application_leaves_a_message_for_each_change(
        ApplicationState state,
        params MessageKind[] expected
    )
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();

        var application = await system.AddApplicationAsync(cohort.Id, state);

        var messages = await system.MessagesAsync(application.PersonId);
        messages.Select(m => m.Kind).ShouldBe(expected);
        messages.ShouldAllBe(m => m.Status == MessageStatus.Waiting && m.ApplicationId == application.Id);
    }

    [Fact]
    public async Task A_change_that_is_refused_leaves_no_message()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync(f => f with { Capacity = 1 });
        await system.AddApplicationAsync(cohort.Id, ApplicationState.Offered);
        var second = await system.AddApplicationAsync(cohort.Id, ApplicationState.Submitted);

        (await system.ChangeAsync(second.Id, ApplicationVerb.Offer)).Refusal!.Code.ShouldBe("cohort_full");

        (await system.MessagesAsync(second.PersonId)).Select(m => m.Kind).ShouldBe([MessageKind.Submitted]);
    }

    [Fact]
    public async Task A_change_that_is_sent_many_times_at_once_leaves_one_message()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var offer = await system.AddApplicationAsync(cohort.Id, ApplicationState.Offered);
        var accept = new ChangeApplication(offer.Id, ApplicationVerb.Accept, null, TransitionInput.Empty);
        var key = new IdempotencyKey("accept", "hash");

        await Task.WhenAll(
            Enumerable.Range(0, 40).Select(i => system.SendAsync(accept, Callers.Admin, i % 2 == 0 ? key : null))
        );

        (await system.MessagesAsync()).Count(m => m.Kind == MessageKind.Enrolled).ShouldBe(1);
    }

    /// <summary>Whatever a person is put through: the outbox tells exactly what the audit trail does.</summary>
    [Fact]
    public async Task Any_way_through_the_table_is_told_once_a_step()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync(f => f with { Capacity = 1_000 });
        await Gen.Enum<ApplicationVerb>()
            .Array[1, 25]
            .SampleAsync(
                async verbs =>
                {
                    var draft = await system.AddDraftAsync(cohort.Id);
                    var expected = new List<MessageKind>();
                    foreach (var verb in verbs.Prepend(ApplicationVerb.Submit))
                    {
                        var after = await system.ChangeAsync(draft.Id, verb);
                        if (after.Refusal is null && ApplicationMessages.Of(verb, after.Value.State) is { } kind)
                            expected.Add(kind);
                    }

                    (await system.MessagesAsync(draft.PersonId)).Select(m => m.Kind).ShouldBe(expected);
                },
                iter: 60,
                threads: 2
            );
    }
}
