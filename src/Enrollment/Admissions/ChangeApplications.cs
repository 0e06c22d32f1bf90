using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Admissions;

/// <summary>Up to 500 applications of a cohort to be taken through the same transition.</summary>
public sealed record ApplicationsToChange
{
    public required IReadOnlyList<ApplicationToChange> Applications { get; init; }

    /// <summary>The fields of the transition, the same for all.</summary>
    public TransitionInput Fields { get; init; } = TransitionInput.Empty;
}

/// <summary>One of them.</summary>
public sealed record ApplicationToChange
{
    public required Guid Id { get; init; }

    /// <summary>The version that the caller saw; left out: the table alone decides.</summary>
    public int? Version { get; init; }
}

/// <summary>What became of one application.</summary>
/// <param name="Id">The application.</param>
/// <param name="State">Its state now; null where the application was refused.</param>
/// <param name="Version">Its version now; null where the application was refused.</param>
/// <param name="Problem">Why it stays as it was; null where it was changed.</param>
public sealed record ApplicationAnswer(Guid Id, ApplicationState? State, int? Version, FieldProblem? Problem);

/// <summary>Asked before applications are changed together: whether the caller may, and whether the request is whole.</summary>
[Requires(Permission.DecideApplications)]
public sealed record CheckApplicationsToChange(Guid CohortId, ApplicationVerb Verb, ApplicationsToChange Changes)
    : IQuery<Done>;

sealed class CheckApplicationsToChangeValidator : AbstractValidator<CheckApplicationsToChange>
{
    const int Most = 500;

    public CheckApplicationsToChangeValidator(IValidator<ChangeApplication> one)
    {
        RuleFor(q => q.Changes.Applications)
            .Must(rows => rows is { Count: >= 1 and <= Most })
            .WithMessage($"Send 1 to {Most} applications at once.")
            .OverridePropertyName("applications");
        RuleFor(q => q.Changes.Applications)
            .Must(rows => rows.DistinctBy(row => row.Id).Count() == rows.Count)
            .WithMessage("Send each application once.")
            .OverridePropertyName("applications");
        RuleFor(q => new ChangeApplication(Guid.Empty, q.Verb, null, q.Changes.Fields))
            .SetValidator(one)
            .OverridePropertyName("fields");
    }
}

sealed class CheckApplicationsToChangeHandler(Db db) : IRequestHandler<CheckApplicationsToChange, Result<Done>>
{
    public async Task<Result<Done>> Handle(CheckApplicationsToChange request, CancellationToken cancellationToken) =>
        await db.FindAsync<DateTimeOffset?>(
            CreateApplicationHandler.WindowOf,
            new { Id = request.CohortId },
            cancellationToken
        )
            is null
            ? Refusal.NotFound("cohort", request.CohortId)
            : Done.It;
}

/// <summary>
/// Takes several applications of a cohort through one transition, each in a transaction of its own: what is refused comes
/// back with its reason, and the others are changed.
/// </summary>
public sealed class ApplicationChanging(IMediator mediator, RequestContext context)
{
    /// <summary>
    /// A row for each, in their order. It takes no idempotency key: an application that was changed already is refused by
    /// its version or its state.
    /// </summary>
    public async Task<Result<IReadOnlyList<ApplicationAnswer>>> ChangeAsync(
        Guid cohortId,
        ApplicationVerb verb,
        ApplicationsToChange changes,
        CancellationToken token
    )
    {
        context.Idempotency = null;
        var possible = await mediator.Send(new CheckApplicationsToChange(cohortId, verb, changes), token);
        if (possible.Refusal is { } refusal)
            return refusal;

        var answers = new List<ApplicationAnswer>(changes.Applications.Count);
        foreach (var row in changes.Applications)
        {
            var request = new ChangeApplication(row.Id, verb, row.Version, changes.Fields) { CohortId = cohortId };
            answers.Add(Answer(row.Id, await mediator.Send(request, token)));
        }

        return Result<IReadOnlyList<ApplicationAnswer>>.Of(answers);
    }

    static ApplicationAnswer Answer(Guid id, Result<ApplicationView> result) =>
        result.Refusal is { } refused
            ? new ApplicationAnswer(id, null, null, new FieldProblem("id", refused.Code, refused.Message))
            : new ApplicationAnswer(id, result.Value.State, result.Value.Version, null);
}
