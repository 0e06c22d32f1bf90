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

    internal static async Task<SerialNumber> TakeAsync(
        Db db,
        string documentType,
        Guid centerId,
        string centerCode,
        int year,
        Func<Guid> newId,
        CancellationToken token
    )
    {
        var key = new
        {
            DocumentType = documentType,
            CenterId = centerId,
            SerialYear = year,
        };
        if (await db.ExecuteAsync(Next, key, token) == 0)
        {
            var first = new
            {
                Id = newId(),
                key.DocumentType,
                key.CenterId,
                key.SerialYear,
            };
            await db.ExecuteAsync(Open, first, token);
        }

        var row = (await db.FindAsync<SeriesRow>(Current, key, token))!;
        var serial = string.Create(CultureInfo.InvariantCulture, $"{centerCode}-{year}-{row.LastNumber:D6}");
        return new SerialNumber(row.Id, row.LastNumber, serial);
    }

    sealed record SeriesRow
    {
        public Guid Id { get; init; }
        public int LastNumber { get; init; }
    }

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
        VALUES (@Id, @DocumentType, @CenterId, @SerialYear, 1)
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

/// <summary>A number taken from a series, and the text that is printed.</summary>
sealed record SerialNumber(Guid SeriesId, int Number, string Serial);
