using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.People;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Admissions;

/// <summary>
/// Starts a draft. It may be started before the window opens, and is sent with the transition 'submit' while it is
/// open.
/// </summary>
[Requires(Permission.Apply)]
public sealed record CreateApplication(Guid PersonId, Guid CohortId, string? Statement) : ICommand<ApplicationView>;

sealed class CreateApplicationValidator : AbstractValidator<CreateApplication>
{
    public CreateApplicationValidator()
    {
        RuleFor(c => c.PersonId).NotEmpty();
        RuleFor(c => c.CohortId).NotEmpty();
        RuleFor(c => c.Statement).Prose(10_000);
    }
}

sealed class CreateApplicationHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time, RequestContext context)
    : IRequestHandler<CreateApplication, Result<ApplicationView>>
{
    public async Task<Result<ApplicationView>> Handle(CreateApplication request, CancellationToken cancellationToken)
    {
        if (!context.Caller.MayActFor(request.PersonId))
            return AccountErrors.NotYours;

        var closesAt = await db.FindAsync<DateTimeOffset?>(WindowOf, new { Id = request.CohortId }, cancellationToken);
        if (closesAt is null)
            return Refusal.NotFound("cohort", request.CohortId);
        if (closesAt <= time.GetUtcNow())
            return ApplicationErrors.WindowClosed(closesAt.Value);
        if (await PersonStore.HoldAsync(db, request.PersonId, cancellationToken) is { } refusal)
            return refusal;

        var row = new
        {
            Id = ids.New(),
            request.PersonId,
            request.CohortId,
            State = nameof(ApplicationState.Draft),
            request.Statement,
            Now = time.GetUtcNow(),
        };
        if (!await db.TryInsertAsync(Insert, row, cancellationToken))
            return ApplicationErrors.AlreadyApplied;

        audit.Record("application.drafted", row.Id, new { request.PersonId, request.CohortId });
        var view = await db.FindAsync<ApplicationView>(GetApplicationHandler.ById, new { row.Id }, cancellationToken);
        return view!.For(context.Caller, row.Now);
    }

    internal static readonly Sql WindowOf = new("SELECT ClosesAt FROM Cohorts WHERE Id = @Id");

    internal static readonly Sql Insert = new(
        """
        INSERT INTO Applications (Id, PersonId, CohortId, State, Statement, Version, CreatedAt)
        VALUES (@Id, @PersonId, @CohortId, @State, @Statement, 1, @Now)
        """
    );
}
