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
}
