using Enrollment.Cohorts;
using Enrollment.Data;
using Enrollment.Pipeline;

namespace Enrollment.Certificates.Designs;

/// <summary>
/// The scanned signatures of a design are drawn above the names of the center's signatories; one whose name none of them
/// has would be left out without a word.
/// </summary>
static class DesignSignatories
{
    /// <summary>The refusal that names the signatures of people whom the center doesn't have; null where there are none.</summary>
    internal static async Task<Refusal?> FindStrangersAsync(Db db, DesignView design, CancellationToken token)
    {
        var center = (
            await db.FindAsync<CenterRow>(GetCenterHandler.ById, new { Id = design.CenterId }, token)
        )!.View();
        var problems = design
            .Design.Signatures.Select((signature, index) => (signature.Signatory, Index: index))
            .Where(signature => center.Signatories.All(known => known.Name != signature.Signatory))
            .Select(signature => DesignErrors.Stranger(signature.Index, signature.Signatory, center.Code))
            .ToList();
        return problems.Count == 0 ? null : DesignErrors.Faulty(problems);
    }

    /// <summary>
    /// The refusal of other signatories for a center, where a design in use has the signature of somebody who isn't among
    /// them; null where none has.
    /// </summary>
    internal static async Task<Refusal?> FindOrphansAsync(
        Db db,
        Guid centerId,
        IReadOnlyList<Signatory> signatories,
        CancellationToken token
    )
    {
        foreach (var design in await db.QueryAsync<DesignInUse>(InUse, new { CenterId = centerId }, token))
        {
            var orphan = DesignJson
                .Read(design.Content)
                .Signatures.FirstOrDefault(signature => signatories.All(known => known.Name != signature.Signatory));
            if (orphan is not null)
                return DesignErrors.Orphan(orphan.Signatory, design.Number);
        }

        return null;
    }

    sealed record DesignInUse
    {
        public int Number { get; init; }
        public string Content { get; init; } = "";
    }

    internal static readonly Sql InUse = new(
        """
        SELECT d.Number, d.Content
        FROM CertificateDesigns d
        WHERE d.Id IN (SELECT u.DesignId FROM CenterDesigns u WHERE u.CenterId = @CenterId)
           OR d.Id IN (SELECT q.DesignId FROM CourseDesigns q WHERE q.CenterId = @CenterId)
        ORDER BY d.Number
        """
    );
}
