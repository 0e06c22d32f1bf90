using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.People;

/// <summary>
/// The keys of people whose import left them to be written later, and the words by which they are found, reckoned from their records as they are. Those who
/// aren't there, or were merged, are left out. Writes nothing.
/// </summary>
[Requires(Permission.MergePeople)]
public sealed record ReckonDueKeys(IReadOnlyList<Guid> People) : IQuery<DueKeys>;

/// <summary>
/// Writes them, for each whose record is still as it was reckoned from. It may be done again: the keys are replaced.
/// </summary>
[Requires(Permission.MergePeople)]
public sealed record WriteDueKeys(DueKeys Keys) : ICommand<KeysWritten>;

/// <summary>Keys by person.</summary>
public sealed record DueKeys
{
    internal IReadOnlyList<DueKeysOfPerson> People { get; init; } = [];
}

/// <summary>Those who were edited or merged meanwhile, and whose keys are due as before.</summary>
public sealed record KeysWritten(IReadOnlySet<Guid> Edited);

/// <summary>Of one person, and the version of the record that they were reckoned from.</summary>
sealed record DueKeysOfPerson(Guid PersonId, int Version, IReadOnlyList<MatchKey> Keys, IReadOnlyList<string> Words);

sealed class ReckonDueKeysHandler(Db db, INameRomanizer romanizer, IPhoneNumbers phones)
    : IRequestHandler<ReckonDueKeys, Result<DueKeys>>
{
    public async Task<Result<DueKeys>> Handle(ReckonDueKeys request, CancellationToken cancellationToken)
    {
        var people = await PersonEvidenceReader.ReadAsync(db, request.People, romanizer, phones, cancellationToken);
        return new DueKeys { People = [.. people.Select(Reckon)] };

        DueKeysOfPerson Reckon(PersonEvidence person) =>
            new(person.Id, person.Version, MatchKeys.Of(person), NameWords.Of(person.Spellings, romanizer));
    }
}

sealed class WriteDueKeysHandler(Db db) : IRequestHandler<WriteDueKeys, Result<KeysWritten>>
{
    public async Task<Result<KeysWritten>> Handle(WriteDueKeys request, CancellationToken cancellationToken)
    {
        var edited = new HashSet<Guid>();
        var held = new List<DueKeysOfPerson>();
        // In one order, so that two servers at the same people wait for each other rather than for one another.
        foreach (var due in request.Keys.People.OrderBy(person => person.PersonId))
        {
            var read = new { due.PersonId, due.Version };
            if (await db.ExecuteAsync(RecordMatchesHandler.Hold, read, cancellationToken) == 0)
            {
                edited.Add(due.PersonId);
                continue;
            }

            await db.ExecuteAsync(MatchKeyStore.Delete, read, cancellationToken);
            await db.ExecuteAsync(NameWordStore.Delete, read, cancellationToken);
            held.Add(due);
        }

        await MatchKeyStore.WriteAsync(db, [.. held.Select(due => (due.PersonId, due.Keys))], cancellationToken);
        await NameWordStore.WriteAsync(db, held.Select(due => (due.PersonId, due.Words)), cancellationToken);
        return new KeysWritten(edited);
    }
}
