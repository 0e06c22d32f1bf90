using System.Data.Common;
using System.Text.Json;
using Enrollment.Audit;
using Enrollment.Data;
using MediatR;

namespace Enrollment.Pipeline;

/// <summary>
/// Runs a command in one unit of work with its audit events and, where the caller sent an idempotency key, its stored
/// answer. A refused command leaves nothing behind, not even its key: it may be corrected and sent again.
/// </summary>
sealed class TransactionBehavior<TRequest, TResponse>(
    IUnitOfWork unitOfWork,
    Db db,
    AuditTrail audit,
    RequestContext context,
    TimeProvider time
) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IChange
    where TResponse : IResult<TResponse>
{
    public async Task<TResponse> Handle(
        TRequest request,
        CancellationToken cancellationToken,
        RequestHandlerDelegate<TResponse> next
    )
    {
        await db.ReleaseReaderAsync();
        try
        {
            return await unitOfWork.RunAsync(
                async (connection, transaction) =>
                {
                    using var binding = db.Bind(connection, transaction);
                    audit.Clear();
                    return await RunAsync(next, cancellationToken);
                },
                result => result.Refusal is null,
                cancellationToken
            );
        }
        catch (DatabaseUnavailableException unavailable)
        {
            return Refused(unavailable);
        }
        catch (LostRaceException lost)
        {
            return TResponse.Refuse(Refusal.Stale(lost.Resource));
        }
        catch (DbException fault) when (db.Unavailable(fault) is { } unavailable)
        {
            return Refused(unavailable);
        }
    }

    static TResponse Refused(DatabaseUnavailableException unavailable) =>
        TResponse.Refuse(new Refusal(RefusalKind.Busy, unavailable.Code, unavailable.Message));

    async Task<TResponse> RunAsync(RequestHandlerDelegate<TResponse> next, CancellationToken token)
    {
        if (context.Idempotency is not { } key || typeof(TRequest).IsAssignableTo(typeof(ISecretAnswer)))
            return await FinishAsync(await next(), token);

        var scope = new { Caller = context.Caller.Id, key.Key };
        if (await db.FindAsync<StoredAnswer>(IdempotencySql.Find, scope, token) is { } stored)
        {
            return stored.RequestHash == key.RequestHash
                ? JsonSerializer.Deserialize<TResponse>(stored.Answer, AnswerJson.Options)!
                : TResponse.Refuse(KeyReused);
        }

        var response = await FinishAsync(await next(), token);
        if (response.Refusal is not null)
            return response;

        var row = new
        {
            Caller = context.Caller.Id,
            key.Key,
            key.RequestHash,
            Answer = JsonSerializer.Serialize(response, AnswerJson.Options),
            At = time.GetUtcNow(),
        };
        // Where the same request came twice at once, the key is there when this one writes it: the constraint makes the
        // unit of work run again, and then the answer is found.
        await db.ExecuteAsync(IdempotencySql.Insert, row, token);
        return response;
    }

    async Task<TResponse> FinishAsync(TResponse response, CancellationToken token)
    {
        if (response.Refusal is null)
            await audit.WriteAsync(db, token);
        return response;
    }

    sealed record StoredAnswer
    {
        public string RequestHash { get; init; } = "";
        public string Answer { get; init; } = "";
    }

    static Refusal KeyReused { get; } =
        Refusal.Rule(
            "idempotency_key_reused",
            "This Idempotency-Key was used for another request. Send a new key with a new request."
        );
}

/// <summary>Apart from the generic behavior, whose statics can't be enumerated.</summary>
static class IdempotencySql
{
    internal static readonly Sql Find = new(
        """
        SELECT RequestHash, Answer FROM IdempotencyKeys WHERE CallerId = @Caller AND IdempotencyKey = @Key
        """
    );

    internal static readonly Sql Insert = new(
        """
        INSERT INTO IdempotencyKeys (CallerId, IdempotencyKey, RequestHash, Answer, CreatedAt)
        VALUES (@Caller, @Key, @RequestHash, @Answer, @At)
        """
    );
}
