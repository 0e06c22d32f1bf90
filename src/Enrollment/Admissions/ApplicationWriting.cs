using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.People;
using Enrollment.Pipeline;

namespace Enrollment.Admissions;

/// <summary>Writes what the rows of one batch were planned to do; one for each run of the command.</summary>
sealed class ApplicationWriting(
    Db db,
    ApplicationChange applications,
    PersonImport people,
    AuditTrail audit,
    Ids ids,
    ApplicationBatch batch,
    ApplicationWindow window,
    DateTimeOffset now
)
{
    internal async Task<ImportAnswer> WriteAsync(
        ImportedApplication row,
        PlannedApplication planned,
        CancellationToken token
    )
    {
        var key = planned.Key!;
        if (planned.Person is { } person && planned.PersonAfter is { } after)
            await people.ChangeAsync(person, after, token);
        if (planned.Links)
        {
            people.Link(planned.Person!.Id, key);
            audit.Record("person.linked", planned.Person.Id, new { key.Source, key.ExternalId });
        }

        var id = planned.Existing?.Id ?? ids.New();
        ApplicationRow? entered = null;
        if (planned.Existing is null)
        {
            // Merged away since it was read: the row is about another record now.
            if (planned.Person is { } there && await PersonStore.HoldAsync(db, there.Id, token) is not null)
                throw new LostRaceException("person");
            var personId = planned.Person?.Id ?? await people.CreateAsync(ids.New(), key, row.Fields, now, token);
            await EnterAsync(id, personId, planned, row, token);
            entered = window.Draft(id, personId, batch.CohortId);
        }
        else if (planned.Statement is not null)
        {
            await db.ChangeAsync(
                EditDraftHandler.Update,
                planned.Existing with
                {
                    Statement = planned.Statement,
                },
                "application",
                token
            );
            audit.Record("application.edited", id, new { batch.Source });
        }

        var answer = planned.Answer with { ApplicationId = id };
        return planned.To == ApplicationState.Submitted ? await SubmitAsync(answer, planned, entered, token) : answer;
    }

    /// <summary>What can wait for the end of the batch.</summary>
    internal Task FinishAsync(CancellationToken token) => people.FinishAsync(token);

    async Task EnterAsync(
        Guid id,
        Guid personId,
        PlannedApplication planned,
        ImportedApplication row,
        CancellationToken token
    )
    {
        var application = new
        {
            Id = id,
            PersonId = personId,
            batch.CohortId,
            State = nameof(ApplicationState.Draft),
            planned.Statement,
            Now = now,
        };
        // Where the person applied meanwhile, the constraint makes the command run again.
        await db.ExecuteAsync(CreateApplicationHandler.Insert, application, token);
        audit.Record(
            "application.imported",
            id,
            new
            {
                PersonId = personId,
                batch.CohortId,
                batch.Source,
                row.Reference,
                AfterClose = batch.AfterClose ? true : (bool?)null,
            }
        );
    }

    /// <summary>
    /// By the same transition as everybody's submission. Where a rule refuses it (eligibility, the limits of the round), the
    /// application stays a draft and the answer says why.
    /// </summary>
    async Task<ImportAnswer> SubmitAsync(
        ImportAnswer answer,
        PlannedApplication planned,
        ApplicationRow? entered,
        CancellationToken token
    )
    {
        var draft = entered ?? await applications.FindAsync(answer.ApplicationId!.Value, token);
        var input = new TransitionInput { AfterClose = batch.AfterClose };
        if (await applications.ApplyAsync(draft!, ApplicationVerb.Submit, input, token) is not { } refusal)
            return answer;

        var isUnchanged = planned is { Existing: not null, PersonAfter: null, Links: false, Statement: null };
        return answer with
        {
            Outcome = isUnchanged ? ImportOutcome.Unchanged : answer.Outcome,
            Problems = refusal.Problems is [_, ..] ? refusal.Problems : [ImportProblems.Field("state", refusal)],
        };
    }
}
