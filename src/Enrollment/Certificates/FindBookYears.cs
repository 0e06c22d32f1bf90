using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Certificates;

/// <summary>
/// Which numbers the book of awards has of a period, by year; both days are included, and one that is left out is open. The
/// book is kept by the day on which a number was given, which its document has as its day of issue: numbers run in that
/// order (rule 23), and those that were given up have such a day as well.
/// </summary>
[Requires(Permission.ReadCertificates)]
public sealed record FindBookYears(Guid CenterId, DateOnly? From, DateOnly? To) : IQuery<IReadOnlyList<BookYear>>;

/// <summary>
/// A year's part of a book: <see cref="GetAwardBook"/> reads it from the first number to the last. Where the days don't make
/// a whole year, numbers of a neighboring day may stand among them, which it then leaves out.
/// </summary>
public sealed record BookYear(Guid SeriesId, int FirstNumber, int LastNumber, DateOnly From, DateOnly To)
{
    public int Year => From.Year;
}

sealed class FindBookYearsValidator : AbstractValidator<FindBookYears>
{
    public FindBookYearsValidator()
    {
        RuleFor(b => b.From).Day();
        RuleFor(b => b.To).Day();
        RuleFor(b => b.To)
            .Must((book, to) => to is null || book.From is null || to >= book.From)
            .WithMessage("'to' lies before 'from'. Give the first day of the period as 'from' and its last as 'to'.");
    }
}

sealed class FindBookYearsHandler(Db db) : IRequestHandler<FindBookYears, Result<IReadOnlyList<BookYear>>>
{
    public async Task<Result<IReadOnlyList<BookYear>>> Handle(
        FindBookYears request,
        CancellationToken cancellationToken
    )
    {
        var years = new List<BookYear>();
        var all = await db.QueryAsync<SeriesView>(AwardBookHandler.Series, new { request.CenterId }, cancellationToken);
        foreach (var series in all)
        {
            var (first, last) = (new DateOnly(series.Year, 1, 1), new DateOnly(series.Year, 12, 31));
            var from = request.From is { } since && since > first ? since : first;
            var to = request.To is { } until && until < last ? until : last;
            if (from > to)
                continue;

            var span =
                (from, to) == (first, last)
                    ? new SpanRow { FirstNumber = 1, LastNumber = series.LastNumber }
                    : await db.FindAsync<SpanRow>(Span, Around(series.Id, from, to), cancellationToken);
            if (span is { FirstNumber: { } number, LastNumber: { } end and > 0 })
                years.Add(new BookYear(series.Id, number, end, from, to));
        }

        return years;
    }

    /// <summary>A document's day is that of its cohort's zone, UTC+14 to UTC-12: the instants that can have it.</summary>
    static object Around(Guid seriesId, DateOnly from, DateOnly to) =>
        new
        {
            SeriesId = seriesId,
            Since = new DateTimeOffset(from.ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(14)).ToUniversalTime(),
            Until = new DateTimeOffset(
                to.AddDays(1).ToDateTime(TimeOnly.MinValue),
                TimeSpan.FromHours(-12)
            ).ToUniversalTime(),
        };

    sealed record SpanRow
    {
        public int? FirstNumber { get; init; }
        public int? LastNumber { get; init; }
    }

    internal static readonly Sql Span = new(
        """
        SELECT MIN(SerialNumber) AS FirstNumber, MAX(SerialNumber) AS LastNumber
        FROM Certificates
        WHERE SeriesId = @SeriesId AND CreatedAt >= @Since AND CreatedAt < @Until
        """
    );
}
