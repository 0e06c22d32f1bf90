using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Cohorts.Instructors;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Assessments.Deadlines;

/// <summary>Gives a trainee a later last day. <paramref name="Version"/> is 0 for the first one.</summary>
[Requires(Permission.ManageDeadlines)]
public sealed record SetExtension(Guid EnrollmentId, Guid ComponentId, int Version, ExtensionFields Fields)
    : ICommand<ExtensionView>,
        ICohortWork
{
    CohortPlace ICohortWork.Place => CohortPlace.OfEnrollment(EnrollmentId);
}

public sealed record ExtensionFields
{
    /// <summary>1 to 20.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>The last day for handing in, after the deadline.</summary>
    public required DateOnly DueOn { get; init; }

    /// <summary>1 to 1,000 characters; the trainee reads it.</summary>
    public required string Reason { get; init; }
}

sealed class SetExtensionValidator : AbstractValidator<SetExtension>
{
    public SetExtensionValidator()
    {
        RuleFor(c => c.Fields.Attempt).InclusiveBetween(1, MarkBook.MostAttempts);
        RuleFor(c => c.Fields.DueOn).Day();
        RuleFor(c => c.Fields.Reason).NotEmpty().Prose(1_000);
    }
}

sealed class SetExtensionHandler(Db db, AuditTrail audit, TimeProvider time, RequestContext context)
    : IRequestHandler<SetExtension, Result<ExtensionView>>
{
    public Task<Result<ExtensionView>> Handle(SetExtension request, CancellationToken cancellationToken) =>
        ExtensionBook.GrantAsync(
            db,
            audit,
            new ExtensionGrant(
                request.EnrollmentId,
                request.ComponentId,
                request.Fields.Attempt,
                request.Fields.DueOn,
                request.Fields.Reason,
                request.Version
            ),
            context.Caller.Id,
            time.GetUtcNow(),
            cancellationToken
        );
}
