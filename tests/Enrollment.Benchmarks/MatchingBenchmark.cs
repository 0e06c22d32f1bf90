using System.Diagnostics;
using System.Globalization;
using Enrollment.Data;
using Enrollment.People;
using Enrollment.Pipeline;
using Enrollment.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Enrollment.Benchmarks;

/// <summary>
/// The search for records of the same person, through the same requests as the server's, on the embedded engine: how many of
/// the known duplicates it proposes (recall), how many of its proposals are duplicates (precision), and what a search costs.
/// </summary>
static class MatchingBenchmark
{
    const int Seed = 20260310;
    const int Searches = 10_000;
    const int Imported = 20_000;

    internal static async Task RunAsync(string directory, int count)
    {
        await ImportAsync(Path.Combine(directory, "import"));
        var place = Path.Combine(directory, "search");
        await using var provider = EnrollmentHost.ForCommand(new Settings { DataDirectory = place });
        var began = Stopwatch.GetTimestamp();
        var seed = new MatchingSeed(
            place,
            provider.GetRequiredService<INameRomanizer>(),
            provider.GetRequiredService<IPhoneNumbers>()
        );
        var same = await seed.WriteAsync(new MatchingPeople(Seed).Make(count));
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        Figure.Print("matching_people_seeded_per_second", count / seconds, "people/s", new { people = count });
        await SearchAsync(new BenchmarkData(provider), count, same);
    }

    /// <summary>
    /// What the search asks of an import: the same people are imported, and then their tasks written once more, alone. The
    /// rest is what the import would take without it. What it leaves to the search, the keys, is measured after it.
    /// </summary>
    static async Task ImportAsync(string directory)
    {
        await using var provider = EnrollmentHost.ForCommand(new Settings { DataDirectory = directory });
        var data = new BenchmarkData(provider);
        var (whole, tasks, keys) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        var number = 0;
        foreach (var batch in new MatchingPeople(Seed).Make(Imported).Chunk(5_000))
        {
            var people = batch
                .Select(p => new ImportedPerson(number++.ToString(CultureInfo.InvariantCulture), p.Fields))
                .ToList();
            var began = Stopwatch.GetTimestamp();
            var imported = await data.SendAsync(new ImportPeople("benchmark", people));
            whole += Stopwatch.GetElapsedTime(began);
            var ids = people.Select(person => imported.Ids[person.ExternalId]).ToList();
            began = Stopwatch.GetTimestamp();
            await InUnitAsync(
                provider,
                db => MatchTasks.AddAsync(db, new Ids(TimeProvider.System), ids, keysDue: true, CancellationToken.None)
            );
            tasks += Stopwatch.GetElapsedTime(began);
            began = Stopwatch.GetTimestamp();
            foreach (var some in ids.Chunk(20))
                await data.SendAsync(new WriteDueKeys(await data.SendAsync(new ReckonDueKeys(some))));
            keys += Stopwatch.GetElapsedTime(began);
        }

        Figure.Print(
            "matching_slows_import_percent",
            100 * (tasks / (whole - tasks)),
            "%",
            new
            {
                peoplePerSecondWith = Math.Round(Imported / whole.TotalSeconds),
                tasksMicroseconds = Math.Round(tasks.TotalMicroseconds / Imported),
                peoplePerSecondWithout = Math.Round(Imported / (whole - tasks).TotalSeconds),
                keysLaterMicroseconds = Math.Round(keys.TotalMicroseconds / Imported),
            }
        );
    }

    static async Task InUnitAsync(IServiceProvider provider, Func<Db, Task> work)
    {
        await using var scope = provider.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<Db>();
        await scope
            .ServiceProvider.GetRequiredService<IUnitOfWork>()
            .RunAsync(
                async (connection, transaction) =>
                {
                    using var binding = db.Bind(connection, transaction);
                    await work(db);
                    return true;
                },
                keep: done => done,
                CancellationToken.None
            );
    }

    /// <summary>Searches for the latest: the duplicates among them tell the recall, all of them the precision.</summary>
    static async Task SearchAsync(BenchmarkData data, int count, Dictionary<int, int> same)
    {
        var ids = Enumerable.Range(0, count).Select(MatchingSeed.Id).ToList();
        var placeOf = ids.Select((id, place) => (id, place)).ToDictionary(p => p.id, p => p.place);
        var (proposed, right, likely, likelyRight, known, found, foundLikely, compared) = (0, 0, 0, 0, 0, 0, 0, 0L);
        var costs = new List<double>();
        using var self = Process.GetCurrentProcess();
        // The system counts a process's time in hundredths of a second: fine for all searches together, not for one.
        var before = self.TotalProcessorTime;
        var last = ids.Count - 1;
        for (var place = Math.Max(0, count - Searches); place <= last; place++)
        {
            var began = Stopwatch.GetTimestamp();
            var search = await data.SendAsync(new FindMatches(ids[place]));
            costs.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            compared += search.Compared;
            foreach (var match in search.Matches)
            {
                var isRight = First(placeOf[match.OtherId]) == First(place);
                var isLikely = match.Certainty >= MatchCertainty.Likely;
                (proposed, right) = (proposed + 1, right + (isRight ? 1 : 0));
                (likely, likelyRight) = (likely + (isLikely ? 1 : 0), likelyRight + (isLikely && isRight ? 1 : 0));
            }

            if (same.TryGetValue(place, out var earlier))
            {
                known++;
                var match = search.Matches.FirstOrDefault(m => m.OtherId == ids[earlier]);
                (found, foundLikely) = (
                    found + (match is null ? 0 : 1),
                    foundLikely + (match?.Certainty >= MatchCertainty.Likely ? 1 : 0)
                );
            }
        }

        var details = new
        {
            people = ids.Count,
            searches = costs.Count,
            known,
        };
        Figure.Print("matching_recall_proposed_percent", 100.0 * found / known, "%", details);
        Figure.Print(
            "matching_precision_proposed_percent",
            100.0 * right / Math.Max(1, proposed),
            "%",
            new { proposed }
        );
        Figure.Print("matching_recall_likely_percent", 100.0 * foundLikely / known, "%", details);
        Figure.Print(
            "matching_precision_likely_percent",
            100.0 * likelyRight / Math.Max(1, likely),
            "%",
            new { likely }
        );
        self.Refresh();
        Figure.Print(
            "matching_cpu_per_search",
            (self.TotalProcessorTime - before).TotalMilliseconds / costs.Count,
            "ms",
            new { compared = compared / costs.Count, people = count }
        );
        costs.Sort();
        Figure.Print(
            "matching_search_median",
            costs[costs.Count / 2],
            "ms",
            new { p99 = Math.Round(costs[costs.Count * 99 / 100], 1), longest = Math.Round(costs[^1], 1) }
        );

        int First(int place) => same.TryGetValue(place, out var earlier) ? First(earlier) : place;
    }
}
