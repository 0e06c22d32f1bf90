using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Enrollments;

/// <summary>A person's enrollments in the order of their creation; a student reads the own ones.</summary>
[Requires(Permission.ReadOwnRecord)]
public sealed record ListPersonEnrollments(Guid PersonId, Guid? After, int Size) : IQuery<Page<EnrollmentView>>;

sealed class ListPersonEnrollmentsHandler(Db db, RequestContext context)
    : IRequestHandler<ListPersonEnrollments, Result<Page<EnrollmentView>>>
{
    public async Task<Result<Page<EnrollmentView>>> Handle(
        ListPersonEnrollments request,
        CancellationToken cancellationToken
    )
    {
        if (!context.Caller.MayActFor(request.PersonId))
            return AccountErrors.NotYours;

        var page = await db.PageAsync<EnrollmentView>(
            OfPerson,
            new { request.PersonId, After = request.After ?? Guid.Empty },
            request.Size,
            row => row.Id,
            cancellationToken
        );
        return page with { Items = await EnrollmentSight.ShowAsync(db, context.Caller, page.Items, cancellationToken) };
    }

    internal static readonly Sql OfPerson = new(
        $"""
        {EnrollmentView.Select}
        WHERE e.PersonId = @PersonId AND e.Id > @After
        ORDER BY e.Id
        """
    )
    {
        Paged = true,
    };
}
