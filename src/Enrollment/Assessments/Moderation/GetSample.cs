using Enrollment.Accounts;
using Enrollment.Cohorts.Instructors;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Assessments.Moderation;

/// <summary>The sample of a component, with its report once all its second marks are in.</summary>
[Requires(Permission.ReadMarks)]
public sealed record GetSample(Guid CohortId, Guid ComponentId, int Attempt) : IQuery<SampleView>, ICohortWork
{
    CohortPlace ICohortWork.Place => CohortPlace.OfCohort(CohortId);
}

sealed class GetSampleHandler(Db db) : IRequestHandler<GetSample, Result<SampleView>>
{
    public async Task<Result<SampleView>> Handle(GetSample request, CancellationToken cancellationToken) =>
        await SampleStore.FindAsync(
            db,
            new SampleKey(request.CohortId, request.ComponentId, request.Attempt),
            cancellationToken
        )
            is { } sample
            ? sample
            : ModerationErrors.NoSample(request.ComponentId);
}
