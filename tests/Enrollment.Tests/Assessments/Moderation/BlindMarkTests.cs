using System.Text.Json;
using CsCheck;
using Enrollment.Accounts;
using Enrollment.Assessments;
using Enrollment.Assessments.Moderation;
using Enrollment.Assessments.Statistics;
using Enrollment.Audit;
using Enrollment.Pipeline;
using Enrollment.Tests.Testing;
using MediatR;
using Shouldly;
using Xunit;
using static Enrollment.Tests.Assessments.Moderation.SecondMarkedClass;

namespace Enrollment.Tests.Assessments.Moderation;

/// <summary>No answer tells a first mark to anybody but who gave it, whatever happened before, until the second is in.</summary>
public sealed class BlindMarkTests
{
    /// <summary>What may happen to a mark; each takes it as it finds it.</summary>
    enum Step
    {
        Correct,
        Compute,
        Release,
        SecondMark,
        Moderate,
        Withhold,
        Guess,
    }

    static readonly Gen<(SecondMarking Mode, Step[] Steps)> anyCourse = Gen.Select(
        Gen.Bool.Select(all => all ? SecondMarking.All : SecondMarking.Sample),
        Gen.Enum<Step>().Array[0, 8]
    );

    [Fact]
    public Task No_answer_to_a_second_marker_or_a_trainee_holds_a_mark_that_awaits_the_second() =>
        anyCourse.SampleAsync(
            async course =>
            {
                await using var system = new TestSystem();
                var c = await MakeAsync(system, course.Mode);
                var next = 11.37m;
                await system.DoAsync(c.Mark(next), First);
                if (course.Mode == SecondMarking.Sample)
                {
                    // What was computed before the draw mustn't tell it either.
                    await system.DoAsync(new ComputeResults(c.CohortId));
                    await system.DoAsync(
                        new DrawSample(c.CohortId, c.ComponentId, new SampleFields { Share = 100 }),
                        Callers.Registrar
                    );
                }

                await CheckAsync(c);
                foreach (var step in course.Steps)
                {
                    await TakeAsync(c, step, next += 1.01m);
                    await CheckAsync(c);
                }
            },
            iter: 40,
            threads: 1
        );

    [Fact]
    public async Task What_a_sample_may_draw_yet_is_hidden_from_every_instructor_but_who_entered_it()
    {
        await using var system = new TestSystem();
        var c = await MakeAsync(system, SecondMarking.Sample);
        await system.DoAsync(c.Mark(11.37m), First);
        await system.DoAsync(new ComputeResults(c.CohortId));

        (await AnswersAsync(c, Second)).ShouldNotContain("11.37");
        (await AnswersAsync(c, Second)).ShouldNotContain("28.4");
        (await AnswersAsync(c, First)).ShouldContain("11.37");
        (await AnswersAsync(c, Callers.Registrar)).ShouldContain("11.37");
        var changed = await system.RefusedAsync(c.Mark(12, version: 1), Second);
        changed.Code.ShouldBe("awaits_second_mark");
        var meeting = await BoardAgendaTests.BoardAsync(system, c.Class);
        var agenda = await system.DoAsync(new GetAgenda(meeting.Id, null, null, 10), Second);
        JsonSerializer.Serialize(agenda).ShouldNotContain("28.4");

        // Nobody can be asked to mark blind any more.
        await system.DoAsync(new ReleaseResults(c.CohortId));
        (await AnswersAsync(c, Second)).ShouldContain("11.37");
    }

    static async Task TakeAsync(SecondMarkedClass c, Step step, decimal value)
    {
        var system = c.System;
        var version = (await c.MarkAsync()).Version;
        switch (step)
        {
            case Step.Correct:
                await system.SendAsync(c.Mark(value, version: version), First);
                break;
            case Step.Compute:
                await system.DoAsync(new ComputeResults(c.CohortId));
                break;
            case Step.Release:
                await system.DoAsync(new ReleaseResults(c.CohortId));
                break;
            case Step.SecondMark:
                await system.SendAsync(c.SecondMark(value), Second);
                break;
            case Step.Moderate:
                await system.SendAsync(c.Moderate(value), Callers.Registrar);
                break;
            case Step.Withhold:
                // With the value that it has, which alone tells nothing new.
                var given = (await c.MarkAsync()).Value ?? value;
                var entry = c.Mark(given, version: version).Entry with { State = MarkState.Withheld };
                await system.SendAsync(new SetMark(entry), First);
                break;
            default:
                await system.SendAsync(c.Mark(value, version: version), Third);
                break;
        }
    }

    static async Task CheckAsync(SecondMarkedClass c)
    {
        var stored = (
            await c.System.QueryAsync<Stored>(
                """
                SELECT m.Value, m.EnteredBy, s.State
                FROM Marks m
                LEFT JOIN SecondMarkings s
                    ON s.EnrollmentId = m.EnrollmentId AND s.ComponentId = m.ComponentId AND s.Attempt = m.Attempt
                """
            )
        ).ShouldHaveSingleItem();
        var student = Callers.Student(c.Class.People[0]);
        if (stored.State is null or "Pending")
        {
            foreach (var reader in new[] { Second, Third, Callers.Manager, Callers.Registrar, student })
            {
                if (reader.Id != stored.EnteredBy)
                    (await AnswersAsync(c, reader)).ShouldNotContain(Text(stored.Value));
            }

            // The one who entered it reads it, so the answers are the right ones.
            var writer = new Caller(stored.EnteredBy, "Writer", Role.Instructor);
            (await AnswersAsync(c, writer)).ShouldContain(Text(stored.Value));
        }
        else if (stored.State == "Disputed")
        {
            (await AnswersAsync(c, student)).ShouldNotContain(Text(stored.Value));
        }
    }

    static string Text(decimal value) => JsonSerializer.Serialize(value);

    /// <summary>All that the reader is told of the mark, in one text.</summary>
    static async Task<string> AnswersAsync(SecondMarkedClass c, Caller reader)
    {
        var (trainee, component) = (c.Trainees[0], c.ComponentId);
        string[] answers =
        [
            await AskAsync(new ListMarks(c.CohortId, null, 10)),
            await AskAsync(new GetTraineeResult(trainee)),
            await AskAsync(new GetExplanation(trainee, null)),
            await AskAsync(new ListResults(c.CohortId, null, null, 10)),
            await AskAsync(new GetGradebook(c.CohortId)),
            await AskAsync(new GetStatistics(c.CohortId)),
            await AskAsync(new ListMarkHistory(trainee, component, null, null, 50)),
            await AskAsync(new GetSecondMarking(trainee, component, 1)),
            await AskAsync(new ListSecondMarkings(c.CohortId, null, null, 10)),
            await AskAsync(new GetSample(c.CohortId, component, 1)),
            await AskAsync(new ListAuditEvents(null, null, 200)),
        ];
        return string.Join('\n', answers);

        async Task<string> AskAsync<T>(IRequest<Result<T>> request)
        {
            var result = await c.System.SendAsync(request, reader);
            return result.Refusal is { } refusal
                ? JsonSerializer.Serialize(refusal)
                : JsonSerializer.Serialize(result.Value);
        }
    }

    sealed record Stored
    {
        public decimal Value { get; init; }
        public string EnteredBy { get; init; } = "";
        public string? State { get; init; }
    }
}
