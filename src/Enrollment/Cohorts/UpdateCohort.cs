using Enrollment.Accounts;
using Enrollment.Assessments;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Cohorts;

/// <summary>Changes a cohort's code, scheme, capacity, window and dates.</summary>
[Requires(Permission.ManageCohorts)]
public sealed record UpdateCohort(Guid Id, int Version, CohortFields Fields) : ICommand<CohortView>;

sealed class UpdateCohortValidator : AbstractValidator<UpdateCohort>
{
    public UpdateCohortValidator() => RuleFor(c => c.Fields).SetValidator(new CohortFieldsValidator());
}

sealed class UpdateCohortHandler(Db db, AuditTrail audit) : IRequestHandler<UpdateCohort, Result<CohortView>>
{
    public async Task<Result<CohortView>> Handle(UpdateCohort request, CancellationToken cancellationToken)
    {
        var f = request.Fields;
        var before = await db.FindAsync<CohortView>(GetCohortHandler.ById, new { request.Id }, cancellationToken);
        if (before is null)
            return Refusal.NotFound("cohort", request.Id);
        if (before.Version != request.Version)
            return Refusal.Stale("cohort");
        if (f.Capacity < before.PlacesTaken || f.Capacity + f.Overbooking < before.SeatsHeld)
            return CohortErrors.CapacityBelowHeld(before.SeatsHeld, before.PlacesTaken);
        if (f.SchemeId != before.SchemeId)
        {
            if (
                f.SchemeId is { } schemeId
                && await SchemeReader.CourseVersionOfAsync(db, schemeId, cancellationToken) != before.CourseVersionId
            )
                return CohortErrors.SchemeOfOtherCourse;
            if (before.SchemeId is { } old && await SchemeReader.HasMarksAsync(db, before.Id, old, cancellationToken))
                return CohortErrors.SchemeInUse;
        }

        if (await CohortRounds.ProblemAsync(db, f.RoundId, before.CenterId, cancellationToken) is { } problem)
            return problem;

        var zone = f.TimeZone ?? before.TimeZone;
        var row = new
        {
            request.Id,
            request.Version,
            f.Code,
            f.SchemeId,
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
        };
        // Seats and marks are compared once more by the statement: an offer or a mark may have been made since.
        var changed = await db.TryExecuteAsync(Update, row, cancellationToken);
        if (changed is null)
            return CohortErrors.CodeTaken("cohort", f.Code);
        if (changed == 0)
            throw new LostRaceException("cohort");

        audit.Record("cohort.changed", request.Id, new { Old = before, New = f });
        return (await db.FindAsync<CohortView>(GetCohortHandler.ById, new { request.Id }, cancellationToken))!;
    }

    internal static readonly Sql Update = new(
        """
        UPDATE Cohorts
        SET Code = @Code, SchemeId = @SchemeId, TimeZone = @TimeZone, Capacity = @Capacity, Overbooking = @Overbooking,
            OpensOn = @OpensOn, ClosesOn = @ClosesOn, OpensAt = @OpensAt, ClosesAt = @ClosesAt,
            StartsOn = @StartsOn, EndsOn = @EndsOn, RoundId = @RoundId, OfferDays = @OfferDays,
            AppealDays = @AppealDays, Version = Version + 1
        WHERE Id = @Id AND Version = @Version AND PlacesTaken <= @Capacity AND SeatsHeld <= @Capacity + @Overbooking
          AND (MarkedAt IS NULL OR SchemeId = @SchemeId)
        """
    );
}
