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

sealed class ImportApplicationsHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time)
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
            var id = planned.Outcome is ImportOutcome.New or ImportOutcome.Changed
                ? await WriteAsync(batch, row, planned, now, cancellationToken)
                : planned.Existing?.Id;
            answers.Add(planned.Answer with { ApplicationId = id });
        }

        return new ApplicationImport(answers);
    }

    async Task<Guid> WriteAsync(
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

        if (planned.Existing is { } existing)
        {
            await ChangeAsync(existing, planned, batch, now, token);
            return existing.Id;
        }

        var personId =
            planned.Person?.Id ?? await PersonImport.CreateAsync(db, audit, ids.New(), key, row.Fields, now, token);
        return await EnterAsync(personId, planned, batch, row, now, token);
    }

    async Task<Guid> EnterAsync(
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
            Id = ids.New(),
            PersonId = personId,
            batch.CohortId,
            State = row.State.ToString(),
            planned.Statement,
            SubmittedAt = row.State == ApplicationState.Submitted ? now : (DateTimeOffset?)null,
            Now = now,
        };
        // Where the person applied meanwhile, the constraint makes the command run again.
        await db.ExecuteAsync(Insert, application, token);
        audit.Record(
            "application.imported",
            application.Id,
            new
            {
                PersonId = personId,
                batch.CohortId,
                To = row.State,
                batch.Source,
                row.Reference,
                AfterClose = batch.AfterClose ? true : (bool?)null,
            }
        );
        return application.Id;
    }

    async Task ChangeAsync(
        ExistingApplication before,
        PlannedApplication planned,
        ApplicationBatch batch,
        DateTimeOffset now,
        CancellationToken token
    )
    {
        if (planned.To is null && planned.Statement is null)
            return;

        var to = planned.To ?? before.State;
        var change = new
        {
            before.Id,
            before.Version,
            To = to.ToString(),
            Statement = planned.Statement ?? before.Statement,
            SubmittedAt = to == ApplicationState.Submitted ? now : (DateTimeOffset?)null,
        };
        await db.ChangeAsync(Update, change, "application", token);
        if (planned.Statement is not null)
            audit.Record("application.edited", before.Id, new { batch.Source });
        if (planned.To is not null)
        {
            audit.Record(
                "application.submit",
                before.Id,
                new
                {
                    From = before.State,
                    To = to,
                    batch.Source,
                    AfterClose = batch.AfterClose ? true : (bool?)null,
                }
            );
        }
    }

    internal static readonly Sql Insert = new(
        """
        INSERT INTO Applications (Id, PersonId, CohortId, State, Statement, SubmittedAt, Version, CreatedAt)
        VALUES (@Id, @PersonId, @CohortId, @State, @Statement, @SubmittedAt, 1, @Now)
        """
    );

    internal static readonly Sql Update = new(
        """
        UPDATE Applications
        SET State = @To, Statement = @Statement, SubmittedAt = @SubmittedAt, Version = Version + 1
        WHERE Id = @Id AND Version = @Version AND State = 'Draft'
        """
    );
}
