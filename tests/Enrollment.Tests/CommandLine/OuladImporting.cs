using Enrollment.Tests.Testing;
using Enrollment.Web.CommandLine;
using Enrollment.Web.CommandLine.Csv;
using Enrollment.Web.CommandLine.Oulad;
using Enrollment.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Enrollment.Tests.CommandLine;

/// <summary>An empty register and imports into it, by the parts that the command is made of.</summary>
sealed class OuladImporting : IAsyncDisposable
{
    readonly TestDatabase database = new();
    readonly ServiceProvider services;

    internal OuladImporting()
    {
        services = EnrollmentHost.ForCommand(database.Settings);
        Sender = new RequestSender(services, ImportOuladCommand.Importer, TestContext.Current.CancellationToken);
    }

    internal RequestSender Sender { get; }

    internal async Task<Imported> ImportAsync(string folder, ImportProgress? progress = null)
    {
        var loaded = LoadedOulad.From(folder, new RefusedRows());
        var counts = new ImportCounts();
        var import = new OuladImport(Sender, loaded.Refusals, counts, progress ?? ImportProgress.Silent);
        await import.RunAsync(loaded.Data);
        return new Imported(loaded.RowsByFile, counts, loaded.Refusals, import.Cohorts);
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        database.Dispose();
    }
}

sealed record Imported(
    IReadOnlyDictionary<string, int> Rows,
    ImportCounts Counts,
    RefusedRows Refusals,
    IReadOnlyList<Guid> Cohorts
)
{
    internal int Created(string entity) => Counts.ByEntity[entity].Created;
}
