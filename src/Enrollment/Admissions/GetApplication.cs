using Enrollment.Accounts;
using Enrollment.Admissions.Selection;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Admissions;

/// <summary>An application with the transitions that are open to the caller; a student reads the own ones.</summary>
[Requires(Permission.ReadOwnRecord)]
public sealed record GetApplication(Guid Id) : IQuery<ApplicationView>;

public sealed record ApplicationView
{
    public Guid Id { get; init; }
    public Guid PersonId { get; init; }
    public string PersonName { get; init; } = "";
    public Guid CohortId { get; init; }
    public ApplicationState State { get; init; }
    public string? Statement { get; init; }

    /// <summary>The reason of the last transition that gave one.</summary>
    public string? Reason { get; init; }

    /// <summary>What must be met before the offer leads to an enrollment, one condition a line; null: unconditional.</summary>
    public string? Conditions { get; init; }

    /// <summary>The first instant at which the offer can't be accepted any more.</summary>
    public DateTimeOffset? OfferExpiresAt { get; init; }
    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>The admission round in which it was submitted; null: it counts towards none.</summary>
    public Guid? RoundId { get; init; }

    /// <summary>The application to a later cohort that keeps the deferred offer.</summary>
    public Guid? DeferredToId { get; init; }
    public int Version { get; init; }
    public IReadOnlyList<OpenTransition> Transitions { get; init; } = [];

    internal ApplicationView For(Caller caller) =>
        this with
        {
            Transitions =
            [
                .. ApplicationTransitions
                    .OpenTo(caller, State)
                    .Select(row => new OpenTransition(
                        row.Verb,
                        row.Target(Conditions is not null),
                        Names(row.Demands),
                        Names(row.Allows)
                    )),
            ],
        };

    static IReadOnlyList<string> Names(TransitionFields fields) =>
        [
            .. Enum.GetValues<TransitionFields>()
                .Where(field => field != TransitionFields.None && fields.HasFlag(field))
                .Select(field => char.ToLowerInvariant(field.ToString()[0]) + field.ToString()[1..]),
        ];
}

/// <summary>
/// A transition that the caller may send: POST /applications/{id}/{verb}, with the names of the fields that it demands
/// and allows.
/// </summary>
public sealed record OpenTransition(
    ApplicationVerb Verb,
    ApplicationState To,
    IReadOnlyList<string> Demands,
    IReadOnlyList<string> Allows
);

sealed class GetApplicationHandler(Db db, RequestContext context)
    : IRequestHandler<GetApplication, Result<ApplicationView>>
{
    public async Task<Result<ApplicationView>> Handle(GetApplication request, CancellationToken cancellationToken)
    {
        var view = await db.FindAsync<ApplicationView>(ById, new { request.Id }, cancellationToken);
        if (view is null)
            return Refusal.NotFound("application", request.Id);

        if (!context.Caller.MayActFor(view.PersonId))
            return AccountErrors.NotYours;

        return (await Veil.DrawAsync(db, context.Caller, [view], cancellationToken))[0].For(context.Caller);
    }

    internal static readonly Sql ById = new(
        """
        SELECT a.Id, a.PersonId, n.FullName AS PersonName, a.CohortId, a.State, a.Statement, a.Reason, a.Conditions,
               a.OfferExpiresAt, a.SubmittedAt, a.RoundId, a.DeferredToId, a.Version
        FROM Applications a
        JOIN PersonNames n ON n.PersonId = a.PersonId AND n.Position = 0
        WHERE a.Id = @Id
        """
    );
}
