using System.Globalization;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;

namespace Enrollment.Admissions;

/// <summary>
/// Tells whoever comes second what the first has done: each version of an application came with one audit event.
/// </summary>
static class StaleApplication
{
    /// <summary>How many of the newest changes are told; the history has them all.</summary>
    const int Most = 20;

    internal static async Task<Refusal> RefuseAsync(
        Db db,
        Guid applicationId,
        int seen,
        int current,
        CancellationToken token
    )
    {
        var events = await db.FirstAsync<AuditEvent>(
            Newest,
            new { SubjectId = applicationId },
            Math.Clamp(current - seen, 1, Most),
            token
        );
        return Refusal.Stale("application") with
        {
            Problems =
            [
                .. Enumerable
                    .Reverse(events)
                    .Select(e => new FieldProblem(
                        "version",
                        e.Action,
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{e.ActorId} ({e.ActorRole}) at {e.At.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}: {e.Details}"
                        )
                    )),
            ],
        };
    }

    internal static readonly Sql Newest = new(
        """
        SELECT Id, At, ActorId, ActorRole, Action, SubjectId, Details
        FROM AuditEvents
        WHERE SubjectId = @SubjectId AND Action LIKE 'application.%'
        ORDER BY Id DESC
        """
    )
    {
        Paged = true,
    };
}
