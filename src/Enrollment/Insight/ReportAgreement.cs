using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Insight;

/// <summary>
/// How often the board's latest decision is the computed outcome, per cohort. For decisions that another institution
/// recorded by its own rules the rate tells how near the declared scheme comes to them; it isn't a rate of correctness.
/// </summary>
[Requires(Permission.ReadInsight)]
public sealed record ReportAgreement : IQuery<IReadOnlyList<CohortAgreement>>;

public sealed record CohortAgreement
{
    public Guid CohortId { get; init; }
    public string CohortCode { get; init; } = "";

    /// <summary>Enrollments with a computed result and a decision.</summary>
    public int Decided { get; init; }

    /// <summary>Of these, those where pass or fail is the same on both sides.</summary>
    public int SamePassOrFail { get; init; }

    /// <summary>Of these, those where the class (Pass, Merit, Distinction, Fail) is the same.</summary>
    public int SameClass { get; init; }

    /// <summary>SamePassOrFail / Decided, four decimals; null where nothing was decided.</summary>
    public decimal? Rate => Decided == 0 ? null : decimal.Round((decimal)SamePassOrFail / Decided, 4);
}

sealed class ReportAgreementHandler(Db db) : IRequestHandler<ReportAgreement, Result<IReadOnlyList<CohortAgreement>>>
{
    public async Task<Result<IReadOnlyList<CohortAgreement>>> Handle(
        ReportAgreement request,
        CancellationToken cancellationToken
    ) =>
        Result<IReadOnlyList<CohortAgreement>>.Of(
            await db.QueryAsync<CohortAgreement>(Report, null, cancellationToken)
        );

    internal static readonly Sql Report = new(
        """
        SELECT h.Id AS CohortId, h.Code AS CohortCode, COUNT(*) AS Decided,
               SUM(CASE WHEN (d.Decision = 'Fail' AND r.Outcome = 'Fail')
                         OR (d.Decision IN ('Pass', 'Merit', 'Distinction')
                             AND r.Outcome IN ('Pass', 'Merit', 'Distinction')) THEN 1 ELSE 0 END) AS SamePassOrFail,
               SUM(CASE WHEN d.Decision = r.Outcome THEN 1 ELSE 0 END) AS SameClass
        FROM Cohorts h
        JOIN Enrollments e ON e.CohortId = h.Id
        JOIN Results r ON r.EnrollmentId = e.Id
        JOIN BoardDecisions d
            ON d.EnrollmentId = e.Id
            AND d.Sequence = (SELECT MAX(l.Sequence) FROM BoardDecisions l WHERE l.EnrollmentId = e.Id)
        GROUP BY h.Id, h.Code
        ORDER BY h.Code
        """
    );
}
