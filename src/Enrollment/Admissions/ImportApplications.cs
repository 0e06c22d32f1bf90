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
    TimeProvider time,
    IValidator<ImportedApplication> rules
) : IRequestHandler<ImportApplications, Result<ApplicationImport>>
{
    public async Task<Result<ApplicationImport>> Handle(ImportApplications request, CancellationToken cancellationToken)
    {
        var batch = request.Batch;
        var window = await ApplicationImportPlan.WindowAsync(db, batch.CohortId, cancellationToken);
        if (window is null)
            return Refusal.NotFound("cohort", batch.CohortId);

        var people = await ApplicationImportPlan.LookUpAsync(db, batch, cancellationToken);
        var now = time.GetUtcNow();
        var plan = new ApplicationImportPlan(db, people, rules, batch, window, now);
        var writing = new ApplicationWriting(
            db,
            applications,
            new PersonImport(db, audit, ids, people),
            audit,
            ids,
            batch,
            window,
            now
        );
        var answers = new List<ImportAnswer>(batch.Rows.Count);
        foreach (var row in batch.Rows.Select(window.Place))
        {
            var planned = await plan.PlanAsync(row, cancellationToken);
            answers.Add(
                planned.Outcome is ImportOutcome.New or ImportOutcome.Changed
                    ? await writing.WriteAsync(row, planned, cancellationToken)
                    : planned.Answer with
                    {
                        ApplicationId = planned.Existing?.Id,
                    }
            );
        }

        await writing.FinishAsync(cancellationToken);
        return new ApplicationImport(answers);
    }
}
