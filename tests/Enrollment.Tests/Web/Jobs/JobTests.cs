using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using Enrollment.Web.Hosting;
using Enrollment.Web.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Web.Jobs;

public sealed class JobTests
{
    static readonly TimeSpan often = TimeSpan.FromMilliseconds(20);

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_goes_on_until_a_batch_finds_nothing()
    {
        var work = new Work { Answers = new([3, 2, 0, 7]) };
        await using var provider = Provider(work, new LogLines());

        (await RunAsync(provider)).ShouldBe(5);

        work.Callers.ShouldBe([Caller.System, Caller.System, Caller.System]);
        (await RunAsync(provider)).ShouldBe(7);
    }

    [Fact]
    public async Task A_job_that_fails_is_logged_and_tried_again()
    {
        var log = new LogLines();
        var work = new Work { Answers = new([1]), Fails = () => throw new InvalidOperationException("A bug.") };
        await using var provider = Provider(work, log);

        (await RunAsync(provider)).ShouldBe(0);
        var (level, text) = log.From(LogLevel.Warning).ShouldHaveSingleItem();
        (level, text).ShouldBe((LogLevel.Error, "The job work failed; it is tried again at its next time."));

        work.Fails = () => { };
        (await RunAsync(provider)).ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_database_that_is_away_is_one_line_and_so_is_its_return(bool thrown)
    {
        var log = new LogLines();
        var away = new DatabaseUnavailableException("It doesn't answer.") { Code = "database_unreachable" };
        var work = new Work { Answers = new([]) };
        if (thrown)
            work.Fails = () => throw away;
        else
            work.Refusal = new Refusal(RefusalKind.Busy, away.Code, away.Message);
        await using var provider = Provider(work, log);

        for (var i = 0; i < 5; i++)
            await RunAsync(provider);
        log.From(LogLevel.Information)
            .ShouldBe([(LogLevel.Warning, "The job work waits (database_unreachable): It doesn't answer.")]);

        (work.Fails, work.Refusal) = (() => { }, null);
        await RunAsync(provider);
        await RunAsync(provider);
        log.From(LogLevel.Information).Select(line => line.Text).Skip(1).ShouldBe(["The job work goes on."]);
    }

    [Fact]
    public async Task The_schedule_runs_each_job_again_and_again_and_never_twice_at_once()
    {
        var work = new Work { Takes = TimeSpan.FromMilliseconds(50) };
        using var host = await StartAsync(work, often);

        while (work.Runs < 4)
            await Task.Delay(often, Token);
        await host.StopAsync(Token);

        work.MostAtOnce.ShouldBe(1);
        var runs = work.Runs;
        await Task.Delay(often * 5, Token);
        work.Runs.ShouldBe(runs, "after the stop");
    }

    [Fact]
    public async Task A_job_in_the_middle_of_its_work_hears_of_the_stop_and_is_waited_for()
    {
        var work = new Work { Takes = Timeout.InfiniteTimeSpan };
        using var host = await StartAsync(work, often);
        while (work.Runs == 0)
            await Task.Delay(often, Token);

        await host.StopAsync(Token).WaitAsync(TimeSpan.FromSeconds(10), Token);

        work.Ended.ShouldBe(1);
    }

    [Fact]
    public async Task A_job_without_an_interval_never_runs()
    {
        var work = new Work();
        using var host = await StartAsync(work, TimeSpan.Zero);

        await Task.Delay(TimeSpan.FromSeconds(1.5), Token);
        await host.StopAsync(Token);

        work.Runs.ShouldBe(0);
    }

    [Fact]
    public void The_settings_say_how_often_and_name_no_job_that_there_is_not()
    {
        var set = new Dictionary<string, TimeSpan>
        {
            ["work"] = TimeSpan.FromHours(2),
            ["wrok"] = TimeSpan.FromHours(1),
        };
        var plan = new JobPlan(set).Add<Work>("work", often, (w, t) => w.BatchAsync(Caller.System, t));

        plan["work"].Every.ShouldBe(TimeSpan.FromHours(2));
        Should.Throw<SettingsException>(plan.Check).Message.ShouldContain("wrok");
    }

    static ServiceProvider Provider(Work work, LogLines log)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(log).SetMinimumLevel(LogLevel.Trace));
        Register(services, work, often);
        return services.BuildServiceProvider(validateScopes: true);
    }

    static async Task<int> RunAsync(ServiceProvider provider) =>
        await provider.GetRequiredService<JobRunner>().RunAsync(provider.GetRequiredService<JobPlan>()["work"], Token);

    static async Task<IHost> StartAsync(Work work, TimeSpan every)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddHostedService<JobScheduler>();
        builder.Services.AddSingleton(TimeProvider.System);
        Register(builder.Services, work, every);
        var host = builder.Build();
        await host.StartAsync(Token);
        return host;
    }

    static void Register(IServiceCollection services, Work work, TimeSpan every)
    {
        var plan = new JobPlan(new Dictionary<string, TimeSpan>());
        plan.Add<ScopedWork>("work", every, (one, token) => one.BatchAsync(token));
        services.AddSingleton(plan);
        services.AddSingleton<JobRunner>();
        services.AddSingleton(work);
        services.AddScoped<RequestContext>();
        services.AddScoped<ScopedWork>();
    }

    sealed class ScopedWork(Work work, RequestContext context)
    {
        internal Task<Result<int>> BatchAsync(CancellationToken token) => work.BatchAsync(context.Caller, token);
    }

    sealed class Work
    {
        int now;
        int runs;
        int ended;

        internal Queue<int> Answers { get; init; } = new();
        internal Action Fails { get; set; } = () => { };
        internal Refusal? Refusal { get; set; }
        internal TimeSpan Takes { get; init; }
        internal List<Caller> Callers { get; } = [];
        internal int Runs => Volatile.Read(ref runs);
        internal int Ended => Volatile.Read(ref ended);
        internal int MostAtOnce { get; private set; }

        internal async Task<Result<int>> BatchAsync(Caller caller, CancellationToken token)
        {
            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref now));
            Interlocked.Increment(ref runs);
            try
            {
                Callers.Add(caller);
                await Task.Delay(Takes, token);
                Fails();
                if (Refusal is { } refusal)
                    return refusal;

                return Answers.TryDequeue(out var answer) ? answer : 0;
            }
            finally
            {
                Interlocked.Increment(ref ended);
                Interlocked.Decrement(ref now);
            }
        }
    }
}
