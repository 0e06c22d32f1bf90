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

    /// <summary>Why it is in its state, where the last transition said so; the history has all reasons.</summary>
    public string? Reason { get; init; }

    /// <summary>What must be met before the offer leads to an enrollment, one condition a line; null: unconditional.</summary>
    public string? Conditions { get; init; }

    /// <summary>Why it was sent or offered a seat though the applicant isn't eligible; null: nothing was waived.</summary>
    public string? EligibilityWaiver { get; init; }

    /// <summary>The first instant at which the offer can't be accepted any more.</summary>
    public DateTimeOffset? OfferExpiresAt { get; init; }
    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>The admission round in which it was submitted; null: it counts towards none.</summary>
    public Guid? RoundId { get; init; }

    /// <summary>The application to a later cohort that keeps the deferred offer.</summary>
    public Guid? DeferredToId { get; init; }

    /// <summary>The trainee's record in the cohort, once the application is enrolled.</summary>
    public Guid? EnrollmentId { get; init; }
    public int Version { get; init; }
    public IReadOnlyList<OpenTransition> Transitions { get; init; } = [];

    internal DateTimeOffset OpensAt { get; init; }
    internal DateTimeOffset ClosesAt { get; init; }
    internal DateOnly EndsOn { get; init; }
    internal string TimeZone { get; init; } = "";
    internal string? EnrollmentState { get; init; }

    /// <summary>With what the caller may do now: a transition that the time or the enrollment forbids isn't listed.</summary>
    internal ApplicationView For(Caller caller, DateTimeOffset now) =>
        this with
        {
            Transitions =
            [
                .. ApplicationTransitions
                    .OpenTo(caller, State)
                    .Where(row => IsOpen(row.Verb, now))
                    .Select(row => new OpenTransition(
                        row.Verb,
                        row.Target(Conditions is not null),
                        Names(row.Demands),
                        Names(row.AllowsTo(caller))
                    )),
            ],
        };

    bool IsOpen(ApplicationVerb verb, DateTimeOffset now) =>
        new ApplicationTimes(OpensAt, ClosesAt, EndsOn, TimeZone, OfferExpiresAt).Forbid(verb, false, now) is null
        && (State != ApplicationState.Enrolled || EnrollmentState == nameof(Enrollments.EnrollmentState.Cancelled));

    /// <summary>What every statement that reads applications for people starts with.</summary>
    internal const string Select = """
        SELECT a.Id, a.PersonId, n.FullName AS PersonName, a.CohortId, a.State, a.Statement, a.Reason, a.Conditions,
               a.EligibilityWaiver, a.OfferExpiresAt, a.SubmittedAt, a.RoundId, a.DeferredToId, a.Version,
               e.Id AS EnrollmentId, e.State AS EnrollmentState, h.OpensAt, h.ClosesAt, h.EndsOn, h.TimeZone
        FROM Applications a
        JOIN PersonNames n ON n.PersonId = a.PersonId AND n.Position = 0
        JOIN Cohorts h ON h.Id = a.CohortId
        LEFT JOIN Enrollments e ON e.PersonId = a.PersonId AND e.CohortId = a.CohortId AND a.State = 'Enrolled'
        """;

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

sealed class GetApplicationHandler(Db db, TimeProvider time, RequestContext context)
    : IRequestHandler<GetApplication, Result<ApplicationView>>
{
    public async Task<Result<ApplicationView>> Handle(GetApplication request, CancellationToken cancellationToken)
    {
        var view = await db.FindAsync<ApplicationView>(ById, new { request.Id }, cancellationToken);
        if (view is null)
            return Refusal.NotFound("application", request.Id);

        if (!context.Caller.MayActFor(view.PersonId))
            return AccountErrors.NotYours;

        var shown = (await Veil.DrawAsync(db, context.Caller, [view], cancellationToken))[0];
        return shown.For(context.Caller, time.GetUtcNow());
    }

    internal static readonly Sql ById = new(
        $"""
        {ApplicationView.Select}
        WHERE a.Id = @Id
        """
    );
}
