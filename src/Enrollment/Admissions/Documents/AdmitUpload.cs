using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Admissions.Documents;

/// <summary>Whether the caller may add a document to the application: asked before a long body is read.</summary>
[Requires(Permission.Apply)]
public sealed record AdmitUpload(Guid ApplicationId) : IQuery<Done>;

sealed class AdmitUploadHandler(Db db, RequestContext context) : IRequestHandler<AdmitUpload, Result<Done>>
{
    public async Task<Result<Done>> Handle(AdmitUpload request, CancellationToken cancellationToken)
    {
        var application = await HeldApplication.FindAsync(db, request.ApplicationId, cancellationToken);
        if (application is null)
            return Refusal.NotFound("application", request.ApplicationId);
        if (!context.Caller.MayActFor(application.PersonId))
            return AccountErrors.NotYours;
        if (!application.State.TakesDocuments())
            return DocumentErrors.ApplicationClosed(application.State);

        // A guard against filling the disk, no rule of admission: two uploads at once may end one above it.
        var count = await db.FindAsync<long>(Count, new { request.ApplicationId }, cancellationToken);
        return count < DocumentOptions.MostPerApplication ? Done.It : DocumentErrors.TooMany;
    }

    internal static readonly Sql Count = new(
        "SELECT COUNT(*) FROM ApplicationDocuments WHERE ApplicationId = @ApplicationId"
    );
}
