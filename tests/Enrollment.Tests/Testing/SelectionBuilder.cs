using Enrollment.Accounts;
using Enrollment.Admissions;
using Enrollment.Admissions.Selection;

namespace Enrollment.Tests.Testing;

static class SelectionBuilder
{
    /// <summary>Two criteria of 60 and 40 percent, on scales to 10 and to 30.</summary>
    internal static SelectionFields Fields() =>
        new()
        {
            Criteria =
            [
                new SelectionCriterion
                {
                    Code = "TEST",
                    Name = "Entrance test",
                    Weight = 60,
                    Maximum = 10,
                },
                new SelectionCriterion
                {
                    Code = "TALK",
                    Name = "Interview",
                    Weight = 40,
                    Maximum = 30,
                },
            ],
        };

    /// <summary>Criteria for a cohort, with reviewers of all its applications.</summary>
    internal static async Task<SelectionView> AddSelectionAsync(
        this TestSystem system,
        Guid cohortId,
        Func<SelectionFields, SelectionFields>? change = null,
        params Caller[] reviewers
    )
    {
        var scheme = await system.DoAsync(new CreateSelection(cohortId, CenterBuilder.Change(Fields(), change)));
        foreach (var reviewer in reviewers)
            await system.DoAsync(new ChangeReviewer(cohortId, reviewer.Id, null, true), Callers.Manager);
        return scheme;
    }

    internal static ScoreEntry Score(string criterion, decimal value) => new() { Criterion = criterion, Value = value };

    internal static IReadOnlyList<ScoreEntry> Scores(decimal test, decimal talk) =>
        [Score("TEST", test), Score("TALK", talk)];

    /// <summary>Enters and submits both scores.</summary>
    internal static async Task<ApplicationScores> ScoreAsync(
        this TestSystem system,
        Guid applicationId,
        Caller reviewer,
        decimal test,
        decimal talk
    )
    {
        await system.DoAsync(new SetScores(applicationId, 0, Scores(test, talk)), reviewer);
        return await system.DoAsync(new SubmitScores(applicationId, null), reviewer);
    }

    /// <summary>A submitted application.</summary>
    internal static Task<ApplicationView> AddSubmittedAsync(this TestSystem system, Guid cohortId) =>
        system.AddApplicationAsync(cohortId, ApplicationState.Submitted);
}
