using Enrollment.Admissions;
using Enrollment.Admissions.Interviews;
using Enrollment.Pipeline;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Admissions.Interviews;

public sealed class InterviewTests
{
    const int Crowd = 60;

    [Fact]
    public async Task Sixty_who_book_the_last_place_at_once_make_one_booking()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var slot = await system.AddSlotAsync(cohort.Id);
        var applications = await Task.WhenAll(
            Enumerable.Range(0, Crowd).Select(_ => Task.Run(() => system.AddInterviewingAsync(cohort.Id)))
        );

        var results = await Task.WhenAll(
            applications.Select(a =>
                Task.Run(() => system.SendAsync(new BookInterview(slot.Id, a.Id), Callers.Student(a.PersonId)))
            )
        );

        results.Count(r => r.Refusal is null).ShouldBe(1);
        results.Where(r => r.Refusal is not null).Select(r => r.Refusal!.Code).Distinct().ShouldBe(["slot_full"]);
        (await system.BookedAsync(slot)).ShouldBe(1);
        (await system.CountAsync("InterviewBookings")).ShouldBe(1);
    }

    [Fact]
    public async Task One_application_that_books_many_times_at_once_has_one_place()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var slots = new List<InterviewSlotView>();
        for (var number = 0; number < 4; number++)
            slots.Add(await system.AddSlotAsync(cohort.Id));
        var application = await system.AddInterviewingAsync(cohort.Id);

        var results = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(i =>
                    Task.Run(() => system.SendAsync(new BookInterview(slots[i % 4].Id, application.Id), Callers.Admin))
                )
        );

        results.Where(r => r.Refusal is not null).ShouldAllBe(r => r.Refusal!.Kind == RefusalKind.Stale);
        var booked = (await system.DoAsync(new GetInterview(application.Id))).SlotId;
        foreach (var slot in slots)
            (await system.BookedAsync(slot)).ShouldBe(slot.Id == booked ? 1 : 0);
    }

    [Fact]
    public async Task An_interview_that_is_moved_keeps_its_id_counts_on_and_gives_its_place_back()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var (first, second) = (await system.AddSlotAsync(cohort.Id), await system.AddSlotAsync(cohort.Id));
        var application = await system.AddInterviewingAsync(cohort.Id);
        var student = Callers.Student(application.PersonId);

        var booked = await system.DoAsync(new BookInterview(first.Id, application.Id), student);
        var again = await system.DoAsync(new BookInterview(first.Id, application.Id), student);
        var moved = await system.DoAsync(new BookInterview(second.Id, application.Id), student);
        var cancelled = await system.DoAsync(new CancelInterview(application.Id, null), student);
        var back = await system.DoAsync(new BookInterview(first.Id, application.Id), student);

        again.Version.ShouldBe(booked.Version);
        new[] { booked, moved, cancelled, back }.Select(i => i.Id).Distinct().ShouldHaveSingleItem();
        new[] { booked, moved, cancelled, back }.Select(i => i.Version).ShouldBe([1, 2, 3, 4]);
        (cancelled.State, back.State).ShouldBe((BookingState.Cancelled, BookingState.Booked));
        (await system.BookedAsync(first), await system.BookedAsync(second)).ShouldBe((1, 0));
    }

    [Fact]
    public async Task An_applicant_changes_nothing_from_the_declared_time_on_and_staff_can_until_the_start()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var (slot, later) = (
            await system.AddSlotAsync(cohort.Id),
            await system.AddSlotAsync(
                cohort.Id,
                f => f with { StartsAt = f.StartsAt.AddDays(3), EndsAt = f.EndsAt.AddDays(3) }
            )
        );
        var application = await system.AddInterviewingAsync(cohort.Id);
        var student = Callers.Student(application.PersonId);
        await system.DoAsync(new BookInterview(slot.Id, application.Id), student);

        system.Clock.AdjustTime(slot.ChangeUntil);
        (await system.RefusedAsync(new CancelInterview(application.Id, null), student)).Code.ShouldBe("change_closed");
        (await system.RefusedAsync(new BookInterview(later.Id, application.Id), student)).Code.ShouldBe(
            "change_closed"
        );
        var other = await system.AddInterviewingAsync(cohort.Id);
        (
            await system.RefusedAsync(new BookInterview(slot.Id, other.Id), Callers.Student(other.PersonId))
        ).Code.ShouldBe("slot_full");
        await system.DoAsync(new BookInterview(later.Id, application.Id), Callers.Registrar);
        (
            await system.RefusedAsync(new BookInterview(slot.Id, other.Id), Callers.Student(other.PersonId))
        ).Code.ShouldBe("booking_closed");
        await system.DoAsync(new BookInterview(slot.Id, other.Id), Callers.Registrar);

        system.Clock.AdjustTime(slot.StartsAt);
        (await system.RefusedAsync(new CancelInterview(other.Id, null), Callers.Registrar)).Code.ShouldBe("slot_over");
        (await system.RefusedAsync(new CancelInterviewSlot(slot.Id, null, "Ill."))).Code.ShouldBe("slot_over");
    }

    [Fact]
    public async Task A_slot_that_is_cancelled_frees_its_bookings_with_the_reason_and_takes_no_more()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var slot = await system.AddSlotAsync(cohort.Id, f => f with { Capacity = 3 });
        var other = await system.AddSlotAsync(cohort.Id);
        var applications = new List<ApplicationView>();
        for (var number = 0; number < 2; number++)
        {
            applications.Add(await system.AddInterviewingAsync(cohort.Id));
            await system.DoAsync(new BookInterview(slot.Id, applications[number].Id));
        }

        (await system.RefusedAsync(new CancelInterviewSlot(slot.Id, 9, "Ill."))).Code.ShouldBe("stale_version");
        await system.DoAsync(
            new CancelInterviewSlot(slot.Id, slot.Version, "The interviewer is ill."),
            Callers.Registrar
        );

        foreach (var application in applications)
        {
            var interview = await system.DoAsync(new GetInterview(application.Id));
            (interview.State, interview.Reason).ShouldBe((BookingState.Freed, "The interviewer is ill."));
            var history = await system.DoAsync(new ListApplicationHistory(application.Id, null, 50));
            history.Items.Select(e => e.Action).ShouldContain("interview.freed");
        }

        (await system.RefusedAsync(new BookInterview(slot.Id, applications[0].Id))).Code.ShouldBe("slot_cancelled");
        (await system.RefusedAsync(new CancelInterviewSlot(slot.Id, null, "Again."))).Code.ShouldBe("slot_cancelled");
        await system.DoAsync(new BookInterview(other.Id, applications[0].Id));
    }

    [Theory]
    [InlineData(ApplicationVerb.Withdraw)]
    [InlineData(ApplicationVerb.Reject)]
    [InlineData(ApplicationVerb.Offer)]
    [InlineData(ApplicationVerb.Waitlist)]
    public async Task An_application_that_leaves_the_interviews_frees_the_one_to_come(ApplicationVerb verb)
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var slot = await system.AddSlotAsync(cohort.Id);
        var application = await system.AddInterviewingAsync(cohort.Id);
        await system.DoAsync(new BookInterview(slot.Id, application.Id));

        (await system.ChangeAsync(application.Id, verb)).Refusal.ShouldBeNull();

        (await system.DoAsync(new GetInterview(application.Id))).State.ShouldBe(BookingState.Freed);
        (await system.BookedAsync(slot)).ShouldBe(0);
        (await system.RefusedAsync(new BookInterview(slot.Id, application.Id))).Code.ShouldBe("not_interviewing");
    }

    [Fact]
    public async Task An_interview_that_took_place_stays_when_the_application_goes_on()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var slot = await system.AddSlotAsync(cohort.Id);
        var application = await system.AddInterviewingAsync(cohort.Id);
        await system.DoAsync(new BookInterview(slot.Id, application.Id));
        system.Clock.AdjustTime(slot.StartsAt);

        (await system.ChangeAsync(application.Id, ApplicationVerb.Offer)).Refusal.ShouldBeNull();

        (await system.DoAsync(new GetInterview(application.Id))).State.ShouldBe(BookingState.Booked);
        (await system.BookedAsync(slot)).ShouldBe(1);
    }

    [Fact]
    public async Task Booking_leaving_and_cancelling_at_once_leave_counts_that_agree_with_the_bookings()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var slots = new List<InterviewSlotView>();
        for (var number = 0; number < 3; number++)
            slots.Add(await system.AddSlotAsync(cohort.Id, f => f with { Capacity = 4 }));
        var applications = await Task.WhenAll(
            Enumerable.Range(0, 10).Select(_ => Task.Run(() => system.AddInterviewingAsync(cohort.Id)))
        );

        var work = applications.SelectMany(
            (a, i) =>
                new Func<Task>[]
                {
                    () => system.SendAsync(new BookInterview(slots[i % 3].Id, a.Id), Callers.Admin),
                    () => system.SendAsync(new BookInterview(slots[(i + 1) % 3].Id, a.Id), Callers.Admin),
                    () => system.SendAsync(new CancelInterview(a.Id, null), Callers.Admin),
                    () => i % 4 == 0 ? system.ChangeAsync(a.Id, ApplicationVerb.Waitlist) : Task.CompletedTask,
                    () =>
                        i == 5
                            ? system.SendAsync(new CancelInterviewSlot(slots[0].Id, null, "Ill."), Callers.Admin)
                            : Task.CompletedTask,
                }
        );
        await Task.WhenAll(work.Select(step => Task.Run(step)));

        foreach (var slot in slots)
        {
            var bookings = await system.QueryAsync<long>(
                "SELECT COUNT(*) FROM InterviewBookings WHERE SlotId = @Id AND State = 'Booked'",
                new { slot.Id }
            );
            (await system.BookedAsync(slot)).ShouldBe((int)bookings[0]);
        }

        (
            await system.QueryAsync<long>(
                """
                SELECT COUNT(*) FROM InterviewBookings b JOIN Applications a ON a.Id = b.ApplicationId
                WHERE b.State = 'Booked' AND a.State <> 'Interviewing'
                """
            )
        ).ShouldBe([0L]);
    }

    [Fact]
    public async Task Slots_that_can_not_be_are_named_and_none_is_made()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var good = InterviewBuilder.Fields();

        var invalid = await system.RefusedAsync(
            new CreateInterviewSlots(
                cohort.Id,
                [
                    good,
                    good with
                    {
                        EndsAt = good.StartsAt,
                        Capacity = 0,
                        Interviewer = "",
                    },
                    good with
                    {
                        Place = null,
                        Link = null,
                    },
                    good with
                    {
                        Link = "http://plain.example.org",
                    },
                ]
            )
        );
        var past = await system.RefusedAsync(
            new CreateInterviewSlots(
                cohort.Id,
                [good, good with { StartsAt = TestSystem.Start, EndsAt = TestSystem.Start.AddHours(1) }]
            )
        );

        invalid
            .Problems.Select(p => p.Field)
            .ShouldBe(
                ["slots[1].endsAt", "slots[1].interviewer", "slots[1].capacity", "slots[2].place", "slots[3].link"],
                ignoreOrder: true
            );
        (past.Code, past.Problems[0].Field).ShouldBe(("starts_in_past", "slots[1].startsAt"));
        (await system.CountAsync("InterviewSlots")).ShouldBe(0);
    }

    [Fact]
    public async Task A_slot_of_another_cohort_and_an_application_of_somebody_else_are_refused()
    {
        await using var system = new TestSystem();
        var (cohort, other) = (await system.AddCohortAsync(), await system.AddCohortAsync());
        var application = await system.AddInterviewingAsync(cohort.Id);
        var stranger = Callers.Student(await system.AddPersonAsync());
        var (own, foreign) = (await system.AddSlotAsync(cohort.Id), await system.AddSlotAsync(other.Id));

        (await system.RefusedAsync(new BookInterview(foreign.Id, application.Id))).Code.ShouldBe(
            "slot_of_other_cohort"
        );
        (await system.RefusedAsync(new BookInterview(own.Id, application.Id), stranger)).Code.ShouldBe(
            "not_your_record"
        );
        await system.DoAsync(new BookInterview(own.Id, application.Id));
        (await system.RefusedAsync(new GetInterview(application.Id), stranger)).Code.ShouldBe("not_your_record");
        (await system.RefusedAsync(new ListInterviews(own.Id, null, 50), stranger)).Code.ShouldBe("permission_denied");
    }
}
