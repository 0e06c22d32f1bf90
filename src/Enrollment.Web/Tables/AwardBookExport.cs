using System.Globalization;
using Enrollment.Accounts;
using Enrollment.Certificates;
using Enrollment.Cohorts;
using Enrollment.Pipeline;
using Enrollment.Web.Hosting;

namespace Enrollment.Web.Tables;

/// <summary>
/// The book of awards of a center: each number of the period that is asked for, in their order, those that were given up
/// included. It is written while it is read, a thousand numbers at a time.
/// </summary>
/// <param name="services">Those of the request.</param>
/// <param name="caller">Who asks.</param>
/// <param name="centerId">Whose book it is.</param>
/// <param name="words">Those of the language that it is for; null for programs.</param>
/// <param name="time">Tells the day.</param>
sealed class AwardBookExport(
    IServiceProvider services,
    Caller caller,
    Guid centerId,
    IAwardBookWords? words,
    TimeProvider time
)
{
    const int PageSize = 1_000;

    /// <summary>What programs know the columns by; they stay as they are.</summary>
    static readonly (AwardBookColumn Column, string Name)[] columns =
    [
        (AwardBookColumn.Serial, "Serial"),
        (AwardBookColumn.State, "State"),
        (AwardBookColumn.Name, "Name"),
        (AwardBookColumn.OtherNames, "Other names"),
        (AwardBookColumn.Course, "Course"),
        (AwardBookColumn.Title, "Title"),
        (AwardBookColumn.Award, "Award"),
        (AwardBookColumn.Mark, "Mark"),
        (AwardBookColumn.Hours, "Hours"),
        (AwardBookColumn.Minutes, "Minutes"),
        (AwardBookColumn.AwardedOn, "Awarded on"),
        (AwardBookColumn.IssuedOn, "Issued on"),
        (AwardBookColumn.ExpiresOn, "Expires on"),
        (AwardBookColumn.Replaces, "Replaces"),
        (AwardBookColumn.EndedOn, "Ended on"),
        (AwardBookColumn.Reason, "Reason"),
    ];

    /// <summary>What was read before the file begins, so that a refusal can still be answered.</summary>
    /// <param name="Center">Whose book it is.</param>
    /// <param name="Today">The day at the center.</param>
    /// <param name="Years">The years of the period that have numbers.</param>
    internal sealed record Start(CenterView Center, DateOnly Today, IReadOnlyList<BookYear> Years);

    internal async Task<Result<Start>> StartAsync(DateOnly? from, DateOnly? to, CancellationToken token)
    {
        var years = await services.SendAsync(new FindBookYears(centerId, from, to), caller, token);
        if (years.Refusal is { } refusal)
            return refusal;
        var center = await services.SendAsync(new GetCenter(centerId), caller, token);
        return center.Refusal is { } unknown
            ? unknown
            : new Start(center.Value, LocalDay.Of(time.GetUtcNow(), center.Value.TimeZone), years.Value);
    }

    /// <summary>Writes it for people in the words of a language, or for programs where there are no words.</summary>
    internal async Task WriteAsync(Start start, ITableWriter writer, CancellationToken token)
    {
        await writer.WriteAsync(
            [
                [.. columns.Select(column => OutCell.Of(words?.Column(column.Column) ?? column.Name))],
            ],
            token
        );
        foreach (var part in start.Years.SelectMany(Parts))
        {
            var read = await services.SendAsync(part, caller, token);
            // What was begun can't be refused any more: the connection breaks off, and the client sees that.
            if (read.Refusal is { } refusal)
                throw new InvalidOperationException(refusal.ToString());
            await writer.WriteAsync([.. read.Value.Select(entry => Row(entry, start))], token);
        }

        await writer.FinishAsync(token);
    }

    /// <summary>All of it at once, for a document; numbers in excess of <paramref name="most"/> are a refusal.</summary>
    internal async Task<Result<IReadOnlyList<AwardBookYear>>> ReadAsync(Start start, int most, CancellationToken token)
    {
        var years = new List<AwardBookYear>();
        foreach (var year in start.Years)
        {
            var entries = new List<BookEntry>();
            foreach (var part in Parts(year))
            {
                var read = await services.SendAsync(part, caller, token);
                if (read.Refusal is { } refusal)
                    return refusal;
                entries.AddRange(read.Value);
                if (years.Sum(former => former.Entries.Count) + entries.Count > most)
                    return TooMany(most);
            }

            if (entries.Count > 0)
                years.Add(new AwardBookYear(year.Year, entries));
        }

        return years;
    }

    static Refusal TooMany(int most) =>
        Refusal.Rule(
            "too_many_numbers",
            string.Create(
                CultureInfo.InvariantCulture,
                $"One document holds at most {most:N0} numbers. Ask for a shorter period by 'from' and 'to', or read the book as CSV."
            )
        );

    IEnumerable<GetAwardBook> Parts(BookYear year)
    {
        for (var first = year.FirstNumber; first <= year.LastNumber; first += PageSize)
        {
            var last = Math.Min(first + PageSize - 1, year.LastNumber);
            yield return new GetAwardBook(year.SeriesId, first, last, year.From, year.To, words?.Language);
        }
    }

    OutCell[] Row(BookEntry entry, Start start)
    {
        var state = words?.State(entry.On(start.Today)) ?? entry.State.ToString().ToLowerInvariant();
        var ended = words is null
            ? entry.EndedAt is { } at
                ? LocalDay.Of(at, start.Center.TimeZone)
                : null
            : entry.EndedBy(start.Today, start.Center.TimeZone);
        return
        [
            OutCell.Of(entry.Serial),
            OutCell.Of(state),
            OutCell.Of(entry.Names[0]),
            OutCell.Of(string.Join("; ", entry.Names.Skip(1))),
            OutCell.Of(entry.CourseCode),
            OutCell.Of(entry.CourseTitle),
            OutCell.Of(words?.Award(entry.Award) ?? entry.Award),
            OutCell.Of(entry.Mark?.ToString("0.##", CultureInfo.InvariantCulture) ?? ""),
            OutCell.Of(entry.Hours.ToString(CultureInfo.InvariantCulture)),
            OutCell.Of(entry.MinutesNumber),
            OutCell.Of(entry.AwardedOn),
            OutCell.Of(entry.IssuedOn),
            OutCell.Of(entry.ExpiresOn),
            OutCell.Of(entry.Replaces ?? ""),
            OutCell.Of(ended),
            OutCell.Of(entry.Reason ?? ""),
        ];
    }
}
