using Enrollment.Cohorts;

namespace Enrollment.Tests.Testing;

static class RoundBuilder
{
    internal static RoundFields Fields() => new() { Code = $"R{TestSystem.NextNumber()}", Name = "Autumn intake" };

    /// <summary>A round, and cohorts of it at one center.</summary>
    internal static async Task<(RoundView Round, IReadOnlyList<CohortView> Cohorts)> AddRoundAsync(
        this TestSystem system,
        int cohorts,
        Func<RoundFields, RoundFields>? change = null,
        Func<CohortFields, CohortFields>? cohort = null
    )
    {
        var center = (await system.AddCenterAsync()).Id;
        var round = await system.DoAsync(new CreateRound(center, CenterBuilder.Change(Fields(), change)));
        var made = new List<CohortView>();
        for (var i = 0; i < cohorts; i++)
        {
            made.Add(
                await system.AddCohortAsync(
                    f => CenterBuilder.Change(f, cohort) with { RoundId = round.Id },
                    centerId: center
                )
            );
        }

        return (round, made);
    }
}
