using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Assessments;

/// <summary>
/// Reads and computes a cohort's results before the command that writes them begins: the embedded engine has one writer,
/// which then only writes, and several cohorts are computed on as many cores. The command refuses itself where somebody
/// else computed the same results meanwhile, and then all begins anew.
/// </summary>
sealed class ResultPreparation(Db db, TimeProvider time, PreparedResults prepared)
    : IPipelineBehavior<ComputeResults, Result<ResultsComputed>>
{
    const int Attempts = 6;

    public async Task<Result<ResultsComputed>> Handle(
        ComputeResults request,
        CancellationToken cancellationToken,
        RequestHandlerDelegate<Result<ResultsComputed>> next
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            var now = time.GetUtcNow();
            var computed = await CohortResults.ComputeAsync(db, request.CohortId, now, cancellationToken);
            if (computed.Refusal is { } refusal)
                return refusal;

            prepared.Set(request, computed.Value);
            var answer = await next();
            if (answer.Refusal is not { Kind: RefusalKind.Stale } || attempt == Attempts)
                return answer;
        }
    }
}

/// <summary>Hands what was computed for a request to its handler.</summary>
sealed class PreparedResults
{
    (ComputeResults Request, CohortResults Results)? computed;

    internal void Set(ComputeResults request, CohortResults results) => computed = (request, results);

    internal CohortResults Of(ComputeResults request) =>
        computed is { } known && ReferenceEquals(known.Request, request)
            ? known.Results
            : throw new InvalidOperationException("The results of this request weren't computed.");
}
