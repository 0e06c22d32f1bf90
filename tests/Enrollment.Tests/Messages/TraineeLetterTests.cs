using Enrollment.Assessments;
using Enrollment.Assessments.Appeals;
using Enrollment.Assessments.Circumstances;
using Enrollment.Enrollments;
using Enrollment.Messages;
using Enrollment.People;
using Enrollment.Tests.Assessments;
using Enrollment.Tests.Assessments.Moderation;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Messages;

/// <summary>Trainees who were imported, and so have no application, hear of what concerns them.</summary>
public sealed class TraineeLetterTests
{
    readonly Letters letters = new();

    [Fact]
    public async Task A_release_is_told_once_with_the_end_of_appeals_and_without_a_mark_and_again_when_something_changes()
    {
        await using var system = new TestSystem(configure: letters.Services);
        var c = await BoardTests.PassingClassAsync(system);
        Reach(system);

        await system.DoAsync(new ReleaseResults(c.Cohort.Id));
        await system.DoAsync(new ReleaseResults(c.Cohort.Id));
        await system.SendMessagesAsync();

        var letter = letters.Taken.ShouldHaveSingleItem().Text;
        letter.Subject.ShouldStartWith("New results can be seen: ");
        letter.Body.ShouldContain(c.Cohort.Code);
        // Ten days after the 10th of March, to the end of the day at the center.
        letter.Body.ShouldContain("You can appeal until: Friday, March 20, 2026");
        letter.Body.ShouldNotContain("60");
        letter.Body.ShouldNotContain("Pass");
        var told = (await system.MessagesAsync(c.People[0])).ShouldHaveSingleItem();
        (told.Kind, told.ApplicationId, told.EnrollmentId).ShouldBe((MessageKind.ResultsReleased, null, c.Trainees[0]));

        await system.DoAsync(new SetMark(c.Entry(61) with { Version = 1, Reason = "Recount." }));
        await system.SendMessagesAsync();
        letters.Taken.Count.ShouldBe(1, "before it is released");
        system.Clock.Advance(TimeSpan.FromDays(30));
        await system.DoAsync(new ReleaseResults(c.Cohort.Id));
        await system.SendMessagesAsync();
        letters.Taken.Count.ShouldBe(2);
        letters.Taken[1].Text.Body.ShouldNotContain("appeal");
    }

    [Fact]
    public async Task Whoever_has_nothing_to_see_yet_gets_no_letter_that_would_tell_of_it()
    {
        await using var system = new TestSystem();
        var c = await SecondMarkedClass.MakeAsync(system, trainees: 2);
        await system.DoAsync(c.Mark(30), SecondMarkedClass.First);
        await system.DoAsync(c.Mark(30, trainee: 1), SecondMarkedClass.First);
        await system.DoAsync(c.SecondMark(30, trainee: 1), SecondMarkedClass.Second);
        await system.DoAsync(new ComputeResults(c.CohortId));
        (await system.MessagesAsync()).ShouldBeEmpty();

        await system.DoAsync(new ReleaseResults(c.CohortId));
        var first = await system.MessagesAsync();
        await system.DoAsync(c.SecondMark(30), SecondMarkedClass.Second);
        await system.DoAsync(new ComputeResults(c.CohortId));
        await system.DoAsync(new ReleaseResults(c.CohortId));

        var told = (await system.MessagesAsync()).Skip(first.Count).Select(m => m.EnrollmentId);
        first.Select(m => m.EnrollmentId).ShouldNotContain(c.Trainees[0]);
        first.Select(m => m.EnrollmentId).ShouldContain(c.Trainees[1]);
        told.ShouldBe([c.Trainees[0]]);
    }

    [Fact]
    public async Task Releases_at_the_same_time_tell_each_trainee_once()
    {
        await using var system = new TestSystem();
        var c = await MarkTests.ClassAsync(system, trainees: 25, change: f => f with { Capacity = 30 });
        for (var trainee = 0; trainee < 25; trainee++)
            await system.DoAsync(new SetMark(c.Entry(50, trainee)));

        await Task.WhenAll(
            Enumerable.Range(0, 4).Select(_ => Task.Run(() => system.DoAsync(new ReleaseResults(c.Cohort.Id))))
        );

        (await system.MessagesAsync())
            .Select(m => m.EnrollmentId)
            .ShouldBe(c.Trainees.Select(id => (Guid?)id), ignoreOrder: true);
    }

    [Theory]
    [InlineData(AppealVerb.Uphold, MessageKind.AppealUpheld)]
    [InlineData(AppealVerb.PartlyUphold, MessageKind.AppealPartlyUpheld)]
    [InlineData(AppealVerb.Dismiss, MessageKind.AppealDismissed)]
    public async Task The_outcome_of_an_appeal_is_told_with_its_reason(AppealVerb verb, MessageKind kind)
    {
        await using var system = new TestSystem(configure: letters.Services);
        var c = await BoardTests.PassingClassAsync(system);
        await system.DoAsync(new ReleaseResults(c.Cohort.Id));
        var lodged = await system.DoAsync(
            new LodgeAppeal(
                c.Trainees[0],
                new AppealFields { Grounds = [AppealGround.Other], Statement = "Please look again." }
            ),
            Callers.Registrar
        );
        var before = (await system.MessagesAsync()).Count;
        await system.DoAsync(new DecideAppeal(lodged.Id, AppealVerb.Review, null, null), Callers.OtherInstructor);
        (await system.MessagesAsync()).Count.ShouldBe(before);
        Reach(system);

        await system.DoAsync(new DecideAppeal(lodged.Id, verb, null, "It was added up anew."), Callers.OtherInstructor);

        await system.SendMessagesAsync();
        (await system.MessagesAsync(c.People[0]))[^1].Kind.ShouldBe(kind);
        letters.Taken[^1].Text.Body.ShouldContain("It was added up anew.");
    }

    [Theory]
    [InlineData(ClaimVerb.Accept, MessageKind.ClaimAccepted)]
    [InlineData(ClaimVerb.Reject, MessageKind.ClaimRejected)]
    public async Task The_outcome_of_a_claim_is_told_and_neither_what_happened_nor_why(ClaimVerb verb, MessageKind kind)
    {
        await using var system = new TestSystem(configure: letters.Services);
        var c = await MarkTests.ClassAsync(system);
        Reach(system);
        var fields = new ClaimFields { Kind = ClaimKind.Illness, Statement = "I was in hospital." };
        var claim = await system.DoAsync(new LodgeClaim(c.Trainees[0], fields), Callers.Registrar);
        ClaimRemedy? remedy = verb == ClaimVerb.Accept ? ClaimRemedy.None : null;
        var decision = new ClaimDecision { Remedy = remedy, Reason = "The hospital has written." };

        await system.DoAsync(
            new DecideClaim(claim.Id, verb, null, decision),
            Callers.Manager with
            {
                Role = Callers.Admin.Role,
            }
        );

        await system.SendMessagesAsync();
        (await system.MessagesAsync(c.People[0])).ShouldHaveSingleItem().Kind.ShouldBe(kind);
        letters.Taken.ShouldHaveSingleItem().Text.Body.ShouldNotContain("hospital");
        (await system.QueryAsync<string?>("SELECT Reason FROM OutboxMessages")).ShouldBe([null]);
    }

    [Fact]
    public async Task A_trainee_without_an_application_hears_of_a_withdrawal()
    {
        await using var system = new TestSystem(configure: letters.Services);
        var person = await system.AddReachableAsync();
        var trainee = await system.AddTraineeAsync((await system.AddCohortAsync()).Id, person);
        var end = new EnrollmentEnd
        {
            EndedOn = BoardBuilder.Today,
            RequestedBy = "trainee",
            Reason = "moved",
        };

        await system.DoAsync(new ChangeEnrollment(trainee, EnrollmentVerb.Withdraw, null, end));

        await system.SendMessagesAsync();
        letters.Taken.ShouldHaveSingleItem().Recipient.ShouldBe("dana@example.org");
        (await system.MessagesAsync(person)).ShouldHaveSingleItem().Kind.ShouldBe(MessageKind.EnrollmentWithdrawn);
    }

    [Fact]
    public async Task Messages_go_with_the_record_when_people_are_merged_and_come_back_with_it()
    {
        await using var system = new TestSystem(configure: letters.Services);
        var c = await BoardTests.PassingClassAsync(system);
        await system.DoAsync(new ReleaseResults(c.Cohort.Id));
        var (merged, survivor) = (c.People[0], await system.AddReachableAsync("survivor@example.org"));

        await system.DoAsync(new MergePeople(merged, survivor, null, "The same person."));

        var message = (await system.MessagesAsync(survivor)).ShouldHaveSingleItem();
        (await system.MessagesAsync(merged)).ShouldBeEmpty();
        await system.SendMessagesAsync();
        letters.Taken.ShouldHaveSingleItem().Recipient.ShouldBe("survivor@example.org");

        await system.DoAsync(new UnmergePerson(merged, "Two people after all."));
        (await system.MessagesAsync(merged)).ShouldHaveSingleItem().Id.ShouldBe(message.Id);
        (await system.MessagesAsync(survivor)).ShouldBeEmpty();
    }

    /// <summary>Gives everybody an address.</summary>
    static void Reach(TestSystem system) => system.Execute("UPDATE People SET Email = 'dana@example.org'");
}
