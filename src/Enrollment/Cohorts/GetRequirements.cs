using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Cohorts;

/// <summary>What a version of a course demands of its applicants.</summary>
[Requires(Permission.ReadCatalog)]
public sealed record GetRequirements(Guid CourseId, Guid CourseVersionId) : IQuery<RequirementView>;

sealed class GetRequirementsHandler(Db db, TimeProvider time)
    : IRequestHandler<GetRequirements, Result<RequirementView>>
{
    public async Task<Result<RequirementView>> Handle(GetRequirements request, CancellationToken cancellationToken) =>
        await RequirementStore.CourseOfAsync(db, request.CourseVersionId, cancellationToken) == request.CourseId
            ? await RequirementStore.LoadAsync(db, request.CourseVersionId, time.GetUtcNow(), cancellationToken)
            : Refusal.NotFound("course_version", request.CourseVersionId);
}
