using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Admissions;

/// <summary>
/// Places an application on the waiting list right before another, for a reason that stays in the history.
/// <paramref name="Version"/> is the version of the application that the caller saw, or null.
/// </summary>
[Requires(Permission.DecideApplications)]
public sealed record PlaceBefore(Guid Id, int? Version, Guid BeforeId, string Reason) : ICommand<ApplicationView>;

sealed class PlaceBeforeValidator : AbstractValidator<PlaceBefore>
{
    public PlaceBeforeValidator()
    {
        RuleFor(c => c.BeforeId).NotEqual(c => c.Id).WithMessage("Name another application.");
        RuleFor(c => c.Reason).NotEmpty().Prose(1_000);
    }
}

sealed class PlaceBeforeHandler(
    Db db,
    ApplicationChange change,
    AuditTrail audit,
    TimeProvider time,
    RequestContext context
) : IRequestHandler<PlaceBefore, Result<ApplicationView>>
{
    public async Task<Result<ApplicationView>> Handle(PlaceBefore request, CancellationToken cancellationToken)
    {
        var application = await change.FindAsync(request.Id, cancellationToken);
        if (application is null)
            return Refusal.NotFound("application", request.Id);
        if (request.Version is { } seen && seen != application.Version)
            return await StaleApplication.RefuseAsync(db, request.Id, seen, application.Version, cancellationToken);

        var next = await change.FindAsync(request.BeforeId, cancellationToken);
        if (
            application.State != ApplicationState.Waitlisted
            || next is not { State: ApplicationState.Waitlisted, WaitlistRank: { } rank }
            || next.CohortId != application.CohortId
        )
            return ApplicationErrors.NotWaitingTogether;

        var row = new
        {
            request.Id,
            application.Version,
            application.CohortId,
            next.WaitlistRank,
            NextId = next.Id,
            Rank = rank - 1,
        };
        await db.ChangeAsync(Place, row, "application", cancellationToken);
        await db.ExecuteAsync(MakeRoom, row, cancellationToken);
        audit.Record("application.placed", request.Id, new { request.BeforeId, request.Reason });
        var view = await db.FindAsync<ApplicationView>(
            GetApplicationHandler.ById,
            new { request.Id },
            cancellationToken
        );
        return view!.For(context.Caller, time.GetUtcNow());
    }

    internal static readonly Sql Place = new(
        """
        UPDATE Applications
        SET WaitlistRank = @Rank, Version = Version + 1
        WHERE Id = @Id AND Version = @Version AND State = 'Waitlisted'
        """
    );

    /// <summary>Whoever waited before the other one moves two ranks up, so that the rank between them is free.</summary>
    internal static readonly Sql MakeRoom = new(
        """
        UPDATE Applications
        SET WaitlistRank = WaitlistRank - 2
        WHERE CohortId = @CohortId AND State = 'Waitlisted' AND Id <> @Id
          AND (WaitlistRank < @WaitlistRank OR (WaitlistRank = @WaitlistRank AND Id < @NextId))
        """
    );
}
