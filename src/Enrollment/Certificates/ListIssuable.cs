using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Certificates;

/// <summary>
/// The enrollments of a cohort on which sealed minutes decide Pass, Merit or Distinction and that have no certificate
/// yet, those that a crash left prepared included.
/// </summary>
[Requires(Permission.IssueCertificates)]
public sealed record ListIssuable(Guid CohortId) : IQuery<IReadOnlyList<Guid>>;

sealed class ListIssuableHandler(Db db) : IRequestHandler<ListIssuable, Result<IReadOnlyList<Guid>>>
{
    public async Task<Result<IReadOnlyList<Guid>>> Handle(ListIssuable request, CancellationToken cancellationToken)
    {
        if (await db.FindAsync<Guid?>(CohortExists, request, cancellationToken) is null)
            return Refusal.NotFound("cohort", request.CohortId);

        return Result<IReadOnlyList<Guid>>.Of(await db.QueryAsync<Guid>(Issuable, request, cancellationToken));
    }

    internal static readonly Sql CohortExists = new("SELECT Id FROM Cohorts WHERE Id = @CohortId");

    /// <summary>The enrollments, which e calls.</summary>
    internal const string FromIssuable = """
        FROM Enrollments e
        JOIN BoardDecisions d
            ON d.EnrollmentId = e.Id
            AND d.Sequence = (SELECT MAX(l.Sequence) FROM BoardDecisions l WHERE l.EnrollmentId = e.Id)
        JOIN BoardMeetings m ON m.Id = d.MeetingId
        WHERE e.CohortId = @CohortId
          AND d.Decision IN ('Pass', 'Merit', 'Distinction')
          AND m.SealedAt IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM Certificates t
                          WHERE t.EnrollmentId = e.Id AND t.State NOT IN ('Prepared', 'Void'))
        """;

    internal static readonly Sql Issuable = new($"SELECT e.Id {FromIssuable} ORDER BY e.Id");
}
