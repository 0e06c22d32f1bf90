using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Certificates.Designs;

/// <summary>Changes a draft of a design.</summary>
[Requires(Permission.ManageCenters)]
public sealed record UpdateDesign(Guid Id, int Version, DesignFields Fields) : ICommand<DesignView>;

sealed class UpdateDesignValidator : AbstractValidator<UpdateDesign>
{
    public UpdateDesignValidator() => RuleFor(c => c.Fields).SetValidator(new DesignFieldsValidator());
}

sealed class UpdateDesignHandler(Db db, AuditTrail audit, ICertificateRenderer renderer)
    : IRequestHandler<UpdateDesign, Result<DesignView>>
{
    public async Task<Result<DesignView>> Handle(UpdateDesign request, CancellationToken cancellationToken)
    {
        var before = await DesignHandler.FindAsync(db, request.Id, cancellationToken);
        if (before is null)
            return Refusal.NotFound("design", request.Id);
        if (before.Version != request.Version)
            return Refusal.Stale("design");
        if (before.PublishedAt is not null)
            return DesignErrors.Published;
        if (renderer.FindFaults(request.Fields.Design) is { Count: > 0 } faults)
            return DesignErrors.Faulty(faults);

        var row = new
        {
            request.Id,
            request.Version,
            request.Fields.Name,
            Content = DesignJson.Write(request.Fields.Design),
        };
        await db.ChangeAsync(Update, row, "design", cancellationToken);
        audit.Record(
            "design.changed",
            request.Id,
            new
            {
                before.CenterId,
                before.Number,
                request.Fields.Name,
            }
        );
        return (await DesignHandler.FindAsync(db, request.Id, cancellationToken))!;
    }

    internal static readonly Sql Update = new(
        """
        UPDATE CertificateDesigns
        SET Name = @Name, Content = @Content, Version = Version + 1
        WHERE Id = @Id AND Version = @Version AND PublishedAt IS NULL
        """
    );
}
