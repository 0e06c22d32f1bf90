using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Cohorts.Instructors;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Assessments.Deadlines;

/// <summary>Takes an extension back; answers what it was.</summary>
[Requires(Permission.ManageDeadlines)]
public sealed record RemoveExtension(Guid EnrollmentId, Guid ComponentId, int Attempt, int Version)
    : ICommand<ExtensionView>,
        ICohortWork
{
    CohortPlace ICohortWork.Place => CohortPlace.OfEnrollment(EnrollmentId);
}

sealed class RemoveExtensionHandler(Db db, AuditTrail audit) : IRequestHandler<RemoveExtension, Result<ExtensionView>>
{
    public async Task<Result<ExtensionView>> Handle(RemoveExtension request, CancellationToken cancellationToken)
    {
        var extension = await ExtensionRow.FindAsync(
            db,
            request.EnrollmentId,
            request.ComponentId,
            request.Attempt,
            cancellationToken
        );
        if (extension is null)
            return DeadlineErrors.NoExtension(request.ComponentId);
        if (extension.Version != request.Version)
            return Refusal.Stale("extension");
        if (await db.FindAsync<string>(ClosedBy, request, cancellationToken) is { } minutes)
            return AssessmentErrors.Of(AssessmentErrors.DecidedByBoard(minutes));

        await db.ChangeAsync(Delete, request, "extension", cancellationToken);
        await LiftedVersions.AddAsync(db, request.EnrollmentId, request.Version, cancellationToken);
        audit.Record(
            "extension.removed",
            request.EnrollmentId,
            new
            {
                request.ComponentId,
                request.Attempt,
                extension.DueOn,
            }
        );
        return extension;
    }

    internal static readonly Sql ClosedBy = new(
        $"SELECT ({SealedDecisions.ClosedBy}) AS ClosedBy FROM Enrollments e WHERE e.Id = @EnrollmentId"
    );

    internal static readonly Sql Delete = new(
        """
        DELETE FROM Extensions
        WHERE EnrollmentId = @EnrollmentId AND ComponentId = @ComponentId AND Attempt = @Attempt AND Version = @Version
        """
    );
}
