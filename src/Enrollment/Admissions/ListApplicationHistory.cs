using Enrollment.Accounts;
using Enrollment.Admissions.Selection;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Admissions;

/// <summary>What happened to an application, oldest first.</summary>
[Requires(Permission.ReadOwnRecord)]
public sealed record ListApplicationHistory(Guid Id, Guid? After, int Size) : IQuery<Page<AuditEvent>>;

sealed class ListApplicationHistoryHandler(Db db, RequestContext context)
    : IRequestHandler<ListApplicationHistory, Result<Page<AuditEvent>>>
{
    public async Task<Result<Page<AuditEvent>>> Handle(
        ListApplicationHistory request,
        CancellationToken cancellationToken
    )
    {
        var view = await db.FindAsync<ApplicationView>(
            GetApplicationHandler.ById,
            new { request.Id },
            cancellationToken
        );
        if (view is null)
            return Refusal.NotFound("application", request.Id);
        if (!context.Caller.MayActFor(view.PersonId))
            return AccountErrors.NotYours;
        if (await Veil.HidesAsync(db, context.Caller, view.CohortId, cancellationToken))
            return SelectionErrors.ApplicantHidden;

        return await db.PageAsync<AuditEvent>(
            ListAuditEventsHandler.OfSubject,
            new { SubjectId = request.Id, After = request.After ?? Guid.Empty },
            request.Size,
            row => row.Id,
            cancellationToken
        );
    }
}
