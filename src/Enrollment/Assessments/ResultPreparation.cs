using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Assessments;

/// <summary>
/// Reads and computes a cohort's results before the command that writes them begins: the embedded engine has one writer,
/// which then only writes, and several cohorts are computed on as many cores. The command refuses itself where somebody
/// else computed the same results meanwhile, and then all begins anew.
/// </summary>
sealed class ResultPreparation(Db db, IUnitOfWork unitOfWork, TimeProvider time, PreparedResults prepared)
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
            var computed = await CohortResults.ComputeAsync(
                db,
                request.CohortId,
                await NowAsync(cancellationToken),
                cancellationToken
            );
            if (computed.Refusal is { } refusal)
                return refusal;

            prepared.Set(request, computed.Value);
            var answer = await next();
            if (answer.Refusal is not { Kind: RefusalKind.Stale } || attempt == Attempts)
                return answer;
        }
    }

    /// <summary>
    /// The time in a turn of its own among the commands: on the embedded engine, where they follow one another, those that
    /// took an earlier time are committed when it ends, so that every mark with an earlier time will be read.
    /// </summary>
    async Task<DateTimeOffset> NowAsync(CancellationToken token)
    {
        await db.ReleaseReaderAsync();
        return await unitOfWork.RunAsync((_, _) => Task.FromResult(time.GetUtcNow()), _ => true, token);
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
