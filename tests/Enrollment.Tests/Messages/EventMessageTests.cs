using Enrollment.Admissions;
using Enrollment.Admissions.Documents;
using Enrollment.Admissions.Interviews;
using Enrollment.Enrollments;
using Enrollment.Messages;
using Enrollment.Tests.Admissions.Documents;
using Enrollment.Tests.Admissions.Interviews;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Messages;

/// <summary>Applicants and trainees hear of what the center does beside the steps of an application.</summary>
public sealed class EventMessageTests
{
    readonly Letters letters = new();

    [Fact]
    public async Task A_cancelled_time_is_told_with_its_moment_and_the_reason_and_the_own_cancellation_is_not()
    {
        await using var system = new TestSystem(configure: letters.Services);
        var cohort = await system.AddCohortAsync();
        var slot = await system.AddSlotAsync(cohort.Id, f => f with { Capacity = 2 });
        var application = await ReachableAsync(system, cohort.Id, ApplicationVerb.Submit, ApplicationVerb.Interview);
        await system.DoAsync(new BookInterview(slot.Id, application.Id));
        await system.DoAsync(new CancelInterview(application.Id, null), Callers.Student(application.PersonId));
        await system.DoAsync(new BookInterview(slot.Id, application.Id));

        await system.DoAsync(new CancelInterviewSlot(slot.Id, null, "The interviewer is ill."));

        var letter = await OnlyAsync(system, application.PersonId, MessageKind.InterviewCancelled);
        letter.ShouldContain("The interviewer is ill.");
        letter.ShouldContain("10:00");
        letter.ShouldContain("(Asia/Almaty, UTC+05:00)");
    }

    [Fact]
    public async Task Each_refused_document_is_told_of_with_its_name_and_the_reason()
    {
        await using var system = new TestSystem(configure: letters.Services);
        var application = await ReachableAsync(system, (await system.AddCohortAsync()).Id);
        var document = (await system.UploadAsync(application.Id, SampleFiles.Pdf())).Value.Document;
        var refused = await system.DoAsync(
            new ReviewDocument(
                application.Id,
                document.Id,
                document.Version,
                DocumentReview.Refused,
                "A page is missing."
            )
        );

        await system.DoAsync(
            new ReviewDocument(application.Id, document.Id, refused.Version, DocumentReview.Refused, "It is blurred.")
        );

        await system.SendMessagesAsync();
        var bodies = letters.Taken.Select(m => m.Text.Body).ToList();
        bodies.Count.ShouldBe(2);
        bodies.ShouldAllBe(body => body.Contains("diploma.pdf", StringComparison.Ordinal));
        bodies[0].ShouldContain("A page is missing.");
        bodies[1].ShouldContain("It is blurred.");
    }

    [Fact]
    public async Task A_trainee_hears_of_each_end_and_of_what_is_taken_back()
    {
        await using var system = new TestSystem(configure: letters.Services);
        var cohort = await system.AddCohortAsync();
        var other = await system.AddCohortAsync(null, cohort.CenterId, cohort.CourseVersionId);
        var application = await ReachableAsync(
            system,
            cohort.Id,
            ApplicationVerb.Submit,
            ApplicationVerb.Offer,
            ApplicationVerb.Accept
        );
        var trainee = application.EnrollmentId.ShouldNotBeNull();
        var end = new EnrollmentEnd
        {
            EndedOn = BoardBuilder.Today,
            RequestedBy = "trainee",
            Reason = "moved",
        };
        foreach (var verb in new[] { EnrollmentVerb.Withdraw, EnrollmentVerb.Cancel })
        {
            await system.DoAsync(new ChangeEnrollment(trainee, verb, null, end));
            await system.DoAsync(new ChangeEnrollment(trainee, EnrollmentVerb.Reinstate, null, EnrollmentEnd.Empty));
        }

        var to = new TransferInput
        {
            ToCohortId = other.Id,
            On = BoardBuilder.Today,
            RequestedBy = "trainee",
            Reason = "moved",
        };
        await system.DoAsync(new TransferEnrollment(trainee, null, to));

        var told = (await system.MessagesAsync(application.PersonId)).Select(m => m.Kind);
        told.Where(kind => kind >= MessageKind.EnrollmentWithdrawn)
            .ShouldBe([
                MessageKind.EnrollmentWithdrawn,
                MessageKind.EnrollmentReinstated,
                MessageKind.EnrollmentCancelled,
                MessageKind.EnrollmentReinstated,
                MessageKind.EnrollmentTransferred,
            ]);
        (await OnlyAsync(system, application.PersonId, MessageKind.EnrollmentTransferred)).ShouldContain(other.Code);
    }

    /// <summary>An application of somebody with an address, taken so far.</summary>
    static async Task<ApplicationView> ReachableAsync(TestSystem system, Guid cohortId, params ApplicationVerb[] way)
    {
        var application = await system.AddDraftAsync(cohortId, await system.AddReachableAsync());
        foreach (var verb in way)
            (await system.ChangeAsync(application.Id, verb)).Refusal.ShouldBeNull();
        return await system.DoAsync(new GetApplication(application.Id));
    }

    /// <summary>The text of the one message of the kind.</summary>
    async Task<string> OnlyAsync(TestSystem system, Guid person, MessageKind kind)
    {
        await system.SendMessagesAsync();
        var sent = (await system.MessagesAsync(person)).Where(m => m.Kind == kind).ShouldHaveSingleItem();
        sent.Status.ShouldBe(MessageStatus.Sent);
        return letters.Taken.Single(m => m.Text.Subject == sent.Subject).Text.Body;
    }
}
