using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Admissions.Selection;

/// <summary>Changes the criteria of a cohort that no score was entered under yet.</summary>
[Requires(Permission.ManageCohorts)]
public sealed record UpdateSelection(Guid CohortId, int Version, SelectionFields Fields) : ICommand<SelectionView>;

sealed class UpdateSelectionValidator : AbstractValidator<UpdateSelection>
{
    public UpdateSelectionValidator() => RuleFor(c => c.Fields).SetValidator(new SelectionFieldsValidator());
}

sealed class UpdateSelectionHandler(Db db, AuditTrail audit, Ids ids)
    : IRequestHandler<UpdateSelection, Result<SelectionView>>
{
    public async Task<Result<SelectionView>> Handle(UpdateSelection request, CancellationToken cancellationToken)
    {
        var f = request.Fields;
        var before = await SelectionStore.CurrentAsync(db, request.CohortId, cancellationToken);
        if (before is null)
            return SelectionErrors.NoCriteria(request.CohortId);
        if (before.FrozenAt is not null)
            return SelectionErrors.CriteriaFrozen;
        if (before.Version != request.Version)
            return Refusal.Stale("selection");

        var row = new
        {
            before.Id,
            request.Version,
            f.Anonymous,
            f.RequiredReviews,
            LotterySeed = f.LotterySeed ?? before.LotterySeed,
        };
        await db.ChangeAsync(Update, row, "selection", cancellationToken);
        await SelectionStore.DeletePartsAsync(db, before.Id, cancellationToken);
        await SelectionStore.InsertPartsAsync(db, before.Id, f, ids.New, cancellationToken);
        audit.Record("selection.changed", request.CohortId, new { Old = before, New = f });
        return (await SelectionStore.CurrentAsync(db, request.CohortId, cancellationToken))!;
    }

    internal static readonly Sql Update = new(
        """
        UPDATE SelectionSchemes
        SET Anonymous = @Anonymous, RequiredReviews = @RequiredReviews, LotterySeed = @LotterySeed,
            Version = Version + 1
        WHERE Id = @Id AND Version = @Version AND FrozenAt IS NULL
        """
    );
}
