using System.Globalization;
using Enrollment.Accounts;
using Enrollment.Certificates.Designs;
using Enrollment.Cohorts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Certificates;

/// <summary>
/// The issued certificates of a cohort as one PDF for a printer, in the order of their numbers: the same sheets without
/// signature and credential, which paper can't carry. At most 1,000.
/// </summary>
[Requires(Permission.ReadCertificates)]
public sealed record PrintCertificates(Guid CohortId) : IQuery<PrintFile>;

public sealed record PrintFile(string Name, ReadOnlyMemory<byte> Pdf);

/// <summary>A certificate and the design that it was issued with; null for the built-in one.</summary>
public sealed record PrintSheet(CertificateSnapshot Certificate, CertificateDesign? Design);

sealed class PrintCertificatesHandler(Db db, ICertificateRenderer renderer, PublishedDesigns published)
    : IRequestHandler<PrintCertificates, Result<PrintFile>>
{
    const int Most = 1_000;

    public async Task<Result<PrintFile>> Handle(PrintCertificates request, CancellationToken cancellationToken)
    {
        var cohort = await db.FindAsync<CohortView>(
            GetCohortHandler.ById,
            new { Id = request.CohortId },
            cancellationToken
        );
        if (cohort is null)
            return Refusal.NotFound("cohort", request.CohortId);
        var page = await db.PageAsync<SheetRow>(
            OfCohort,
            new { request.CohortId, After = Guid.Empty },
            Most,
            row => row.Id,
            cancellationToken
        );
        if (page.Items.Count == 0)
            return CertificateErrors.NothingToPrint;
        if (page.NextCursor is not null)
            return CertificateErrors.TooManyToPrint(Most);

        var snapshots = page.Items.Select(row => SnapshotJson.Read(row.Snapshot)).ToList();
        var designs = await LoadDesignsHandler.LoadAsync(
            db,
            published,
            [.. snapshots.Select(snapshot => snapshot.DesignId).OfType<Guid>().Distinct()],
            cancellationToken
        );
        var sheets = snapshots
            .OrderBy(snapshot => snapshot.Serial, StringComparer.Ordinal)
            .Select(snapshot => new PrintSheet(snapshot, snapshot.DesignId is { } id ? designs[id] : null))
            .ToList();
        var title = string.Create(CultureInfo.InvariantCulture, $"Certificates of cohort {cohort.Code}");
        return new PrintFile($"certificates-{cohort.Code}.pdf", renderer.RenderForPrint(title, sheets));
    }

    sealed record SheetRow
    {
        public Guid Id { get; init; }
        public string Snapshot { get; init; } = "";
    }

    internal static readonly Sql OfCohort = new(
        """
        SELECT Id, Snapshot
        FROM Certificates
        WHERE CohortId = @CohortId AND Id > @After AND State = 'Issued'
        ORDER BY Id
        """
    )
    {
        Paged = true,
    };
}
