using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Certificates.Designs;

/// <summary>Ends the drafting of a design: from now on it doesn't change, and the center may use it.</summary>
[Requires(Permission.ManageCenters)]
public sealed record PublishDesign(Guid Id, int? Version) : ICommand<DesignView>;

sealed class PublishDesignHandler(Db db, AuditTrail audit, TimeProvider time)
    : IRequestHandler<PublishDesign, Result<DesignView>>
{
    public async Task<Result<DesignView>> Handle(PublishDesign request, CancellationToken cancellationToken)
    {
        var before = await DesignHandler.FindAsync(db, request.Id, cancellationToken);
        if (before is null)
            return Refusal.NotFound("design", request.Id);
        if (before.Version != (request.Version ?? before.Version))
            return Refusal.Stale("design");
        if (before.PublishedAt is not null)
            return DesignErrors.Published;
        if (await DesignSignatories.FindStrangersAsync(db, before, cancellationToken) is { } strangers)
            return strangers;

        var row = new
        {
            request.Id,
            before.Version,
            Now = time.GetUtcNow(),
        };
        await db.ChangeAsync(Publish, row, "design", cancellationToken);
        audit.Record("design.published", request.Id, new { before.CenterId, before.Number });
        return (await DesignHandler.FindAsync(db, request.Id, cancellationToken))!;
    }

    internal static readonly Sql Publish = new(
        """
        UPDATE CertificateDesigns
        SET PublishedAt = @Now, Version = Version + 1
        WHERE Id = @Id AND Version = @Version AND PublishedAt IS NULL
        """
    );
}
