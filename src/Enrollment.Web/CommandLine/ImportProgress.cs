using Spectre.Console;

namespace Enrollment.Web.CommandLine;

/// <summary>Tells how far an import is: bars on a terminal, a plain line per tenth where the output goes elsewhere.</summary>
abstract class ImportProgress
{
    internal abstract void Start(string stage, int total);

    internal abstract void Advance(string stage, int by);

    internal static async Task RunAsync(Func<ImportProgress, Task> work)
    {
        if (Console.IsOutputRedirected)
            await work(new Lines());
        else
            await AnsiConsole.Progress().StartAsync(context => work(new Bars(context)));
    }

    /// <summary>Says nothing.</summary>
    internal static ImportProgress Silent { get; } = new Silence();

    sealed class Bars(ProgressContext context) : ImportProgress
    {
        readonly Dictionary<string, ProgressTask> tasks = [];

        internal override void Start(string stage, int total) =>
            tasks[stage] = context.AddTask(stage, maxValue: Math.Max(1, total));

        internal override void Advance(string stage, int by) => tasks[stage].Increment(by);
    }

    sealed class Lines : ImportProgress
    {
        readonly Dictionary<string, (int Done, int Total, int Told)> stages = [];

        internal override void Start(string stage, int total) => stages[stage] = (0, total, 0);

        internal override void Advance(string stage, int by)
        {
            var (done, total, told) = stages[stage];
            done += by;
            var tenths = total == 0 ? 10 : done * 10L / total;
            if (tenths > told)
            {
                told = (int)tenths;
                Console.WriteLine($"{stage}: {done:N0} of {total:N0}");
            }

            stages[stage] = (done, total, told);
        }
    }

    sealed class Silence : ImportProgress
    {
        internal override void Start(string stage, int total) { }

        internal override void Advance(string stage, int by) { }
    }
}
