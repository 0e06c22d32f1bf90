using System.Diagnostics;
using System.Globalization;
using Enrollment.Enrollments;
using Enrollment.People;
using Enrollment.Pipeline;

namespace Enrollment.Web.CommandLine.Demo;

/// <summary>Stands in for a data set: finished cohorts of made-up trainees, brought in as another system's records.</summary>
sealed class MadeUpCohorts(RequestSender sender, DemoCatalog catalog, DemoReport report)
{
    const string Source = "made-up";
    const int Cohorts = 4;

    internal async Task<List<Guid>> RunAsync(int trainees, MadeUpNames names, int seed)
    {
        var board = new BoardRound(sender, catalog, report);
        var cohorts = new List<Guid>();
        var started = Stopwatch.GetTimestamp();
        var rows = 0;
        for (var number = 1; number <= Cohorts; number++)
        {
            var size = (trainees / Cohorts) + (number <= trainees % Cohorts ? 1 : 0);
            if (size == 0)
                continue;
            var startsOn = catalog.Today.AddDays(-120 - (number * 30));
            var endsOn = startsOn.AddDays(90);
            var code = string.Create(CultureInfo.InvariantCulture, $"PAST-{number}");
            var cohort = await catalog.OpenAsync(code, size, startsOn, endsOn, startsOn.AddDays(-1));
            var people = await sender.SendAsync(
                new ImportPeople(
                    Source,
                    [.. Enumerable.Range(1, size).Select(place => new ImportedPerson($"{code}-{place}", names.Next()))]
                )
            );
            var enrolled = await sender.SendAsync(
                new ImportEnrollments(
                    cohort.Id,
                    [
                        .. people.Ids.Values.Select(id => new ImportedEnrollment(
                            id,
                            startsOn,
                            EnrollmentState.Active,
                            null,
                            null
                        )),
                    ]
                )
            );
            report.Expect($"{code}: everybody is enrolled", size, enrolled.Created);
            var full = await sender.TryAsync(
                new ImportEnrollments(
                    cohort.Id,
                    [new ImportedEnrollment(await SpareAsync(names), startsOn, EnrollmentState.Active, null, null)]
                )
            );
            report.Check(
                $"{code}: the full cohort refuses one more",
                full.Refusal?.Code == "cohort_full",
                Say(full.Refusal)
            );
            report.Count("people", size);
            report.Count("enrollments", size);
            rows += size * 2;
            await board.RunAsync(cohort, [.. enrolled.IdByPerson.Values], endsOn.AddDays(7), seed + number);
            rows += size * catalog.Scheme.Groups.Sum(group => group.Components.Count);
            cohorts.Add(cohort.Id);
        }

        report.Rate("import rows", rows, Stopwatch.GetElapsedTime(started));
        return cohorts;
    }

    async Task<Guid> SpareAsync(MadeUpNames names) => (await sender.SendAsync(new CreatePerson(names.Next()))).Id;

    static string Say(Refusal? refusal) => refusal?.Code ?? "it was accepted";
}
