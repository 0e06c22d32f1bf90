using Enrollment.Accounts;
using Enrollment.Admissions.Selection;
using Enrollment.Data;
using Enrollment.People;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Admissions;

/// <summary>Applications of a cohort or of a person, or all, in the order of their creation.</summary>
[Requires(Permission.ReadOwnRecord)]
public sealed record ListApplications(Guid? CohortId, Guid? PersonId, ApplicationState? State, Guid? After, int Size)
    : IQuery<Page<ApplicationView>>
{
    /// <summary>
    /// The beginning of any words of the applicant's name, in any script, or of the e-mail address; for staff, within one
    /// cohort.
    /// </summary>
    public string? Search { get; init; }
}

sealed class ListApplicationsValidator : AbstractValidator<ListApplications>
{
    public ListApplicationsValidator()
    {
        RuleFor(q => q.Search).Search();
        RuleFor(q => q.Search)
            .Null()
            .When(q => q.CohortId is null || q.PersonId is not null)
            .WithMessage("Look for applicants within one cohort; give its id.");
    }
}

sealed class ListApplicationsHandler(Db db, INameRomanizer romanizer, TimeProvider time, RequestContext context)
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

        var search = PersonSearch.Of(request.Search, romanizer);
        // A name that finds an application tells whose it is.
        if (search is not null && await Veil.HidesAsync(db, caller, request.CohortId!.Value, cancellationToken))
            return SelectionErrors.ApplicantHidden;

        var statement =
            // Whose applications they are would tell whom the hidden ones belong to.
            personId is not null
                ? (Veil.Covers(caller) ? OfKnownPerson : OfPerson)
            : search is not null ? Found
            : request.CohortId is not null ? OfCohort
            : request.State is not null ? InState
            : All;
        var parameters = PersonSearch.Parameters(
            search,
            new
            {
                request.CohortId,
                PersonId = personId,
                State = request.State?.ToString(),
                After = request.After ?? Guid.Empty,
            }
        );
        var page = await db.PageAsync<ApplicationView>(
            statement,
            parameters,
            request.Size,
            row => row.Id,
            cancellationToken
        );
        var now = time.GetUtcNow();
        var items = await Veil.DrawAsync(db, caller, page.Items, cancellationToken);
        return page with { Items = [.. items.Select(row => row.For(caller, now))] };
    }

    internal static readonly Sql OfCohort = Page(
        "a.CohortId = @CohortId AND a.Id > @After AND (@State IS NULL OR a.State = @State)"
    );

    internal static readonly Sql Found = Page(
        $"""
        a.CohortId = @CohortId AND a.Id > @After AND (@State IS NULL OR a.State = @State)
          AND {PersonSearch.Condition("a.PersonId")}
        """
    );

    internal static readonly Sql OfPerson = Page(
        """
        a.PersonId = @PersonId AND a.Id > @After AND (@State IS NULL OR a.State = @State)
          AND (@CohortId IS NULL OR a.CohortId = @CohortId)
        """
    );

    internal static readonly Sql OfKnownPerson = Page(
        """
        a.PersonId = @PersonId AND a.Id > @After AND (@State IS NULL OR a.State = @State)
          AND (@CohortId IS NULL OR a.CohortId = @CohortId)
          AND NOT EXISTS (SELECT 1 FROM SelectionSchemes s WHERE s.CohortId = a.CohortId AND s.Anonymous = 1)
        """
    );

    internal static readonly Sql InState = Page("a.State = @State AND a.Id > @After");

    internal static readonly Sql All = Page("a.Id > @After");

    static Sql Page(string condition) =>
        new(
            $"""
            {ApplicationView.Select}
            WHERE {condition}
            ORDER BY a.Id
            """
        )
        {
            Paged = true,
        };
}
