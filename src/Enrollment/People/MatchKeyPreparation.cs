using System.Runtime.CompilerServices;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.People;

/// <summary>Marks the commands that write people with their keys.</summary>
interface IWritesPeople : IUseCase
{
    PersonFields Fields { get; }
}

/// <summary>The keys of the people that a command writes, reckoned once.</summary>
sealed class PreparedKeys(INameRomanizer romanizer, IPhoneNumbers phones)
{
    readonly ConditionalWeakTable<PersonFields, IReadOnlyList<MatchKey>> prepared = [];

    internal IReadOnlyList<MatchKey> Of(PersonFields fields) =>
        prepared.GetValue(fields, f => MatchKeys.Of(PersonEvidence.Of(Guid.Empty, f, romanizer, phones)));
}

/// <summary>
/// Reckons the keys before the unit of work begins: reading names of other scripts takes a while, and on the embedded
/// engine all writing would wait for it.
/// </summary>
sealed class MatchKeyPreparation<TRequest, TResponse>(PreparedKeys keys) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IWritesPeople
{
    public Task<TResponse> Handle(
        TRequest request,
        CancellationToken cancellationToken,
        RequestHandlerDelegate<TResponse> next
    )
    {
        keys.Of(request.Fields);
        return next();
    }
}
