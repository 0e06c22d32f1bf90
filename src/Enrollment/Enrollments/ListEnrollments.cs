using System.Globalization;
using Enrollment.Accounts;
using Enrollment.Cohorts.Instructors;
using Enrollment.Data;
using Enrollment.People;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Enrollments;

/// <summary>The enrollments of a cohort, in the order of their creation.</summary>
[Requires(Permission.ReadPeople)]
public sealed record ListEnrollments(Guid CohortId, EnrollmentState? State, Guid? After, int Size)
    : IQuery<Page<EnrollmentView>>,
        ICohortWork
{
    CohortPlace ICohortWork.Place => CohortPlace.OfCohort(CohortId);

    /// <summary>
    /// The beginning of any words of the trainee's name, in any script, or of the e-mail address, or the number within the
    /// cohort.
    /// </summary>
    public string? Search { get; init; }
}

sealed class ListEnrollmentsValidator : AbstractValidator<ListEnrollments>
{
    public ListEnrollmentsValidator() => RuleFor(q => q.Search).Search();
}

sealed class ListEnrollmentsHandler(Db db, INameRomanizer romanizer, RequestContext context)
    : IRequestHandler<ListEnrollments, Result<Page<EnrollmentView>>>
{
    public async Task<Result<Page<EnrollmentView>>> Handle(ListEnrollments request, CancellationToken cancellationToken)
    {
        var isNumber = int.TryParse(request.Search, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        var search = isNumber ? null : PersonSearch.Of(request.Search, romanizer);
        var parameters = PersonSearch.Parameters(
            search,
            new
            {
                request.CohortId,
                State = request.State?.ToString(),
                TraineeNumber = number,
                After = request.After ?? Guid.Empty,
            }
        );
        var statement =
            isNumber ? Numbered
            : search is not null ? Found
            : Page;
        var page = await db.PageAsync<EnrollmentView>(
            statement,
            parameters,
            request.Size,
            row => row.Id,
            cancellationToken
        );
        return page with { Items = await EnrollmentSight.ShowAsync(db, context.Caller, page.Items, cancellationToken) };
    }

    internal static readonly Sql Page = OfCohort("");

    internal static readonly Sql Numbered = OfCohort(" AND e.TraineeNumber = @TraineeNumber");

    internal static readonly Sql Found = OfCohort($" AND {PersonSearch.Condition("e.PersonId")}");

    static Sql OfCohort(string condition) =>
        new(
            $"""
            {EnrollmentView.Select}
            WHERE e.CohortId = @CohortId AND e.Id > @After AND (@State IS NULL OR e.State = @State){condition}
            ORDER BY e.Id
            """
        )
        {
            Paged = true,
        };
}
