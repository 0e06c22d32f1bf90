using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Admissions.Selection;

/// <summary>How the applicants of a cohort are compared: published, seed of the lottery included.</summary>
[Requires(Permission.ReadCatalog)]
public sealed record GetSelection(Guid CohortId) : IQuery<SelectionView>;

sealed class GetSelectionHandler(Db db) : IRequestHandler<GetSelection, Result<SelectionView>>
{
    public async Task<Result<SelectionView>> Handle(GetSelection request, CancellationToken cancellationToken) =>
        await SelectionStore.CurrentAsync(db, request.CohortId, cancellationToken) is { } scheme
            ? scheme
            : SelectionErrors.NoCriteria(request.CohortId);
}
