using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Admissions;

/// <summary>Changes the text of an application that wasn't sent yet.</summary>
[Requires(Permission.Apply)]
public sealed record EditDraft(Guid Id, int Version, string? Statement) : ICommand<ApplicationView>;

sealed class EditDraftValidator : AbstractValidator<EditDraft>
{
    public EditDraftValidator() => RuleFor(c => c.Statement).Prose(10_000);
}

sealed class EditDraftHandler(Db db, AuditTrail audit, TimeProvider time, RequestContext context)
    : IRequestHandler<EditDraft, Result<ApplicationView>>
{
    public async Task<Result<ApplicationView>> Handle(EditDraft request, CancellationToken cancellationToken)
    {
        var key = new { request.Id };
        var before = await db.FindAsync<ApplicationView>(GetApplicationHandler.ById, key, cancellationToken);
        if (before is null)
            return Refusal.NotFound("application", request.Id);
        if (!context.Caller.MayActFor(before.PersonId))
            return AccountErrors.NotYours;
        if (before.State != ApplicationState.Draft)
            return ApplicationErrors.NotADraft;
        if (before.Version != request.Version)
            return await StaleApplication.RefuseAsync(
                db,
                request.Id,
                request.Version,
                before.Version,
                cancellationToken
            );

        await db.ChangeAsync(Update, request, "application", cancellationToken);

        audit.Record("application.edited", request.Id);
        var view = await db.FindAsync<ApplicationView>(GetApplicationHandler.ById, key, cancellationToken);
        return view!.For(context.Caller, time.GetUtcNow());
    }

    internal static readonly Sql Update = new(
        """
        UPDATE Applications
        SET Statement = @Statement, Version = Version + 1
        WHERE Id = @Id AND Version = @Version AND State = 'Draft'
        """
    );
}
