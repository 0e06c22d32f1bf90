using Enrollment.Accounts;
using Enrollment.Assessments;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Cohorts;

/// <summary>Creates a cohort of the newest version of a course, or of the version that is named.</summary>
[Requires(Permission.ManageCohorts)]
public sealed record CreateCohort(Guid CenterId, Guid CourseVersionId, CohortFields Fields) : ICommand<CohortView>;

sealed class CreateCohortValidator : AbstractValidator<CreateCohort>
{
    public CreateCohortValidator() => RuleFor(c => c.Fields).SetValidator(new CohortFieldsValidator());
}

sealed class CreateCohortHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time)
    : IRequestHandler<CreateCohort, Result<CohortView>>
{
    public async Task<Result<CohortView>> Handle(CreateCohort request, CancellationToken cancellationToken)
    {
        var f = request.Fields;
        var center = await db.FindAsync<CenterRow>(
            GetCenterHandler.ById,
            new { Id = request.CenterId },
            cancellationToken
        );
        if (center is null)
            return Refusal.NotFound("center", request.CenterId);
        if (await db.FindAsync<Guid?>(CourseVersion, new { Id = request.CourseVersionId }, cancellationToken) is null)
            return Refusal.NotFound("course_version", request.CourseVersionId);
        if (
            f.SchemeId is { } schemeId
            && await SchemeReader.CourseVersionOfAsync(db, schemeId, cancellationToken) != request.CourseVersionId
        )
            return CohortErrors.SchemeOfOtherCourse;

        if (await CohortRounds.ProblemAsync(db, f.RoundId, request.CenterId, cancellationToken) is { } problem)
            return problem;

        var zone = f.TimeZone ?? center.TimeZone;
        var row = new
        {
            Id = ids.New(),
            request.CenterId,
            request.CourseVersionId,
            f.SchemeId,
            f.Code,
            TimeZone = zone,
            f.Capacity,
            f.Overbooking,
            f.OpensOn,
            f.ClosesOn,
            OpensAt = LocalDay.Start(f.OpensOn, zone),
            ClosesAt = LocalDay.End(f.ClosesOn, zone),
            f.StartsOn,
            f.EndsOn,
            f.RoundId,
            f.OfferDays,
            f.AppealDays,
            Now = time.GetUtcNow(),
        };
        if (!await db.TryInsertAsync(Insert, row, cancellationToken))
            return CohortErrors.CodeTaken("cohort", f.Code);

        audit.Record("cohort.created", row.Id, request);
        return (await db.FindAsync<CohortView>(GetCohortHandler.ById, new { row.Id }, cancellationToken))!;
    }

    internal static readonly Sql CourseVersion = new("SELECT Id FROM CourseVersions WHERE Id = @Id");

    internal static readonly Sql Insert = new(
        """
        INSERT INTO Cohorts
            (Id, CenterId, CourseVersionId, SchemeId, Code, TimeZone, Capacity, Overbooking, SeatsHeld, PlacesTaken,
             OpensOn, ClosesOn, OpensAt, ClosesAt, StartsOn, EndsOn, RoundId, OfferDays, AppealDays,
             Version, CreatedAt)
        VALUES
            (@Id, @CenterId, @CourseVersionId, @SchemeId, @Code, @TimeZone, @Capacity, @Overbooking, 0, 0,
             @OpensOn, @ClosesOn, @OpensAt, @ClosesAt, @StartsOn, @EndsOn, @RoundId, @OfferDays, @AppealDays,
             1, @Now)
        """
    );
}
