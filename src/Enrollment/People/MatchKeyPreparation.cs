using System.Runtime.CompilerServices;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.People;

/// <summary>Marks the commands that write people with their keys.</summary>
interface IWritesPeople : IUseCase
{
    PersonFields Fields { get; }
}

/// <summary>The keys of the people that a command writes, and the words by which they are found, reckoned once.</summary>
sealed class PreparedKeys(INameRomanizer romanizer, IPhoneNumbers phones)
{
    readonly ConditionalWeakTable<PersonFields, IReadOnlyList<MatchKey>> prepared = [];

    readonly ConditionalWeakTable<PersonFields, IReadOnlyList<string>> words = [];

    internal IReadOnlyList<string> WordsOf(PersonFields fields) =>
        words.GetValue(fields, f => NameWords.Of(f.Names, romanizer));

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
        keys.WordsOf(request.Fields);
        return next();
    }
}
