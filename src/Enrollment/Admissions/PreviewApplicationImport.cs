using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Admissions;

/// <summary>What <see cref="ImportApplications"/> would do with the same batch at this moment; nothing is written.</summary>
[Requires(Permission.DecideApplications)]
public sealed record PreviewApplicationImport(ApplicationBatch Batch) : IQuery<ApplicationImport>;

sealed class PreviewApplicationImportValidator : AbstractValidator<PreviewApplicationImport>
{
    public PreviewApplicationImportValidator() => RuleFor(q => q.Batch).SetValidator(new ApplicationBatchValidator());
}

sealed class PreviewApplicationImportHandler(Db db, TimeProvider time, IValidator<ImportedApplication> rules)
    : IRequestHandler<PreviewApplicationImport, Result<ApplicationImport>>
{
    public async Task<Result<ApplicationImport>> Handle(
        PreviewApplicationImport request,
        CancellationToken cancellationToken
    )
    {
        var batch = request.Batch;
        var window = await ApplicationImportPlan.WindowAsync(db, batch.CohortId, cancellationToken);
        if (window is null)
            return Refusal.NotFound("cohort", batch.CohortId);

        var people = await ApplicationImportPlan.LookUpAsync(db, batch, cancellationToken);
        var plan = new ApplicationImportPlan(db, people, rules, batch, window, time.GetUtcNow());
        var answers = new List<ImportAnswer>(batch.Rows.Count);
        foreach (var row in batch.Rows.Select(window.Place))
            answers.Add((await plan.PlanAsync(row, cancellationToken)).Answer);
        return new ApplicationImport(answers);
    }
}
