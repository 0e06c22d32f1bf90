using Enrollment.Accounts;
using Enrollment.Admissions;
using Enrollment.Pipeline;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Admissions;

/// <summary>Many applications taken through one transition, each on its own.</summary>
public sealed class BulkChangeTests
{
    [Fact]
    public async Task Each_row_is_changed_or_stays_with_its_own_reason()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var good = await system.AddApplicationAsync(cohort.Id, ApplicationState.Submitted);
        var stale = await system.AddApplicationAsync(cohort.Id, ApplicationState.Submitted);
        var draft = await system.AddDraftAsync(cohort.Id);
        var elsewhere = await system.AddApplicationAsync(
            (await system.AddCohortAsync()).Id,
            ApplicationState.Submitted
        );
        var rows = new[]
        {
            new ApplicationToChange { Id = good.Id, Version = good.Version },
            new ApplicationToChange { Id = stale.Id, Version = stale.Version - 1 },
            new ApplicationToChange { Id = draft.Id },
            new ApplicationToChange { Id = elsewhere.Id },
        };

        var answers = (await RejectAsync(system, cohort.Id, rows)).Value;

        answers.Select(a => a.Id).ShouldBe(rows.Select(r => r.Id));
        answers
            .Select(a => a.Problem?.Code)
            .ShouldBe([null, "stale_version", "transition_not_allowed", "application_not_found"]);
        (answers[0].State, answers[0].Version).ShouldBe((ApplicationState.Rejected, good.Version + 1));
        (await system.DoAsync(new GetApplication(elsewhere.Id))).State.ShouldBe(ApplicationState.Submitted);
    }

    [Fact]
    public async Task Offers_go_as_far_as_the_seats()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync(f => f with { Capacity = 2 });
        var rows = new List<ApplicationToChange>();
        for (var i = 0; i < 4; i++)
        {
            var submitted = await system.AddApplicationAsync(cohort.Id, ApplicationState.Submitted);
            rows.Add(new ApplicationToChange { Id = submitted.Id });
        }

        var changes = new ApplicationsToChange
        {
            Applications = rows,
            Fields = new TransitionInput { OfferExpiresOn = ApplicationBuilder.OfferDay },
        };
        var answers = (await SendAsync(system, cohort.Id, ApplicationVerb.Offer, changes)).Value;

        answers.Select(a => a.Problem?.Code).ShouldBe([null, null, "cohort_full", "cohort_full"]);
        (await system.CohortAsync(cohort.Id)).SeatsHeld.ShouldBe(2);
    }

    [Fact]
    public async Task What_is_wrong_with_all_rows_is_said_once_and_nothing_changes()
    {
        await using var system = new TestSystem();
        var cohort = await system.AddCohortAsync();
        var submitted = await system.AddApplicationAsync(cohort.Id, ApplicationState.Submitted);
        var row = new ApplicationToChange { Id = submitted.Id };
        var changes = new ApplicationsToChange { Applications = [row, row] };

        var refusal = (await SendAsync(system, cohort.Id, ApplicationVerb.Reject, changes)).Refusal!;
        refusal.Problems.Select(p => p.Field).ShouldBe(["applications", "fields.reason"], ignoreOrder: true);
        var none = new ApplicationsToChange { Applications = [] };
        (await SendAsync(system, cohort.Id, ApplicationVerb.Review, none)).Refusal!.Kind.ShouldBe(RefusalKind.Invalid);
        (await RejectAsync(system, Guid.NewGuid(), [row])).Refusal!.Code.ShouldBe("cohort_not_found");
        (await RejectAsync(system, cohort.Id, [row], Callers.Student(submitted.PersonId))).Refusal!.Code.ShouldBe(
            "permission_denied"
        );
        (await system.DoAsync(new GetApplication(submitted.Id))).Version.ShouldBe(submitted.Version);
    }

    static Task<Result<IReadOnlyList<ApplicationAnswer>>> RejectAsync(
        TestSystem system,
        Guid cohortId,
        IReadOnlyList<ApplicationToChange> rows,
        Caller? caller = null
    )
    {
        var changes = new ApplicationsToChange
        {
            Applications = rows,
            Fields = new TransitionInput { Reason = "The places are taken." },
        };
        return SendAsync(system, cohortId, ApplicationVerb.Reject, changes, caller);
    }

    static Task<Result<IReadOnlyList<ApplicationAnswer>>> SendAsync(
        TestSystem system,
        Guid cohortId,
        ApplicationVerb verb,
        ApplicationsToChange changes,
        Caller? caller = null
    ) =>
        system.UseAsync<ApplicationChanging, Result<IReadOnlyList<ApplicationAnswer>>>(
            (changing, token) => changing.ChangeAsync(cohortId, verb, changes, token),
            caller ?? Callers.Registrar
        );
}
