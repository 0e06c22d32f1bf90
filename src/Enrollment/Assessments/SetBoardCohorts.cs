using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Assessments;

/// <summary>
/// Says which cohorts of its center a meeting decides on; the minutes name them. A cohort that it has decided on stays.
/// </summary>
[Requires(Permission.HoldBoard)]
public sealed record SetBoardCohorts(Guid MeetingId, int Version, IReadOnlyList<Guid> CohortIds)
    : ICommand<MeetingDetails>;

sealed class SetBoardCohortsValidator : AbstractValidator<SetBoardCohorts>
{
    public SetBoardCohortsValidator()
    {
        RuleFor(c => c.CohortIds).Must(ids => ids.Count <= 100).WithMessage("Name up to 100 cohorts.");
        RuleFor(c => c.CohortIds)
            .Must(ids => ids.Distinct().Count() == ids.Count)
            .WithMessage("Name each cohort once.");
    }
}

sealed class SetBoardCohortsHandler(Db db, AuditTrail audit) : IRequestHandler<SetBoardCohorts, Result<MeetingDetails>>
{
    public async Task<Result<MeetingDetails>> Handle(SetBoardCohorts request, CancellationToken cancellationToken)
    {
        var before = await GetBoardMeetingHandler.DetailsAsync(db, request.MeetingId, cancellationToken);
        if (before is null)
            return Refusal.NotFound("board_meeting", request.MeetingId);
        if (before.SealedAt is not null)
            return AssessmentErrors.MeetingSealed;
        if (before.Version != request.Version)
            return Refusal.Stale("board_meeting");
        for (var index = 0; index < request.CohortIds.Count; index++)
        {
            var center = await db.FindAsync<Guid?>(CenterOf, new { Id = request.CohortIds[index] }, cancellationToken);
            if (center != before.CenterId)
                return AssessmentErrors.CohortOfOtherCenter(index);
        }

        // The version is that of the last decision, too: no decision comes in between.
        await db.ChangeAsync(Touch, new { before.Id, before.Version }, "board_meeting", cancellationToken);
        var decided = await db.QueryAsync<Guid>(Decided, new { before.Id }, cancellationToken);
        if (request.CohortIds.Count > 0 && decided.Except(request.CohortIds).Any())
            return AssessmentErrors.CohortDecided;

        await db.ExecuteAsync(Delete, new { before.Id }, cancellationToken);
        foreach (var cohortId in request.CohortIds)
            await db.ExecuteAsync(Insert, new { before.Id, CohortId = cohortId }, cancellationToken);

        audit.Record(
            "board.cohorts-set",
            before.Id,
            new { Old = before.Cohorts.Select(c => c.CohortId), New = request.CohortIds }
        );
        return (await GetBoardMeetingHandler.DetailsAsync(db, before.Id, cancellationToken))!;
    }

    internal static readonly Sql CenterOf = new("SELECT CenterId FROM Cohorts WHERE Id = @Id");

    internal static readonly Sql Touch = new(
        """
        UPDATE BoardMeetings SET Version = Version + 1 WHERE Id = @Id AND Version = @Version AND SealedAt IS NULL
        """
    );

    internal static readonly Sql Decided = new(
        """
        SELECT DISTINCT e.CohortId
        FROM BoardDecisions d
        JOIN Enrollments e ON e.Id = d.EnrollmentId
        WHERE d.MeetingId = @Id
        """
    );

    internal static readonly Sql Delete = new("DELETE FROM BoardMeetingCohorts WHERE MeetingId = @Id");

    internal static readonly Sql Insert = new(
        "INSERT INTO BoardMeetingCohorts (MeetingId, CohortId) VALUES (@Id, @CohortId)"
    );
}
