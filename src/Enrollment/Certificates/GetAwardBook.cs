using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Certificates;

/// <summary>The series of a center's numbers: one for each year.</summary>
[Requires(Permission.ReadCertificates)]
public sealed record ListSeries(Guid CenterId) : IQuery<IReadOnlyList<SeriesView>>;

/// <summary>Part of the book of awards: every number from the first to the last, those given up included (rule 23).</summary>
[Requires(Permission.ReadCertificates)]
public sealed record GetAwardBook(Guid SeriesId, int FirstNumber, int LastNumber) : IQuery<IReadOnlyList<BookEntry>>;

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

/// <summary>An entry of the book of awards, as it was when its number was taken.</summary>
/// <param name="Serial">The number as printed.</param>
/// <param name="State">What became of it.</param>
/// <param name="Certificate">What stands on the document; of a number that was given up, what would have stood there.</param>
/// <param name="EndedAt">When it was suspended, revoked, replaced or given up.</param>
/// <param name="Reason">Why.</param>
/// <param name="Replaces">The number that it took the place of.</param>
public sealed record BookEntry(
    string Serial,
    CertificateState State,
    CertificateSnapshot Certificate,
    DateTimeOffset? EndedAt,
    string? Reason,
    string? Replaces
);

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
        var rows = await db.QueryAsync<BookRow>(Book, request, cancellationToken);
        return Result<IReadOnlyList<BookEntry>>.Of([.. rows.Select(row => row.Entry())]);
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

        internal BookEntry Entry() => new(Serial, State, SnapshotJson.Read(Snapshot), EndedAt, Reason, Replaces);
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
