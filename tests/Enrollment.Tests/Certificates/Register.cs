using System.Globalization;
using System.Security.Cryptography;
using Enrollment.Tests.Testing;
using Shouldly;
using Xunit;

namespace Enrollment.Tests.Certificates;

/// <summary>The register as it is stored, and what must hold of it at any time.</summary>
static class Register
{
    internal sealed record Row
    {
        public Guid Id { get; init; }
        public Guid EnrollmentId { get; init; }
        public Guid SeriesId { get; init; }
        public int SerialNumber { get; init; }
        public string Serial { get; init; } = "";
        public string VerificationCode { get; init; } = "";
        public string State { get; init; } = "";
        public string? FileHash { get; init; }
    }

    internal static Task<IReadOnlyList<Row>> ReadAsync(TestSystem system) =>
        system.QueryAsync<Row>(
            """
            SELECT Id, EnrollmentId, SeriesId, SerialNumber, Serial, VerificationCode, State, FileHash
            FROM Certificates
            ORDER BY Id
            """
        );

    /// <summary>Each series runs from 1 without a gap, and the printed number is the stored one.</summary>
    internal static void SerialsAreGapless(IReadOnlyList<Row> rows)
    {
        foreach (var series in rows.GroupBy(r => r.SeriesId))
        {
            series.Select(r => r.SerialNumber).Order().ShouldBe(Enumerable.Range(1, series.Count()));
            series.ShouldAllBe(r => r.Serial.EndsWith(r.SerialNumber.ToString("D6", CultureInfo.InvariantCulture)));
        }
    }

    internal static async Task FilesAreRightAsync(TestSystem system, IReadOnlyList<Row> rows)
    {
        foreach (var row in rows)
        {
            await using var file = (
                await system.Files.OpenAsync(row.FileHash.ShouldNotBeNull(), TestContext.Current.CancellationToken)
            ).ShouldNotBeNull(row.Serial);
            var hash = await SHA256.HashDataAsync(file, TestContext.Current.CancellationToken);
            Convert.ToHexStringLower(hash).ShouldBe(row.FileHash);
        }
    }
}
