using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.People;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Admissions;

/// <summary>
/// Brings in applications with their applicants. Rows are independent: those that are refused are answered, all others
/// are written together. The same batch sent again changes nothing.
/// </summary>
[Requires(Permission.DecideApplications)]
public sealed record ImportApplications(ApplicationBatch Batch) : ICommand<ApplicationImport>;

sealed class ImportApplicationsValidator : AbstractValidator<ImportApplications>
{
    public ImportApplicationsValidator() => RuleFor(c => c.Batch).SetValidator(new ApplicationBatchValidator());
}

sealed class ImportApplicationsHandler(
    Db db,
    ApplicationChange applications,
    AuditTrail audit,
    Ids ids,
    TimeProvider time
)
    : IRequestHandler<ImportApplications, Result<ApplicationImport>>
{
    public async Task<Result<ApplicationImport>> Handle(ImportApplications request, CancellationToken cancellationToken)
    {
        var batch = request.Batch;
        var window = await ApplicationImportPlan.WindowAsync(db, batch.CohortId, cancellationToken);
        if (window is null)
            return Refusal.NotFound("cohort", batch.CohortId);

        var now = time.GetUtcNow();
        var answers = new List<ImportAnswer>(batch.Rows.Count);
        foreach (var row in batch.Rows)
        {
            var planned = await ApplicationImportPlan.PlanAsync(db, batch, row, window, now, cancellationToken);
            answers.Add(
                planned.Outcome is ImportOutcome.New or ImportOutcome.Changed
                    ? await WriteAsync(batch, row, planned, now, cancellationToken)
                    : planned.Answer with
                    {
                        ApplicationId = planned.Existing?.Id,
                    }
            );
        }

        return new ApplicationImport(answers);
    }

    async Task<ImportAnswer> WriteAsync(
        ApplicationBatch batch,
        ImportedApplication row,
        PlannedApplication planned,
        DateTimeOffset now,
        CancellationToken token
    )
    {
        var key = planned.Key!;
        if (planned.Person is { } person && planned.PersonAfter is { } after)
            await PersonImport.ChangeAsync(db, audit, person, after, token);
        if (planned.Links)
        {
            await PersonImport.LinkAsync(db, planned.Person!.Id, key, token);
            audit.Record("person.linked", planned.Person.Id, new { key.Source, key.ExternalId });
        }

        var id = planned.Existing?.Id ?? ids.New();
        if (planned.Existing is null)
        {
            var personId =
                planned.Person?.Id ?? await PersonImport.CreateAsync(db, audit, ids.New(), key, row.Fields, now, token);
            await EnterAsync(id, personId, planned, batch, row, now, token);
        }
        else if (planned.Statement is not null)
        {
            await db.ChangeAsync(EditDraftHandler.Update, planned.Existing with { Statement = planned.Statement }, "application", token);
            audit.Record("application.edited", id, new { batch.Source });
        }

        var answer = planned.Answer with { ApplicationId = id };
        return planned.To == ApplicationState.Submitted ? await SubmitAsync(answer, planned, batch, token) : answer;
    }

    async Task EnterAsync(
        Guid id,
        Guid personId,
        PlannedApplication planned,
        ApplicationBatch batch,
        ImportedApplication row,
        DateTimeOffset now,
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
        ApplicationBatch batch,
        CancellationToken token
    )
    {
        var draft = await applications.FindAsync(answer.ApplicationId!.Value, token);
        var input = new TransitionInput { AfterClose = batch.AfterClose };
        if (await applications.ApplyAsync(draft!, ApplicationVerb.Submit, input, token) is not { } refusal)
            return answer;

        var isUnchanged =
            planned is { Existing: not null, PersonAfter: null, Links: false, Statement: null };
        return answer with
        {
            Outcome = isUnchanged ? ImportOutcome.Unchanged : answer.Outcome,
            Problems = refusal.Problems is [_, ..] ? refusal.Problems : [ImportProblems.Field("state", refusal)],
        };
    }
}
