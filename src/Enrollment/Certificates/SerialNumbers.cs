using System.Globalization;
using Enrollment.Data;

namespace Enrollment.Certificates;

/// <summary>
/// Running numbers without gaps or repeats per document type, center and year (rule 23). The number is taken inside
/// the issuing transaction: it exists exactly if the certificate does, whatever crashes. The update holds the row until
/// the commit, so that two issuing commands never see the same number.
/// </summary>
static class SerialNumbers
{
    internal const string Certificate = "certificate";

    /// <summary>
    /// Keeps the series for this command until its end, before anything else is written; opens it with the first document
    /// of a year. Who issues from the same series waits here, and reads afterwards what the one before has left.
    /// </summary>
    internal static async Task HoldAsync(Db db, SeriesKey key, Func<Guid> newId, CancellationToken token)
    {
        if (await db.ExecuteAsync(Hold, key, token) > 0)
            return;

        var series = new
        {
            Id = newId(),
            key.DocumentType,
            key.CenterId,
            key.SerialYear,
        };
        await db.TryInsertAsync(Open, series, token);
        await db.ChangeAsync(Hold, key, "series", token);
    }

    internal static async Task<SerialNumber> TakeAsync(Db db, SeriesKey key, string centerCode, CancellationToken token)
    {
        await db.ChangeAsync(Next, key, "series", token);
        var row = (await db.FindAsync<SeriesRow>(Current, key, token))!;
        var serial = string.Create(CultureInfo.InvariantCulture, $"{centerCode}-{key.SerialYear}-{row.LastNumber:D6}");
        return new SerialNumber(row.Id, row.LastNumber, serial);
    }

    sealed record SeriesRow
    {
        public Guid Id { get; init; }
        public int LastNumber { get; init; }
    }

    internal static readonly Sql Hold = new(
        """
        UPDATE SerialSeries
        SET LastNumber = LastNumber
        WHERE DocumentType = @DocumentType AND CenterId = @CenterId AND SerialYear = @SerialYear
        """
    );

    internal static readonly Sql Next = new(
        """
        UPDATE SerialSeries
        SET LastNumber = LastNumber + 1
        WHERE DocumentType = @DocumentType AND CenterId = @CenterId AND SerialYear = @SerialYear
        """
    );

    internal static readonly Sql Open = new(
        """
        INSERT INTO SerialSeries (Id, DocumentType, CenterId, SerialYear, LastNumber)
        VALUES (@Id, @DocumentType, @CenterId, @SerialYear, 0)
        """
    );

    internal static readonly Sql Current = new(
        """
        SELECT Id, LastNumber
        FROM SerialSeries
        WHERE DocumentType = @DocumentType AND CenterId = @CenterId AND SerialYear = @SerialYear
        """
    );
}

/// <summary>A document type, a center and a year: what numbers run in.</summary>
sealed record SeriesKey(string DocumentType, Guid CenterId, int SerialYear);

/// <summary>A number taken from a series, and the text that is printed.</summary>
sealed record SerialNumber(Guid SeriesId, int Number, string Serial);
