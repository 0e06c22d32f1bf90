using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Cohorts;
using Enrollment.Data;
using Enrollment.Pipeline;
using MediatR;

namespace Enrollment.Certificates.Designs;

/// <summary>Gives the new certificates of a design's center this design. What was issued keeps the one it has.</summary>
[Requires(Permission.ManageCenters)]
public sealed record UseDesign(Guid Id) : ICommand<DesignView>;

/// <summary>Gives the new certificates of a center the built-in design again; answers its designs.</summary>
[Requires(Permission.ManageCenters)]
public sealed record UseBuiltInDesign(Guid CenterId) : ICommand<IReadOnlyList<DesignSummary>>;

sealed class UseDesignHandler(Db db, AuditTrail audit)
    : IRequestHandler<UseDesign, Result<DesignView>>,
        IRequestHandler<UseBuiltInDesign, Result<IReadOnlyList<DesignSummary>>>
{
    public async Task<Result<DesignView>> Handle(UseDesign request, CancellationToken cancellationToken)
    {
        var design = await DesignHandler.FindAsync(db, request.Id, cancellationToken);
        if (design is null)
            return Refusal.NotFound("design", request.Id);
        if (design.PublishedAt is null)
            return DesignErrors.NotPublished;

        var row = new { design.CenterId, DesignId = design.Id };
        await db.ExecuteAsync(Clear, row, cancellationToken);
        await db.ExecuteAsync(Set, row, cancellationToken);
        audit.Record("design.used", design.Id, new { design.CenterId, design.Number });
        return design with { InUse = true };
    }

    public async Task<Result<IReadOnlyList<DesignSummary>>> Handle(
        UseBuiltInDesign request,
        CancellationToken cancellationToken
    )
    {
        if (
            await db.FindAsync<CenterRow>(GetCenterHandler.ById, new { Id = request.CenterId }, cancellationToken)
            is null
        )
            return Refusal.NotFound("center", request.CenterId);

        await db.ExecuteAsync(Clear, request, cancellationToken);
        audit.Record("design.built-in-used", request.CenterId);
        return Result<IReadOnlyList<DesignSummary>>.Of(
            await db.QueryAsync<DesignSummary>(DesignHandler.OfCenter, request, cancellationToken)
        );
    }

    internal static readonly Sql Clear = new("DELETE FROM CenterDesigns WHERE CenterId = @CenterId");

    internal static readonly Sql Set = new(
        "INSERT INTO CenterDesigns (CenterId, DesignId) VALUES (@CenterId, @DesignId)"
    );
}
