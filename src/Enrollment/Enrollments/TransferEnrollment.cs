using Enrollment.Accounts;
using Enrollment.Assessments;
using Enrollment.Audit;
using Enrollment.Cohorts;
using Enrollment.Data;
using Enrollment.Messages;
using Enrollment.People;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Enrollments;

/// <summary>
/// Takes a trainee over to another cohort of the same course, where there must be room and nobody waiting; marks of
/// components that both schemes have are kept (rule 8). A record there that has ended is taken up again, so that a transfer
/// can be taken back. Answers the record in the other cohort.
/// <paramref name="Version"/> is the version that the caller saw, or null.
/// </summary>
[Requires(Permission.ManageEnrollments)]
public sealed record TransferEnrollment(Guid Id, int? Version, TransferInput Input) : ICommand<EnrollmentView>;

public sealed record TransferInput
{
    public required Guid ToCohortId { get; init; }

    /// <summary>The last day in the old cohort and the first in the new one.</summary>
    public required DateOnly On { get; init; }

    /// <summary>1 to 100 characters: trainee, center, employer ...</summary>
    public required string RequestedBy { get; init; }

    /// <summary>One of the codes of <see cref="EndReasons"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>Up to 1,000 characters; demanded where the reason is "other".</summary>
    public string? Note { get; init; }
}

sealed class TransferEnrollmentValidator : AbstractValidator<TransferEnrollment>
{
    public TransferEnrollmentValidator()
    {
        RuleFor(c => c.Input.On).Day().OverridePropertyName("on");
        RuleFor(c => c.Input.RequestedBy).Text(100).OverridePropertyName("requestedBy");
        RuleFor(c => c.Input.Reason).EndReason().OverridePropertyName("reason");
        RuleFor(c => c.Input.Note).EndNote(c => c.Input.Reason).OverridePropertyName("note");
    }
}

sealed class TransferEnrollmentHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time, RequestContext context)
    : IRequestHandler<TransferEnrollment, Result<EnrollmentView>>
{
    public async Task<Result<EnrollmentView>> Handle(TransferEnrollment request, CancellationToken cancellationToken)
    {
        var input = request.Input;
        var key = new { request.Id };
        var before = await db.FindAsync<EnrollmentView>(GetEnrollmentHandler.ById, key, cancellationToken);
        if (before is null)
            return Refusal.NotFound("enrollment", request.Id);
        if (request.Version is { } seen && seen != before.Version)
            return Refusal.Stale("enrollment");
        if (before.State is not (EnrollmentState.Active or EnrollmentState.Suspended))
            return EnrollmentErrors.WrongState("transfer", before.State);
        if (input.On < before.EnrolledOn)
            return EnrollmentErrors.EndedBeforeEnrolled("on", before.EnrolledOn);
        if (!await db.FindAsync<bool>(IsSameCourse, new { before.CohortId, input.ToCohortId }, cancellationToken))
            return EnrollmentErrors.TransferWithinCourse;

        var now = time.GetUtcNow();
        var today = (await CohortDay.OfAsync(db, before.CohortId, cancellationToken)).Today(now);
        if (input.On > today)
            return EnrollmentErrors.EndsInFuture("on", today);
        // Whoever reinstates another record of the person meanwhile waits here: one of the course is live at a time.
        if (await PersonStore.HoldAsync(db, before.PersonId, cancellationToken) is { } gone)
            return gone;

        var place = new { before.PersonId, CohortId = input.ToCohortId };
        var there = await db.FindAsync<EnrollmentView>(InCohort, place, cancellationToken);
        if (there is not null && !there.State.CanGoOn())
            return EnrollmentErrors.HasRecordThere(there.State);

        var newId = there?.Id ?? ids.New();
        if (there is not null)
            await TraineeEnrollment.TakeUpAsync(db, there, input.On, cancellationToken);
        else if (!await OpenAsync(newId, before, input, now, cancellationToken))
            throw new LostRaceException("enrollment");

        var row = new
        {
            request.Id,
            before.Version,
            input.On,
            input.Reason,
            input.RequestedBy,
            NewId = newId,
        };
        await db.ChangeAsync(Update, row, "enrollment", cancellationToken);
        var kept = await SharedMarks.CopyAsync(
            db,
            request.Id,
            newId,
            input.ToCohortId,
            context.Caller.Id,
            ids,
            now,
            cancellationToken
        );
        SeatChange[] seats =
        [
            new(before.CohortId, -1, -1),
            new(input.ToCohortId, 1, 1, Newcomer: true, Numbers: there is null ? 1 : 0),
        ];
        if (await Seats.MoveAsync(db, seats, cancellationToken) is { } full)
            return full;
        await TraineeEnrollment.NumberAsync(db, before.PersonId, input.ToCohortId, cancellationToken);

        var told = new TraineeEvent(MessageKind.EnrollmentTransferred, newId, before.Id, before.Version + 1);
        await TraineeOutbox.RecordAsync(db, ids, told, now, cancellationToken);
        audit.Record(
            "enrollment.transfer",
            request.Id,
            new
            {
                Input = input,
                NewId = newId,
                MarksKept = kept,
            }
        );
        audit.Record("enrollment.transferred", newId, new { From = request.Id, MarksKept = kept });
        return (await db.FindAsync<EnrollmentView>(GetEnrollmentHandler.ById, new { Id = newId }, cancellationToken))!;
    }

    Task<bool> OpenAsync(
        Guid id,
        EnrollmentView before,
        TransferInput input,
        DateTimeOffset now,
        CancellationToken token
    ) =>
        TraineeEnrollment.OpenAsync(
            db,
            id,
            before.PersonId,
            input.ToCohortId,
            before.ApplicationId,
            input.On,
            now,
            token
        );

    internal static readonly Sql InCohort = new(
        $"""
        {EnrollmentView.Select}
        WHERE e.PersonId = @PersonId AND e.CohortId = @CohortId
        """
    );

    internal static readonly Sql IsSameCourse = new(
        """
        SELECT CASE WHEN EXISTS (
            SELECT 1
            FROM Cohorts h
            JOIN CourseVersions v ON v.Id = h.CourseVersionId
            JOIN CourseVersions w ON w.CourseId = v.CourseId
            JOIN Cohorts t ON t.CourseVersionId = w.Id
            WHERE h.Id = @CohortId AND t.Id = @ToCohortId AND t.Id <> h.Id) THEN 1 ELSE 0 END
        """
    );

    internal static readonly Sql Update = new(
        """
        UPDATE Enrollments
        SET State = 'Transferred', EndedOn = @On, EndReason = @Reason, EndRequestedBy = @RequestedBy,
            TransferredToId = @NewId, Version = Version + 1
        WHERE Id = @Id AND Version = @Version
        """
    );
}
