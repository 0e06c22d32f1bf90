using Enrollment.Admissions;
using Enrollment.Admissions.Documents;
using Enrollment.Certificates;
using Enrollment.Certificates.Batches;
using Enrollment.Certificates.Wallets;
using Enrollment.Messages;
using Enrollment.Web.Hosting;
using Enrollment.Web.Issuing;

namespace Enrollment.Web.Jobs;

static class JobRegistration
{
    /// <summary>Registers the jobs. Throws <see cref="SettingsException"/> where an interval is set for none of them.</summary>
    internal static IServiceCollection AddJobs(this IServiceCollection services, Settings settings)
    {
        var plan = new JobPlan(settings.Jobs.AsReadOnly());
        Declare(plan);
        plan.Check();
        services.AddSingleton(plan);
        services.AddSingleton<JobRunner>();
        services.AddHostedService<JobScheduler>();
        return services;
    }

    /// <summary>All that runs without a request, a line each.</summary>
    static void Declare(JobPlan jobs) =>
        jobs.Add<MessageSending>("send-messages", TimeSpan.FromSeconds(5), (s, token) => s.SendBatchAsync(token))
            .Add<IssueBatchRun>("issue-batches", TimeSpan.FromSeconds(2), (run, token) => run.RunAsync(token))
            // What a crash left with a number and without a file.
            .Add<CertificateIssuing>(
                "finish-certificates",
                TimeSpan.FromMinutes(10),
                (s, token) => s.FinishAsync(token)
            )
            .Add<KeyWatch>("watch-keys", TimeSpan.FromDays(1), (watch, _) => watch.LookAsync())
            .Add<FileSweep>("sweep-files", TimeSpan.FromHours(6), (sweep, token) => sweep.SweepAsync(token))
            .Add("clear-wallet-offers", TimeSpan.FromHours(1), () => new ClearWalletOffers())
            .Add("expire-offers", TimeSpan.FromSeconds(20), () => new ExpireOffers())
            .Add("promote-waiting", TimeSpan.FromSeconds(5), () => new PromoteWaiting())
            .Add("close-drafts", TimeSpan.FromMinutes(1), () => new CloseDrafts())
            .Add("remind-offer-holders", TimeSpan.FromMinutes(10), () => new RemindOfferHolders())
            .Add<DocumentScanning>(
                "scan-documents",
                every: TimeSpan.FromSeconds(30),
                (scanning, token) => scanning.ScanAsync(token)
            )
            // What nothing uses any more, and what broken uploads left.
            .Add<DocumentClearing>(
                "clear-documents",
                every: TimeSpan.FromMinutes(1),
                (clearing, token) => clearing.ClearAsync(token)
            );
}
