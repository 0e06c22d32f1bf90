using System.Diagnostics;
using System.Globalization;
using Enrollment.People;
using Enrollment.Web.Hosting;

namespace Enrollment.Benchmarks;

/// <summary>
/// The search for records of the same person, through the same requests as the server's, on the embedded engine: how many of
/// the known duplicates it proposes (recall), how many of its proposals are duplicates (precision), and what a search costs.
/// </summary>
static class MatchingBenchmark
{
    const int Batch = 5_000;

    internal static async Task RunAsync(string directory, int count)
    {
        const int seed = 20260310;
        await using var provider = EnrollmentHost.ForCommand(new Settings { DataDirectory = directory });
        var data = new BenchmarkData(provider);
        var ids = new List<Guid>(count);
        var same = new Dictionary<int, int>();
        foreach (var batch in new MatchingPeople(seed).Make(count).Chunk(Batch))
        {
            var people = batch.Select(
                (p, at) => new ImportedPerson((ids.Count + at).ToString(CultureInfo.InvariantCulture), p.Fields)
            );
            var import = await data.SendAsync(new ImportPeople("benchmark", [.. people]));
            for (var at = 0; at < batch.Length; at++)
            {
                if (batch[at].Same is { } earlier)
                    same.Add(ids.Count, earlier);
                ids.Add(import.Ids[ids.Count.ToString(CultureInfo.InvariantCulture)]);
            }
        }

        await SearchAsync(data, ids, same);
    }

    /// <summary>Searches for the latest 20,000: the duplicates among them tell the recall, all of them the precision.</summary>
    static async Task SearchAsync(BenchmarkData data, List<Guid> ids, Dictionary<int, int> same)
    {
        var placeOf = ids.Select((id, place) => (id, place)).ToDictionary(p => p.id, p => p.place);
        var (proposed, right, likely, likelyRight, known, found, foundLikely, compared) = (0, 0, 0, 0, 0, 0, 0, 0L);
        var costs = new List<double>();
        using var self = Process.GetCurrentProcess();
        // The system counts a process's time in hundredths of a second: fine for all searches together, not for one.
        var before = self.TotalProcessorTime;
        var last = ids.Count - 1;
        for (var place = Math.Max(0, last - 20_000); place <= last; place++)
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
            new { compared = compared / costs.Count }
        );
        costs.Sort();
        Figure.Print(
            "matching_search_median",
            costs[costs.Count / 2],
            "ms",
            new { p99 = Math.Round(costs[costs.Count * 99 / 100], 1) }
        );

        int First(int place) => same.TryGetValue(place, out var earlier) ? First(earlier) : place;
    }
}
