using Enrollment.Accounts;
using Enrollment.Admissions;
using Enrollment.Data;
using Enrollment.Pipeline;
using Enrollment.Web.Hosting;

namespace Enrollment.Web.Tables;

/// <summary>
/// A cohort's applications as a file, page by page: each page is read on a connection that goes back before the page is
/// sent, so that a client that takes its time holds none.
/// </summary>
sealed class ApplicationExport(IServiceProvider services, Caller caller)
{
    /// <summary>The rows of a page.</summary>
    internal const int PageSize = 1_000;

    internal Task<Result<Page<ApplicationRecord>>> ReadAsync(ListApplicationRecords page, CancellationToken token) =>
        services.SendAsync(page, caller, token);

    /// <summary>Writes the page at hand and all that follow.</summary>
    /// <param name="first">What was asked for, and answered with <paramref name="page"/>.</param>
    /// <param name="page">The first page.</param>
    /// <param name="writer">Where the rows go, headers first.</param>
    /// <param name="token">Ends the reading when nobody waits for the file any more.</param>
    internal async Task WriteAsync(
        ListApplicationRecords first,
        Page<ApplicationRecord> page,
        ITableWriter writer,
        CancellationToken token
    )
    {
        await writer.WriteAsync([ApplicationRow.Header], token);
        while (true)
        {
            await writer.WriteAsync([.. page.Items.Select(ApplicationRow.Of)], token);
            if (page.NextCursor is not { } next)
                break;

            var read = await ReadAsync(first with { After = next }, token);
            // What was begun can't be refused any more: the connection breaks off, and the client sees that.
            page = read.Refusal is { } refusal ? throw new InvalidOperationException(refusal.ToString()) : read.Value;
        }

        await writer.FinishAsync(token);
    }
}
