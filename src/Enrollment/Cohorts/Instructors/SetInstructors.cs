using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Cohorts.Instructors;

/// <summary>
/// Says who teaches and marks a cohort (rule 17); who isn't named has no access to it any more. With nobody it is open to
/// every instructor.
/// </summary>
[Requires(Permission.ManageCohorts)]
public sealed record SetInstructors(Guid CohortId, int Version, IReadOnlyList<CohortInstructor> Instructors)
    : ICommand<CohortInstructors>;

sealed class SetInstructorsValidator : AbstractValidator<SetInstructors>
{
    public SetInstructorsValidator()
    {
        RuleFor(c => c.Instructors)
            .Must(instructors => instructors.Count <= 100)
            .WithMessage("Name up to 100 instructors.");
        RuleFor(c => c.Instructors)
            .Must(instructors =>
                instructors.Select(i => i.UserId).Distinct(StringComparer.Ordinal).Count() == instructors.Count
            )
            .WithMessage("Name each instructor once.");
        RuleForEach(c => c.Instructors)
            .ChildRules(instructor =>
            {
                instructor.RuleFor(i => i.UserId).Text(100);
                instructor.RuleFor(i => i.Name).Text(200);
            });
    }
}

sealed class SetInstructorsHandler(Db db, AuditTrail audit) : IRequestHandler<SetInstructors, Result<CohortInstructors>>
{
    public async Task<Result<CohortInstructors>> Handle(SetInstructors request, CancellationToken cancellationToken)
    {
        var before = await GetInstructorsHandler.FindAsync(db, request.CohortId, cancellationToken);
        if (before is null)
            return Refusal.NotFound("cohort", request.CohortId);
        if (before.Version != request.Version)
            return Refusal.Stale("cohort");

        await CohortVersion.CountOnAsync(db, request.CohortId, request.Version, cancellationToken);
        await db.ExecuteAsync(Delete, new { request.CohortId }, cancellationToken);
        foreach (var (position, instructor) in request.Instructors.Index())
        {
            var row = new
            {
                request.CohortId,
                instructor.UserId,
                Position = position,
                instructor.Name,
            };
            await db.ExecuteAsync(Insert, row, cancellationToken);
        }

        audit.Record(
            "cohort.instructors-set",
            request.CohortId,
            new { Old = before.Instructors, New = request.Instructors }
        );
        return (await GetInstructorsHandler.FindAsync(db, request.CohortId, cancellationToken))!;
    }

    internal static readonly Sql Delete = new("DELETE FROM CohortInstructors WHERE CohortId = @CohortId");

    internal static readonly Sql Insert = new(
        """
        INSERT INTO CohortInstructors (CohortId, UserId, Position, Name)
        VALUES (@CohortId, @UserId, @Position, @Name)
        """
    );
}
