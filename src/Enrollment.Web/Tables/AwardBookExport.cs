using System.Globalization;
using Enrollment.Accounts;
using Enrollment.Certificates;
using Enrollment.Cohorts;
using Enrollment.Pipeline;
using Enrollment.Web.Hosting;

namespace Enrollment.Web.Tables;

/// <summary>
/// The book of awards of a center: each number of the years that are asked for, in their order, those that were given up
/// included. It is written while it is read, a thousand numbers at a time.
/// </summary>
sealed class AwardBookExport(IServiceProvider services, Caller caller, Guid centerId)
{
    const int PageSize = 1_000;

    static readonly string[] header =
    [
        "Serial",
        "State",
        "Name",
        "Other names",
        "Course",
        "Title",
        "Award",
        "Mark",
        "Hours",
        "Minutes",
        "Awarded on",
        "Issued on",
        "Expires on",
        "Replaces",
        "Ended on",
        "Reason",
    ];

    /// <summary>What was read before the file begins, so that a refusal can still be answered.</summary>
    internal sealed record Start(CenterView Center, IReadOnlyList<SeriesView> Series);

    internal async Task<Result<Start>> StartAsync(int? from, int? to, CancellationToken token)
    {
        var series = await services.SendAsync(new ListSeries(centerId), caller, token);
        if (series.Refusal is { } forbidden)
            return forbidden;
        var center = await services.SendAsync(new GetCenter(centerId), caller, token);
        return center.Refusal is { } unknown
            ? unknown
            : new Start(
                center.Value,
                [.. series.Value.Where(one => (from is null || one.Year >= from) && (to is null || one.Year <= to))]
            );
    }

    internal async Task WriteAsync(Start start, ITableWriter writer, CancellationToken token)
    {
        await writer.WriteAsync(
            [
                [.. header.Select(OutCell.Of)],
            ],
            token
        );
        foreach (var series in start.Series)
        {
            for (var first = 1; first <= series.LastNumber; first += PageSize)
            {
                var last = Math.Min(first + PageSize - 1, series.LastNumber);
                var read = await services.SendAsync(new GetAwardBook(series.Id, first, last), caller, token);
                // What was begun can't be refused any more: the connection breaks off, and the client sees that.
                if (read.Refusal is { } refusal)
                    throw new InvalidOperationException(refusal.ToString());
                await writer.WriteAsync([.. read.Value.Select(entry => Row(entry, start.Center.TimeZone))], token);
            }
        }

        await writer.FinishAsync(token);
    }

    /// <summary>All of it at once, for a document; numbers in excess of <paramref name="most"/> are a refusal.</summary>
    internal async Task<Result<IReadOnlyList<AwardBookYear>>> ReadAsync(Start start, int most, CancellationToken token)
    {
        if (start.Series.Sum(series => series.LastNumber) > most)
        {
            return Refusal.Rule(
                "too_many_numbers",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"One document holds at most {most:N0} numbers. Ask for fewer years by 'from' and 'to', or read the book as CSV."
                )
            );
        }

        var years = new List<AwardBookYear>();
        foreach (var series in start.Series)
        {
            var entries = new List<BookEntry>();
            for (var first = 1; first <= series.LastNumber; first += PageSize)
            {
                var last = Math.Min(first + PageSize - 1, series.LastNumber);
                var read = await services.SendAsync(new GetAwardBook(series.Id, first, last), caller, token);
                if (read.Refusal is { } refusal)
                    return refusal;
                entries.AddRange(read.Value);
            }

            years.Add(new AwardBookYear(series, entries));
        }

        return years;
    }

    static OutCell[] Row(BookEntry entry, string timeZone)
    {
        var certificate = entry.Certificate;
        return
        [
            OutCell.Of(entry.Serial),
            OutCell.Of(entry.State.ToString().ToLowerInvariant()),
            OutCell.Of(certificate.Names[0].Text),
            OutCell.Of(string.Join("; ", certificate.Names.Skip(1).Select(name => name.Text))),
            OutCell.Of(certificate.CourseCode),
            OutCell.Of(certificate.CourseTitle),
            OutCell.Of(certificate.Award),
            OutCell.Of(certificate.Mark?.ToString("0.##", CultureInfo.InvariantCulture) ?? ""),
            OutCell.Of(certificate.Hours.ToString(CultureInfo.InvariantCulture)),
            OutCell.Of(certificate.MinutesNumber),
            OutCell.Of(Day(certificate.AwardedOn)),
            OutCell.Of(Day(certificate.IssuedOn)),
            OutCell.Of(certificate.ExpiresOn is { } expires ? Day(expires) : ""),
            OutCell.Of(entry.Replaces ?? ""),
            OutCell.Of(entry.EndedAt is { } ended ? Day(LocalDay.Of(ended, timeZone)) : ""),
            OutCell.Of(entry.Reason ?? ""),
        ];
    }

    static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
