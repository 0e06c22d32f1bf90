using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Assessments.Moderation;

/// <summary>
/// Has all first marks of a sampled component marked twice, as where the sample shows too many differences; repeated, it
/// draws those that were entered since. <paramref name="Version"/> is the version of the sample that the caller saw, or
/// null.
/// </summary>
[Requires(Permission.ModerateMarks)]
public sealed record ExtendSample(Guid CohortId, Guid ComponentId, int Attempt, int? Version) : ICommand<SampleView>;

sealed class ExtendSampleValidator : AbstractValidator<ExtendSample>
{
    public ExtendSampleValidator() => RuleFor(c => c.Attempt).InclusiveBetween(1, MarkBook.MostAttempts);
}

sealed class ExtendSampleHandler(Db db, AuditTrail audit, TimeProvider time)
    : IRequestHandler<ExtendSample, Result<SampleView>>
{
    public async Task<Result<SampleView>> Handle(ExtendSample request, CancellationToken cancellationToken)
    {
        var key = new SampleKey(request.CohortId, request.ComponentId, request.Attempt);
        var sample = await SampleStore.FindAsync(db, key, cancellationToken);
        if (sample is null)
            return ModerationErrors.NoSample(request.ComponentId);
        if (request.Version is { } seen && seen != sample.Version)
            return Refusal.Stale("sample");

        var now = time.GetUtcNow();
        var row = new
        {
            sample.Id,
            sample.Version,
            Now = now,
        };
        await db.ChangeAsync(Update, row, "sample", cancellationToken);
        var rest = (await SampleStore.TraineesAsync(db, key, cancellationToken))
            .Where(t => t is { MayBeDrawn: true, Confirmation: null })
            .ToList();
        if (rest.Exists(t => t.ReleasedAt is not null))
            return ModerationErrors.MarksReleased;

        foreach (var trainee in rest)
        {
            await SecondMarkingBook.DemandAsync(
                db,
                trainee.EnrollmentId,
                request.ComponentId,
                request.Attempt,
                sampleId: null,
                now,
                cancellationToken
            );
        }

        audit.Record("sample.extended", request.CohortId, new { request.ComponentId, Drawn = rest.Count });
        return (await SampleStore.FindAsync(db, key, cancellationToken))!;
    }

    internal static readonly Sql Update = new(
        "UPDATE MarkSamples SET ExtendedAt = @Now, Version = Version + 1 WHERE Id = @Id AND Version = @Version"
    );
}
