using Enrollment.Accounts;
using Enrollment.Admissions.Selection;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Admissions;

/// <summary>Applications of a cohort or of a person, or all, in the order of their creation.</summary>
[Requires(Permission.ReadOwnRecord)]
public sealed record ListApplications(Guid? CohortId, Guid? PersonId, ApplicationState? State, Guid? After, int Size)
    : IQuery<Page<ApplicationView>>;

sealed class ListApplicationsHandler(Db db, RequestContext context)
    : IRequestHandler<ListApplications, Result<Page<ApplicationView>>>
{
    public async Task<Result<Page<ApplicationView>>> Handle(
        ListApplications request,
        CancellationToken cancellationToken
    )
    {
        var caller = context.Caller;
        // A student who names nobody means the own applications.
        var personId = caller.Role == Role.Student ? request.PersonId ?? caller.PersonId : request.PersonId;
        if (caller.Role == Role.Student && (personId is null || !caller.MayActFor(personId.Value)))
            return AccountErrors.NotYours;

        var statement =
            // Whose applications they are would tell whom the hidden ones belong to.
            personId is not null
                ? (Veil.Covers(caller) ? OfKnownPerson : OfPerson)
            : request.CohortId is not null ? OfCohort
            : request.State is not null ? InState
            : All;
        var page = await db.PageAsync<ApplicationView>(
            statement,
            new
            {
                request.CohortId,
                PersonId = personId,
                State = request.State?.ToString(),
                After = request.After ?? Guid.Empty,
            },
            request.Size,
            row => row.Id,
            cancellationToken
        );
        var items = await Veil.DrawAsync(db, caller, page.Items, cancellationToken);
        return page with { Items = [.. items.Select(row => row.For(caller))] };
    }

    internal static readonly Sql OfCohort = new(
        """
        SELECT a.Id, a.PersonId, n.FullName AS PersonName, a.CohortId, a.State, a.Statement, a.Reason, a.Conditions,
               a.OfferExpiresAt, a.SubmittedAt, a.RoundId, a.DeferredToId, a.Version
        FROM Applications a
        JOIN PersonNames n ON n.PersonId = a.PersonId AND n.Position = 0
        WHERE a.CohortId = @CohortId AND a.Id > @After AND (@State IS NULL OR a.State = @State)
        ORDER BY a.Id
        """
    )
    {
        Paged = true,
    };

    internal static readonly Sql OfPerson = new(
        """
        SELECT a.Id, a.PersonId, n.FullName AS PersonName, a.CohortId, a.State, a.Statement, a.Reason, a.Conditions,
               a.OfferExpiresAt, a.SubmittedAt, a.RoundId, a.DeferredToId, a.Version
        FROM Applications a
        JOIN PersonNames n ON n.PersonId = a.PersonId AND n.Position = 0
        WHERE a.PersonId = @PersonId AND a.Id > @After AND (@State IS NULL OR a.State = @State)
          AND (@CohortId IS NULL OR a.CohortId = @CohortId)
        ORDER BY a.Id
        """
    )
    {
        Paged = true,
    };

    internal static readonly Sql OfKnownPerson = new(
        """
        SELECT a.Id, a.PersonId, n.FullName AS PersonName, a.CohortId, a.State, a.Statement, a.Reason, a.Conditions,
               a.OfferExpiresAt, a.SubmittedAt, a.Version
        FROM Applications a
        JOIN PersonNames n ON n.PersonId = a.PersonId AND n.Position = 0
        WHERE a.PersonId = @PersonId AND a.Id > @After
          AND (@State IS NULL OR a.State = @State)
          AND (@CohortId IS NULL OR a.CohortId = @CohortId)
          AND NOT EXISTS (SELECT 1 FROM SelectionSchemes s WHERE s.CohortId = a.CohortId AND s.Anonymous = 1)
        ORDER BY a.Id
        """
    )
    {
        Paged = true,
    };

    internal static readonly Sql InState = new(
        """
        SELECT a.Id, a.PersonId, n.FullName AS PersonName, a.CohortId, a.State, a.Statement, a.Reason, a.Conditions,
               a.OfferExpiresAt, a.SubmittedAt, a.RoundId, a.DeferredToId, a.Version
        FROM Applications a
        JOIN PersonNames n ON n.PersonId = a.PersonId AND n.Position = 0
        WHERE a.State = @State AND a.Id > @After
        ORDER BY a.Id
        """
    )
    {
        Paged = true,
    };

    internal static readonly Sql All = new(
        """
        SELECT a.Id, a.PersonId, n.FullName AS PersonName, a.CohortId, a.State, a.Statement, a.Reason, a.Conditions,
               a.OfferExpiresAt, a.SubmittedAt, a.RoundId, a.DeferredToId, a.Version
        FROM Applications a
        JOIN PersonNames n ON n.PersonId = a.PersonId AND n.Position = 0
        WHERE a.Id > @After
        ORDER BY a.Id
        """
    )
    {
        Paged = true,
    };
}
