using Enrollment.Accounts;
using Enrollment.Admissions.Selection;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Admissions;

/// <summary>The conditions of an application's offer, in their order; none where the offer has none.</summary>
[Requires(Permission.ReadOwnRecord)]
public sealed record ListConditions(Guid ApplicationId) : IQuery<IReadOnlyList<ConditionView>>;

public sealed record ConditionView
{
    /// <summary>From 1 on, in the order in which the offer names them.</summary>
    public int Position { get; init; }
    public string Wording { get; init; } = "";
    public ConditionState State { get; init; }

    /// <summary>What the registrar noted when deciding.</summary>
    public string? Note { get; init; }
    public string? DecidedBy { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    public int Version { get; init; }
}

sealed class ListConditionsHandler(Db db, RequestContext context)
    : IRequestHandler<ListConditions, Result<IReadOnlyList<ConditionView>>>
{
    public async Task<Result<IReadOnlyList<ConditionView>>> Handle(
        ListConditions request,
        CancellationToken cancellationToken
    )
    {
        var key = new { Id = request.ApplicationId };
        var application = await db.FindAsync<ApplicationView>(GetApplicationHandler.ById, key, cancellationToken);
        if (application is null)
            return Refusal.NotFound("application", request.ApplicationId);
        if (!context.Caller.MayActFor(application.PersonId))
            return AccountErrors.NotYours;
        if (await Veil.HidesAsync(db, context.Caller, application.CohortId, cancellationToken))
            return SelectionErrors.ApplicantHidden;

        var conditions = await db.QueryAsync<ConditionView>(OfApplication, key, cancellationToken);
        return Result<IReadOnlyList<ConditionView>>.Of(conditions);
    }

    internal static readonly Sql OfApplication = new(
        """
        SELECT Position, Wording, State, Note, DecidedBy, DecidedAt, Version
        FROM OfferConditions
        WHERE ApplicationId = @Id
        ORDER BY Position
        """
    );
}
