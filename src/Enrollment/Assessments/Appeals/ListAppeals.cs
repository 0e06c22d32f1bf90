using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Enrollments;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Assessments.Appeals;

sealed class ListAppealsHandler(Db db, RequestContext context)
    : IRequestHandler<ListAppeals, Result<Page<AppealView>>>,
        IRequestHandler<ListTraineeAppeals, Result<Page<AppealView>>>
{
    public async Task<Result<Page<AppealView>>> Handle(ListAppeals request, CancellationToken cancellationToken)
    {
        var args = new { State = request.State?.ToString(), After = request.After ?? Guid.Empty };
        return await PageAsync(request.State is null ? All : InState, args, request.Size, cancellationToken);
    }

    public async Task<Result<Page<AppealView>>> Handle(ListTraineeAppeals request, CancellationToken cancellationToken)
    {
        var key = new { Id = request.EnrollmentId };
        var enrollment = await db.FindAsync<EnrollmentView>(GetEnrollmentHandler.ById, key, cancellationToken);
        if (enrollment is null)
            return Refusal.NotFound("enrollment", request.EnrollmentId);
        if (!context.Caller.MayActFor(enrollment.PersonId))
            return AccountErrors.NotYours;

        var args = new { request.EnrollmentId, After = request.After ?? Guid.Empty };
        return await PageAsync(OfTrainee, args, request.Size, cancellationToken);
    }

    async Task<Page<AppealView>> PageAsync(Sql sql, object args, int size, CancellationToken token)
    {
        var page = await db.PageAsync<AppealRow>(sql, args, size, row => row.Id, token);
        return new Page<AppealView>([.. page.Items.Select(row => row.View(context.Caller))], page.NextCursor);
    }

    internal static readonly Sql All = new(
        $"""
        {AppealRow.Select}
        WHERE a.Id > @After
        ORDER BY a.Id
        """
    )
    {
        Paged = true,
    };

    internal static readonly Sql InState = new(
        $"""
        {AppealRow.Select}
        WHERE a.State = @State AND a.Id > @After
        ORDER BY a.Id
        """
    )
    {
        Paged = true,
    };

    internal static readonly Sql OfTrainee = new(
        $"""
        {AppealRow.Select}
        WHERE a.EnrollmentId = @EnrollmentId AND a.Id > @After
        ORDER BY a.Id
        """
    )
    {
        Paged = true,
    };
}
