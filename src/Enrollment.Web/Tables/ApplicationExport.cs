using Enrollment.Accounts;
using Enrollment.Admissions;
using Enrollment.Cohorts;
using Enrollment.Pipeline;
using Enrollment.Web.Hosting;

namespace Enrollment.Web.Tables;

/// <summary>
/// Applications as a file, cohort by cohort and page by page: each page is read on a connection that goes back before the
/// page is sent, so that a client that takes its time holds none.
/// </summary>
sealed class ApplicationExport(IServiceProvider services, Caller caller)
{
    /// <summary>The rows of a page.</summary>
    internal const int PageSize = 1_000;

    /// <summary>The cohorts of a center, which the export goes through in the order of their creation.</summary>
    internal async Task<IReadOnlyList<Guid>> CohortsAsync(Guid centerId, CancellationToken token)
    {
        var cohorts = new List<Guid>();
        Guid? after = null;
        do
        {
            var list = new ListCohorts(centerId, null, null, null, after, PageSize);
            var page = (await services.SendAsync(list, caller, token)).Value;
            cohorts.AddRange(page.Items.Select(cohort => cohort.Id));
            after = page.NextCursor;
        } while (after is not null);

        return cohorts;
    }

    /// <summary>Why a part can't be had, told before the file begins; null where nothing stands in the way.</summary>
    internal async Task<Refusal?> RefusalAsync(IEnumerable<ListApplicationRecords> parts, CancellationToken token)
    {
        foreach (var part in parts)
        {
            if ((await services.SendAsync(part with { Size = 1 }, caller, token)).Refusal is { } refusal)
                return refusal;
        }

        return null;
    }

    /// <param name="parts">The first page of each cohort.</param>
    /// <param name="writer">Where the rows go, headers first.</param>
    /// <param name="token">Ends the reading when nobody waits for the file any more.</param>
    internal async Task WriteAsync(
        IEnumerable<ListApplicationRecords> parts,
        ITableWriter writer,
        CancellationToken token
    )
    {
        await writer.WriteAsync([ApplicationRow.Header], token);
        foreach (var part in parts)
        {
            for (var (page, more) = (part, true); more; )
            {
                var read = await services.SendAsync(page, caller, token);
                // What was begun can't be refused any more: the connection breaks off, and the client sees that.
                if (read.Refusal is { } refusal)
                    throw new InvalidOperationException(refusal.ToString());

                await writer.WriteAsync([.. read.Value.Items.Select(ApplicationRow.Of)], token);
                more = read.Value.NextCursor is not null;
                page = page with { After = read.Value.NextCursor };
            }
        }

        await writer.FinishAsync(token);
    }
}
