using Enrollment.Accounts;
using Enrollment.Cohorts.Instructors;
using Enrollment.Data;
using Enrollment.Enrollments;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Assessments.Deadlines;

/// <summary>The trainees of a cohort who have extensions, with these.</summary>
[Requires(Permission.ReadMarks)]
public sealed record ListExtensions(Guid CohortId, Guid? After, int Size) : IQuery<Page<TraineeExtensions>>, ICohortWork
{
    CohortPlace ICohortWork.Place => CohortPlace.OfCohort(CohortId);
}

/// <summary>The extensions of one trainee, who sees the own ones.</summary>
[Requires(Permission.ReadOwnRecord)]
public sealed record GetExtensions(Guid EnrollmentId) : IQuery<TraineeExtensions>, ICohortWork
{
    CohortPlace ICohortWork.Place => CohortPlace.OfEnrollment(EnrollmentId);
}

sealed class ListExtensionsHandler(Db db) : IRequestHandler<ListExtensions, Result<Page<TraineeExtensions>>>
{
    public async Task<Result<Page<TraineeExtensions>>> Handle(
        ListExtensions request,
        CancellationToken cancellationToken
    )
    {
        var page = await db.PageAsync<TraineeExtensions>(
            Trainees,
            new { request.CohortId, After = request.After ?? Guid.Empty },
            request.Size,
            row => row.EnrollmentId,
            cancellationToken
        );
        if (page.Items.Count == 0)
            return page;

        var range = new
        {
            request.CohortId,
            First = page.Items[0].EnrollmentId,
            Last = page.Items[^1].EnrollmentId,
        };
        var rows = (await db.QueryAsync<ExtensionRow>(OfTrainees, range, cancellationToken)).ToLookup(x =>
            x.EnrollmentId
        );
        return page with
        {
            Items =
            [
                .. page.Items.Select(trainee =>
                    trainee with
                    {
                        Extensions = [.. rows[trainee.EnrollmentId].Select(x => x.View())],
                    }
                ),
            ],
        };
    }

    internal static readonly Sql Trainees = new(
        """
        SELECT e.Id AS EnrollmentId, n.FullName AS PersonName
        FROM Enrollments e
        JOIN PersonNames n ON n.PersonId = e.PersonId AND n.Position = 0
        WHERE e.CohortId = @CohortId AND e.Id > @After
          AND EXISTS (SELECT 1 FROM Extensions x WHERE x.EnrollmentId = e.Id)
        ORDER BY e.Id
        """
    )
    {
        Paged = true,
    };

    internal static readonly Sql OfTrainees = new(
        """
        SELECT x.EnrollmentId, x.ComponentId, c.Code AS ComponentCode, x.Attempt, x.DueOn, x.Reason, x.GrantedBy,
               x.GrantedAt, x.Version, h.TimeZone
        FROM Enrollments e
        JOIN Extensions x ON x.EnrollmentId = e.Id
        JOIN Cohorts h ON h.Id = e.CohortId
        JOIN SchemeComponents c ON c.Id = x.ComponentId
        WHERE e.CohortId = @CohortId AND e.Id >= @First AND e.Id <= @Last
        ORDER BY x.EnrollmentId, c.GroupCode, c.Position, x.Attempt
        """
    );
}

sealed class GetExtensionsHandler(Db db, RequestContext context)
    : IRequestHandler<GetExtensions, Result<TraineeExtensions>>
{
    public async Task<Result<TraineeExtensions>> Handle(GetExtensions request, CancellationToken cancellationToken)
    {
        var enrollment = await db.FindAsync<EnrollmentView>(
            GetEnrollmentHandler.ById,
            new { Id = request.EnrollmentId },
            cancellationToken
        );
        if (enrollment is null)
            return Refusal.NotFound("enrollment", request.EnrollmentId);
        if (!context.Caller.MayActFor(enrollment.PersonId))
            return AccountErrors.NotYours;

        var rows = await db.QueryAsync<ExtensionRow>(OfTrainee, new { request.EnrollmentId }, cancellationToken);
        return new TraineeExtensions
        {
            EnrollmentId = enrollment.Id,
            PersonName = enrollment.PersonName,
            Extensions = [.. rows.Select(x => x.View())],
        };
    }

    internal static readonly Sql OfTrainee = new(
        """
        SELECT x.EnrollmentId, x.ComponentId, c.Code AS ComponentCode, x.Attempt, x.DueOn, x.Reason, x.GrantedBy,
               x.GrantedAt, x.Version, h.TimeZone
        FROM Extensions x
        JOIN Enrollments e ON e.Id = x.EnrollmentId
        JOIN Cohorts h ON h.Id = e.CohortId
        JOIN SchemeComponents c ON c.Id = x.ComponentId
        WHERE x.EnrollmentId = @EnrollmentId
        ORDER BY c.GroupCode, c.Position, x.Attempt
        """
    );
}
