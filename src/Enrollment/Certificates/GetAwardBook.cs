using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Certificates;

/// <summary>The series of a center's numbers: one for each year.</summary>
[Requires(Permission.ReadCertificates)]
public sealed record ListSeries(Guid CenterId) : IQuery<IReadOnlyList<SeriesView>>;

/// <summary>
/// Part of the book of awards: every number from the first to the last, those given up included (rule 23), but for those
/// given before <paramref name="From"/> or after <paramref name="To"/>. Courses have their titles in
/// <paramref name="Language"/> where they have one in it.
/// </summary>
[Requires(Permission.ReadCertificates)]
public sealed record GetAwardBook(
    Guid SeriesId,
    int FirstNumber,
    int LastNumber,
    DateOnly? From = null,
    DateOnly? To = null,
    string? Language = null
) : IQuery<IReadOnlyList<BookEntry>>;

/// <summary>A year's numbers: 1 to <see cref="LastNumber"/>, and what became of them.</summary>
public sealed record SeriesView
{
    public Guid Id { get; init; }
    public int Year { get; init; }
    public int LastNumber { get; init; }
    public int Issued { get; init; }
    public int Suspended { get; init; }
    public int Revoked { get; init; }
    public int Replaced { get; init; }
    public int Void { get; init; }

    /// <summary>Being made.</summary>
    public int Prepared { get; init; }
}

sealed class GetAwardBookValidator : AbstractValidator<GetAwardBook>
{
    /// <summary>Numbers that are read at a time.</summary>
    internal const int Most = 1_000;

    public GetAwardBookValidator()
    {
        RuleFor(b => b.FirstNumber).GreaterThanOrEqualTo(1);
        RuleFor(b => b.LastNumber)
            .Must((book, last) => last >= book.FirstNumber && last < book.FirstNumber + Most)
            .WithMessage("Ask for 1 to 1,000 numbers at a time.");
    }
}

sealed class AwardBookHandler(Db db)
    : IRequestHandler<ListSeries, Result<IReadOnlyList<SeriesView>>>,
        IRequestHandler<GetAwardBook, Result<IReadOnlyList<BookEntry>>>
{
    public async Task<Result<IReadOnlyList<SeriesView>>> Handle(ListSeries request, CancellationToken cancellationToken)
    {
        var series = await db.QueryAsync<SeriesView>(Series, request, cancellationToken);
        var counted = new List<SeriesView>(series.Count);
        foreach (var one in series)
        {
            var states = await db.QueryAsync<StateCount>(States, new { SeriesId = one.Id }, cancellationToken);
            var of = states.ToDictionary(state => state.State, state => (int)state.Count);
            counted.Add(
                one with
                {
                    Issued = of.GetValueOrDefault(CertificateState.Issued),
                    Suspended = of.GetValueOrDefault(CertificateState.Suspended),
                    Revoked = of.GetValueOrDefault(CertificateState.Revoked),
                    Replaced = of.GetValueOrDefault(CertificateState.Replaced),
                    Void = of.GetValueOrDefault(CertificateState.Void),
                    Prepared = of.GetValueOrDefault(CertificateState.Prepared),
                }
            );
        }

        return Result<IReadOnlyList<SeriesView>>.Of(counted);
    }

    public async Task<Result<IReadOnlyList<BookEntry>>> Handle(
        GetAwardBook request,
        CancellationToken cancellationToken
    )
    {
        var numbers = new
        {
            request.SeriesId,
            request.FirstNumber,
            request.LastNumber,
        };
        var rows = await db.QueryAsync<BookRow>(Book, numbers, cancellationToken);
        return Result<IReadOnlyList<BookEntry>>.Of([
            .. rows.Select(row => row.Entry(request.Language))
                .Where(entry =>
                    (request.From is not { } from || entry.IssuedOn >= from)
                    && (request.To is not { } to || entry.IssuedOn <= to)
                ),
        ]);
    }

    sealed record StateCount
    {
        public CertificateState State { get; init; }
        public long Count { get; init; }
    }

    sealed record BookRow
    {
        public string Serial { get; init; } = "";
        public CertificateState State { get; init; }
        public string Snapshot { get; init; } = "";
        public DateTimeOffset? EndedAt { get; init; }
        public string? Reason { get; init; }
        public string? Replaces { get; init; }

        internal BookEntry Entry(string? language)
        {
            var certificate = SnapshotJson.Read(Snapshot);
            return new BookEntry
            {
                Serial = Serial,
                State = State,
                Names = [.. certificate.Names.Select(name => name.Text)],
                CourseCode = certificate.CourseCode,
                CourseTitle = (language is null ? null : certificate.Course.In(language)) ?? certificate.CourseTitle,
                Award = certificate.Award,
                Mark = certificate.Mark,
                Hours = certificate.Hours,
                MinutesNumber = certificate.MinutesNumber,
                AwardedOn = certificate.AwardedOn,
                IssuedOn = certificate.IssuedOn,
                ExpiresOn = certificate.ExpiresOn,
                EndedAt = EndedAt,
                Reason = Reason,
                Replaces = Replaces,
            };
        }
    }

    internal static readonly Sql Series = new(
        """
        SELECT Id, SerialYear AS Year, LastNumber
        FROM SerialSeries
        WHERE DocumentType = 'certificate' AND CenterId = @CenterId
        ORDER BY SerialYear
        """
    );

    internal static readonly Sql States = new(
        "SELECT State, COUNT(*) AS Count FROM Certificates WHERE SeriesId = @SeriesId GROUP BY State"
    );

    internal static readonly Sql Book = new(
        """
        SELECT t.Serial, t.State, t.Snapshot, t.EndedAt, t.Reason, o.Serial AS Replaces
        FROM Certificates t
        LEFT JOIN Certificates o ON o.Id = t.ReplacesId
        WHERE t.SeriesId = @SeriesId AND t.SerialNumber >= @FirstNumber AND t.SerialNumber <= @LastNumber
        ORDER BY t.SerialNumber
        """
    );
}
