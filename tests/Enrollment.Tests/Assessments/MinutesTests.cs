using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Enrollment.Assessments;
using Enrollment.Cohorts;
using Enrollment.People;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Assessments;

public sealed class MinutesTests
{
    [Fact]
    public async Task Sealed_minutes_keep_the_names_as_they_were()
    {
        await using var system = new TestSystem();
        var c = await BoardAgendaTests.MarkedAsync(system, 60, 30);
        var meeting = await BoardAgendaTests.BoardAsync(system, c);
        await BoardTests.DecideAsync(system, meeting.Id, c.Trainees[0], null);
        await BoardTests.DecideAsync(system, meeting.Id, c.Trainees[1], BoardDecision.Pass, "The machine broke down.");
        var draft = await system.DoAsync(new GetMinutes(meeting.Id), Callers.Instructor);
        await system.SealAsync(meeting.Id);
        var sealedThen = await system.DoAsync(new GetMinutes(meeting.Id), Callers.Instructor);

        await RenameAsync(system, c);
        var later = await system.DoAsync(new GetMinutes(meeting.Id), Callers.Instructor);

        (draft.Draft, draft.Hash, draft.Minutes.SealedAt).ShouldBe((true, null, null));
        draft.Minutes.Attendees.ShouldBeEmpty();
        (sealedThen.Draft, sealedThen.Minutes.SealedAt).ShouldBe((false, TestSystem.Start));
        later.Hash.ShouldBe(sealedThen.Hash);
        later.Minutes.CenterName.ShouldBe(sealedThen.Minutes.CenterName);
        later.Minutes.CenterName.ShouldNotBe("Renamed Center");
        JsonSerializer.Serialize(later.Minutes.Decisions).ShouldBe(JsonSerializer.Serialize(draft.Minutes.Decisions));
        later.Minutes.Decisions.ShouldNotContain(d => d.PersonName == "Other Name");
        later.Minutes.Attendees.ShouldBe(BoardBuilder.Attended.Attendees);
        later.Minutes.Cohorts.ShouldHaveSingleItem().Code.ShouldBe(c.Cohort.Code);
        var departure = later.Minutes.Decisions.Single(d => d.DepartureReason is not null);
        (departure.ComputedOutcome, departure.ComputedMark, departure.Decision).ShouldBe(
            (Outcome.Fail, 30, BoardDecision.Pass)
        );
        var stored = (await system.QueryAsync<string>("SELECT Minutes FROM BoardMeetings")).ShouldHaveSingleItem();
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(stored))).ShouldBe(later.Hash);
    }

    [Fact]
    public async Task The_file_of_sealed_minutes_stays_the_same_byte_for_byte()
    {
        await using var system = new TestSystem();
        var c = await BoardAgendaTests.MarkedAsync(system, 60);
        var meeting = await BoardAgendaTests.BoardAsync(system, c);
        await BoardTests.DecideAsync(system, meeting.Id, c.Trainees[0], null);
        var draft = await system.DoAsync(new GetMinutesFile(meeting.Id));
        await system.SealAsync(meeting.Id);
        var then = await system.DoAsync(new GetMinutesFile(meeting.Id));

        await RenameAsync(system, c);

        (await system.DoAsync(new GetMinutesFile(meeting.Id))).Content.ShouldBe(then.Content);
        then.Content.ShouldNotBe(draft.Content);
        then.Name.ShouldMatch(@"\Aminutes-No-\d+\.pdf\z");
        (await system.RefusedAsync(new GetMinutes(Guid.NewGuid()))).Code.ShouldBe("board_meeting_not_found");
        (await system.RefusedAsync(new GetMinutesFile(Guid.NewGuid()))).Code.ShouldBe("board_meeting_not_found");
    }

    [Fact]
    public async Task Minutes_with_a_character_that_no_font_has_are_sealed_and_the_drawing_names_it()
    {
        await using var system = new TestSystem();
        var c = await BoardAgendaTests.MarkedAsync(system, 60);
        var meeting = await BoardAgendaTests.BoardAsync(system, c);
        await BoardTests.DecideAsync(system, meeting.Id, c.Trainees[0], null);
        Attendee[] attendees = [new() { Name = "Aru\U00012345zhan", Role = AttendeeRole.Chair }];
        await system.AttendAsync(meeting.Id, new MeetingFields { Attendees = attendees });

        var file = await system.RefusedAsync(new GetMinutesFile(meeting.Id));
        // One name must not keep the others from their certificates.
        await system.DoAsync(new SealMinutes(meeting.Id));

        file.Code.ShouldBe("unprintable_character");
        var problem = file.Problems.ShouldHaveSingleItem();
        problem.Field.ShouldBe("attendees[0].name");
        problem.Message.ShouldContain("U+12345");
        (await system.DoAsync(new GetMinutes(meeting.Id))).Minutes.Attendees.ShouldBe(attendees);
        (await system.DoAsync(new GetMinutesFile(meeting.Id))).Content.Length.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Minutes_that_were_sealed_before_they_were_kept_are_read_from_the_register()
    {
        await using var system = new TestSystem();
        var c = await BoardAgendaTests.MarkedAsync(system, 60);
        var meeting = await BoardAgendaTests.BoardAsync(system, c);
        await BoardTests.DecideAsync(system, meeting.Id, c.Trainees[0], null);
        await system.SealAsync(meeting.Id);
        system.Execute("UPDATE BoardMeetings SET Minutes = NULL, MinutesHash = NULL");

        var view = await system.DoAsync(new GetMinutes(meeting.Id));

        (view.Draft, view.Hash, view.Minutes.Decisions.Count).ShouldBe((false, null, 1));
    }

    [Fact]
    public async Task Minutes_tell_namesakes_apart_and_why_a_mark_that_passes_fails()
    {
        await using var system = new TestSystem();
        var must = SchemeBuilder.Component("SHOP", 50) with { PassMark = 40, MustPass = true };
        var scheme = SchemeBuilder.Fields(SchemeBuilder.Group("ALL", 100, SchemeBuilder.Component("TERM", 50), must));
        var c = await MarkTests.ClassAsync(system, 2, scheme);
        var shop = c.Scheme.Groups[0].Components[1].Id;
        (decimal Term, decimal Shop)[] marks = [(90, 39.9m), (20, 30)];
        foreach (var (mark, n) in marks.Select((mark, n) => (mark, n)))
        {
            await system.DoAsync(new SetMark(c.Entry(mark.Term, n)));
            await system.DoAsync(new SetMark(c.Entry(mark.Shop, n) with { ComponentId = shop }));
        }

        await system.DoAsync(new ComputeResults(c.Cohort.Id));
        var meeting = await BoardAgendaTests.BoardAsync(system, c);
        foreach (var id in c.Trainees)
            await BoardTests.DecideAsync(system, meeting.Id, id, null);
        await system.AttendAsync(meeting.Id, BoardBuilder.Attended with { MinutesNumber = "№ 7/2026" });
        await system.DoAsync(new SealMinutes(meeting.Id));

        var minutes = (await system.DoAsync(new GetMinutes(meeting.Id))).Minutes;
        var file = await system.DoAsync(new GetMinutesFile(meeting.Id));

        minutes.TimeZone.ShouldBe("Asia/Almaty");
        var byNumber = minutes.Decisions.ToDictionary(d => d.TraineeNumber!.Value);
        byNumber[1].Causes.ShouldHaveSingleItem().Code.ShouldBe(ReasonCode.ComponentNotPassed);
        // Its mark says it.
        byNumber[2].Causes.ShouldBeEmpty();
        file.Name.ShouldBe("minutes-7-2026.pdf");
    }

    static async Task RenameAsync(TestSystem system, MarkTests.Class c)
    {
        var center = await system.DoAsync(new GetCenter(c.Cohort.CenterId));
        var renamed = CenterBuilder.Fields() with { Code = center.Code, Name = "Renamed Center" };
        await system.DoAsync(new UpdateCenter(center.Id, center.Version, renamed));
        foreach (var id in c.People)
        {
            var person = await system.DoAsync(new GetPerson(id));
            await system.DoAsync(new UpdatePerson(id, person.Version, PersonBuilder.Fields("Other Name")));
        }
    }
}
