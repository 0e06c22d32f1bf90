using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Enrollments;

/// <summary>
/// Corrects the day from which on somebody is a trainee, where it was registered late or wrongly: within the cohort's days,
/// not after today nor after the last day, and not after a session at which attendance was recorded.
/// <paramref name="Version"/> is the version that the caller saw, or null.
/// </summary>
[Requires(Permission.ManageEnrollments)]
public sealed record CorrectEnrolledOn(Guid Id, int? Version, DateOnly EnrolledOn, string Reason)
    : ICommand<EnrollmentView>;

sealed class CorrectEnrolledOnValidator : AbstractValidator<CorrectEnrolledOn>
{
    public CorrectEnrolledOnValidator()
    {
        RuleFor(c => c.EnrolledOn).Day();
        RuleFor(c => c.Reason).NotEmpty().Prose(1_000);
    }
}

sealed class CorrectEnrolledOnHandler(Db db, AuditTrail audit, TimeProvider time)
    : IRequestHandler<CorrectEnrolledOn, Result<EnrollmentView>>
{
    public async Task<Result<EnrollmentView>> Handle(CorrectEnrolledOn request, CancellationToken cancellationToken)
    {
        var key = new { request.Id };
        var before = await db.FindAsync<EnrollmentView>(GetEnrollmentHandler.ById, key, cancellationToken);
        if (before is null)
            return Refusal.NotFound("enrollment", request.Id);
        if (request.Version is { } seen && seen != before.Version)
            return Refusal.Stale("enrollment");

        var cohort = await CohortDay.OfAsync(db, before.CohortId, cancellationToken);
        DateOnly[] ends = [cohort.EndsOn, cohort.Today(time.GetUtcNow()), before.EndedOn ?? cohort.EndsOn];
        if (request.EnrolledOn < cohort.StartsOn || request.EnrolledOn > ends.Min())
            return EnrollmentErrors.EnrolledOnOutside(cohort.StartsOn, ends.Min());

        var row = new
        {
            request.Id,
            before.Version,
            request.EnrolledOn,
        };
        await db.ChangeAsync(Update, row, "enrollment", cancellationToken);
        if (await db.FindAsync<DateOnly?>(FirstAttended, row, cancellationToken) is { } attended)
            return EnrollmentErrors.AttendedBefore(attended);

        audit.Record(
            "enrollment.enrolled-on-corrected",
            request.Id,
            new
            {
                Old = before.EnrolledOn,
                New = request.EnrolledOn,
                request.Reason,
            }
        );
        return (await db.FindAsync<EnrollmentView>(GetEnrollmentHandler.ById, key, cancellationToken))!;
    }

    internal static readonly Sql Update = new(
        "UPDATE Enrollments SET EnrolledOn = @EnrolledOn, Version = Version + 1 WHERE Id = @Id AND Version = @Version"
    );

    internal static readonly Sql FirstAttended = new(
        """
        SELECT MIN(s.HeldOn)
        FROM Attendance a
        JOIN CohortSessions s ON s.Id = a.SessionId
        WHERE a.EnrollmentId = @Id AND s.HeldOn < @EnrolledOn
        """
    );
}
