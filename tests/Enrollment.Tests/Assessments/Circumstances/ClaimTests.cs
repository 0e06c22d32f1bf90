using System.Text.Json;
using Enrollment.Accounts;
using Enrollment.Assessments;
using Enrollment.Assessments.Circumstances;
using Enrollment.Assessments.Deadlines;
using Enrollment.Audit;
using Enrollment.Pipeline;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Assessments.Circumstances;

/// <summary>Rule 19: extenuating circumstances, decided by the board and not by who marked the work.</summary>
public sealed class ClaimTests
{
    const string Statement = "Ауруханада болдым: жедел аппендицит.";

    static readonly Caller otherMember = new("u-registrar-2", "Second registrar", Role.Registrar);

    [Fact]
    public async Task An_accepted_absence_takes_the_attempt_away_and_the_mark_stays_in_the_history()
    {
        await using var system = new TestSystem();
        var c = await MarkTests.ClassAsync(system);
        await system.DoAsync(new SetMark(c.Entry(20)), Callers.Instructor);
        var claim = await system.DoAsync(Lodge(c), Student(c));

        var decided = await system.DoAsync(Accept(claim, ClaimRemedy.AbsentWithCause), Callers.Registrar);

        (decided.State, decided.Remedy, decided.DecidedBy).ShouldBe(
            (ClaimState.Accepted, ClaimRemedy.AbsentWithCause, Callers.Registrar.Id)
        );
        var change = (
            await system.QueryAsync<int>("SELECT OldValue FROM MarkChanges WHERE NewState = 'AbsentWithCause'")
        );
        change.ShouldBe([2_000]);
        // One of two attempts is taken back, so that there are three now.
        foreach (var attempt in new[] { 2, 3 })
            await system.DoAsync(new SetMark(c.Entry(60) with { Attempt = attempt }), Callers.Instructor);
        (await system.RefusedAsync(new SetMark(c.Entry(60) with { Attempt = 4 }))).Code.ShouldBe(
            "attempt_out_of_range"
        );
    }

    [Fact]
    public async Task An_absence_is_accepted_where_nothing_was_entered_and_fixes_the_scheme_as_any_mark_does()
    {
        await using var system = new TestSystem();
        var c = await MarkTests.ClassAsync(system);
        var claim = await system.DoAsync(Lodge(c), Student(c));

        await system.DoAsync(Accept(claim, ClaimRemedy.AbsentWithCause), Callers.Registrar);

        var mark = (await system.DoAsync(new GetTraineeResult(c.Trainees[0]))).Marks.ShouldHaveSingleItem();
        (mark.State, mark.Value).ShouldBe((MarkState.AbsentWithCause, null));
        (await system.DoAsync(new GetScheme(c.Scheme.Id))).FrozenAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task An_accepted_extension_is_one_as_any_other_and_one_that_can_not_be_leaves_the_claim_undecided()
    {
        await using var system = new TestSystem();
        var c = await MarkTests.ClassAsync(system);
        var claim = await system.DoAsync(Lodge(c), Student(c));
        var accept = Accept(claim, ClaimRemedy.Extension, new DateOnly(2026, 3, 20));

        (await system.RefusedAsync(accept, Callers.Registrar)).Code.ShouldBe("no_deadline");
        (await system.DoAsync(new GetClaim(claim.Id))).State.ShouldBe(ClaimState.Lodged);
        var deadline = new DeadlineEntry { ComponentId = Component(c), DueOn = new DateOnly(2026, 3, 10) };
        await system.DoAsync(new SetDeadlines(c.Cohort.Id, [deadline], null));
        await system.DoAsync(accept, Callers.Registrar);

        var extensions = await system.DoAsync(new GetExtensions(c.Trainees[0]), Student(c));
        var extension = extensions.Extensions.ShouldHaveSingleItem();
        (extension.DueOn, extension.GrantedBy).ShouldBe((new(2026, 3, 20), Callers.Registrar.Id));
        (await system.DoAsync(new GetClaim(claim.Id))).DueOn.ShouldBe(new DateOnly(2026, 3, 20));
    }

    [Fact]
    public async Task Of_many_who_decide_at_once_one_does_and_there_is_one_remedy()
    {
        await using var system = new TestSystem();
        var c = await MarkTests.ClassAsync(system);
        await system.DoAsync(new SetMark(c.Entry(20)), Callers.Instructor);
        var claim = await system.DoAsync(Lodge(c), Student(c));
        var decisions = Enumerable
            .Range(0, 12)
            .Select(n => n % 2 == 0 ? Accept(claim, ClaimRemedy.AbsentWithCause) : Reject(claim));

        var results = await Task.WhenAll(decisions.Select(d => Task.Run(() => system.SendAsync(d, Callers.Registrar))));

        var one = results.Where(r => r.Refusal is null).ShouldHaveSingleItem().Value;
        results.Where(r => r.Refusal is not null).ShouldAllBe(r => r.Refusal!.Code == "wrong_claim_state");
        var changes = one.State == ClaimState.Accepted ? 1 : 0;
        (await system.CountAsync("MarkChanges")).ShouldBe(changes);
        (await system.CountAsync("AuditEvents WHERE Action IN ('claim.accepted', 'claim.rejected')")).ShouldBe(1);
    }

    [Fact]
    public async Task Neither_the_trainee_nor_who_marked_the_work_decides()
    {
        await using var system = new TestSystem();
        var c = await MarkTests.ClassAsync(system);
        await system.DoAsync(new SetMark(c.Entry(20)), Callers.Instructor);
        await system.DoAsync(new SetMark(c.Entry(30) with { Version = 1, Reason = "Recount." }), Callers.Admin);
        var claim = await system.DoAsync(Lodge(c), Student(c));
        var whole = await system.DoAsync(Lodge(c, wholeRecord: true), Student(c));
        var other = await system.DoAsync(
            Lodge(c) with
            {
                Fields = Lodge(c).Fields with { ComponentId = c.Scheme.Groups[0].Components[1].Id },
            },
            Student(c)
        );
        // The first value was overwritten since, but who gave it marked the work all the same.
        await system.DoAsync(
            new SetMark(c.Entry(40) with { Version = 2, Reason = "Recount." }),
            Callers.OtherInstructor
        );
        var markers = new[] { Callers.Instructor, Callers.Admin, Callers.OtherInstructor }.Select(m =>
            m with
            {
                Role = Role.Registrar,
            }
        );

        foreach (var marker in markers)
        {
            (await system.RefusedAsync(Reject(claim), marker)).Code.ShouldBe("decided_by_marker");
            (await system.RefusedAsync(Reject(whole), marker)).Code.ShouldBe("decided_by_marker");
        }

        (await system.RefusedAsync(Reject(claim), Student(c) with { Role = Role.Registrar })).Code.ShouldBe(
            "own_claim"
        );
        (await system.RefusedAsync(Reject(claim), Student(c))).Code.ShouldBe("permission_denied");
        await system.DoAsync(Reject(other), markers.First());
        await system.DoAsync(Reject(claim), otherMember);
    }

    [Fact]
    public async Task A_claim_moves_by_the_table_alone()
    {
        await using var system = new TestSystem();
        var c = await MarkTests.ClassAsync(system);
        ClaimTransitions.All.Select(row => row.Verb).ShouldBe(Enum.GetValues<ClaimVerb>());
        foreach (var first in ClaimTransitions.All)
        {
            var claim = await system.DoAsync(Lodge(c), Student(c));
            (await MoveAsync(first.Verb, claim)).ShouldBeNull();
            (await system.DoAsync(new GetClaim(claim.Id))).State.ShouldBe(first.To);
            foreach (var second in ClaimTransitions.All)
                (await MoveAsync(second.Verb, claim)).ShouldBe("wrong_claim_state");
        }

        async Task<string?> MoveAsync(ClaimVerb verb, ClaimView claim) =>
            verb switch
            {
                ClaimVerb.Accept => await system.SendAsync(Accept(claim, ClaimRemedy.None), Callers.Registrar),
                ClaimVerb.Reject => await system.SendAsync(Reject(claim), Callers.Registrar),
                _ => await system.SendAsync(new WithdrawClaim(claim.Id, null), Student(c)),
            }
                is { Refusal: var refusal }
                ? refusal?.Code
                : null;
    }

    [Fact]
    public async Task A_claim_about_the_whole_record_has_no_remedy_for_one_attempt()
    {
        await using var system = new TestSystem();
        var c = await MarkTests.ClassAsync(system);
        var claim = await system.DoAsync(Lodge(c, wholeRecord: true), Student(c));

        var refusal = await system.RefusedAsync(Accept(claim, ClaimRemedy.AbsentWithCause), Callers.Registrar);

        (claim.ComponentId, claim.Attempt).ShouldBe((null, null));
        refusal.Code.ShouldBe("remedy_needs_component");
        (await system.DoAsync(Accept(claim, ClaimRemedy.None), Callers.Registrar)).State.ShouldBe(ClaimState.Accepted);
    }

    [Fact]
    public async Task A_decision_that_contradicts_itself_is_refused_with_the_field_at_fault()
    {
        await using var system = new TestSystem();
        var c = await MarkTests.ClassAsync(system);
        var claim = await system.DoAsync(Lodge(c), Student(c));
        var accept = Accept(claim, ClaimRemedy.None);
        var reject = Reject(claim);
        var day = new DateOnly(2026, 3, 20);

        (await FieldsAsync(accept with { Fields = accept.Fields with { Remedy = null } })).ShouldBe(["remedy"]);
        (await FieldsAsync(accept with { Fields = accept.Fields with { DueOn = day } })).ShouldBe(["dueOn"]);
        (await FieldsAsync(Accept(claim, ClaimRemedy.Extension))).ShouldBe(["dueOn"]);
        (await FieldsAsync(reject with { Fields = reject.Fields with { Remedy = ClaimRemedy.None } })).ShouldBe([
            "remedy",
        ]);
        (await FieldsAsync(reject with { Fields = reject.Fields with { Reason = "" } })).ShouldBe(["reason"]);
        (await FieldsAsync(reject with { Verb = ClaimVerb.Withdraw })).ShouldContain("verb");

        async Task<IReadOnlyList<string>> FieldsAsync(DecideClaim command) =>
            [.. (await system.RefusedAsync(command, Callers.Registrar)).Problems.Select(p => p.Field)];
    }

    [Fact]
    public async Task The_statement_is_read_by_the_trainee_and_the_board_where_one_claim_is_read_and_nowhere_else()
    {
        await using var system = new TestSystem();
        var c = await MarkTests.ClassAsync(system, trainees: 2);
        var key = new IdempotencyKey("claim-1", "hash");
        var lodged = (await system.SendAsync(Lodge(c), Student(c), key)).Value;
        lodged.Statement.ShouldBeNull();

        foreach (var reader in new[] { Student(c), Callers.Registrar })
            (await system.DoAsync(new GetClaim(lodged.Id), reader)).Statement.ShouldBe(Statement);
        foreach (var stranger in new[] { Callers.Instructor, Callers.Manager, Callers.Student(c.People[1]) })
        {
            (await system.RefusedAsync(new GetClaim(lodged.Id), stranger)).Kind.ShouldBe(RefusalKind.Forbidden);
            var list = new ListTraineeClaims(c.Trainees[0], null, 10);
            (await system.RefusedAsync(list, stranger)).Kind.ShouldBe(RefusalKind.Forbidden);
        }

        var own = await system.DoAsync(new ListTraineeClaims(c.Trainees[0], null, 10), Student(c));
        own.Items.ShouldHaveSingleItem().Statement.ShouldBeNull();
        var board = await system.DoAsync(new ListClaims(c.Cohort.Id, ClaimState.Lodged, null, 10), Callers.Registrar);
        board.Items.ShouldHaveSingleItem().Statement.ShouldBeNull();
        var decided = await system.DoAsync(Accept(lodged, ClaimRemedy.AbsentWithCause), Callers.Registrar);
        decided.Statement.ShouldBeNull();
        var trail = await system.DoAsync(new ListAuditEvents(null, null, 200));
        var told = trail.Items.Where(e => e.Action.StartsWith("claim.", StringComparison.Ordinal)).ToList();
        told.Count.ShouldBe(2);
        JsonSerializer.Serialize(told).ShouldNotContain("Illness");
        var answers = await system.QueryAsync<string>("SELECT Answer FROM IdempotencyKeys");
        answers.ShouldHaveSingleItem().ShouldContain(lodged.Id.ToString());
        JsonDocument.Parse(answers[0]).RootElement.GetProperty("Statement").ValueKind.ShouldBe(JsonValueKind.Null);
        (
            await system.QueryAsync<string>("SELECT Details FROM AuditEvents WHERE Details LIKE '%аппендицит%'")
        ).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_trainee_claims_for_nobody_else_and_only_about_work_of_the_own_scheme()
    {
        await using var system = new TestSystem();
        var c = await MarkTests.ClassAsync(system, trainees: 2);
        var lodge = Lodge(c);
        var claim = await system.DoAsync(lodge, Callers.Registrar);

        (await system.RefusedAsync(lodge, Callers.Student(c.People[1]))).Code.ShouldBe("not_your_record");
        (await system.RefusedAsync(lodge, Callers.Instructor)).Code.ShouldBe("permission_denied");
        var withdraw = new WithdrawClaim(claim.Id, null);
        (await system.RefusedAsync(withdraw, Callers.Student(c.People[1]))).Code.ShouldBe("not_your_record");
        (await system.RefusedAsync(withdraw with { Version = 9 }, Student(c))).Code.ShouldBe("stale_version");
        var foreign = lodge with { Fields = lodge.Fields with { ComponentId = Guid.NewGuid() } };
        (await system.RefusedAsync(foreign, Student(c))).Code.ShouldBe("component_not_in_scheme");
        var loose = lodge with { Fields = lodge.Fields with { ComponentId = null, Attempt = 1 } };
        (await system.RefusedAsync(loose, Student(c))).Problems.ShouldHaveSingleItem().Field.ShouldBe("attempt");
    }

    static Caller Student(MarkTests.Class c) => Callers.Student(c.People[0]);

    static Guid Component(MarkTests.Class c) => c.Scheme.Groups[0].Components[0].Id;

    static LodgeClaim Lodge(MarkTests.Class c, bool wholeRecord = false) =>
        new(
            c.Trainees[0],
            new ClaimFields
            {
                ComponentId = wholeRecord ? null : Component(c),
                Kind = ClaimKind.Illness,
                Statement = Statement,
            }
        );

    static DecideClaim Accept(ClaimView claim, ClaimRemedy remedy, DateOnly? dueOn = null) =>
        new(
            claim.Id,
            ClaimVerb.Accept,
            null,
            new ClaimDecision
            {
                Remedy = remedy,
                DueOn = dueOn,
                Reason = "Proven.",
            }
        );

    static DecideClaim Reject(ClaimView claim) =>
        new(claim.Id, ClaimVerb.Reject, null, new ClaimDecision { Reason = "No proof." });
}
