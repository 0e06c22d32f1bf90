using Enrollment.Accounts;
using Enrollment.Admissions.Selection;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Admissions;

/// <summary>Whether an applicant meets what the course demands, by what is known at this moment.</summary>
[Requires(Permission.ReadOwnRecord)]
public sealed record GetEligibility(Guid ApplicationId) : IQuery<EligibilityView>;

/// <summary>The present judgment of an application, with every reason that speaks against it.</summary>
public sealed record EligibilityView(bool Eligible, IReadOnlyList<IneligibilityReason> Reasons);

sealed class GetEligibilityHandler(Db db, RequestContext context)
    : IRequestHandler<GetEligibility, Result<EligibilityView>>
{
    public async Task<Result<EligibilityView>> Handle(GetEligibility request, CancellationToken cancellationToken)
    {
        var key = new { Id = request.ApplicationId };
        var application = await db.FindAsync<ApplicationView>(GetApplicationHandler.ById, key, cancellationToken);
        if (application is null)
            return Refusal.NotFound("application", request.ApplicationId);
        if (!context.Caller.MayActFor(application.PersonId))
            return AccountErrors.NotYours;
        if (await Veil.HidesAsync(db, context.Caller, application.CohortId, cancellationToken))
            return SelectionErrors.ApplicantHidden;

        var reasons = await EligibilityCheck.JudgeAsync(db, application.Id, cancellationToken);
        return new EligibilityView(reasons.Count == 0, reasons);
    }
}
