using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Certificates.Designs;

/// <summary>Makes a draft of a design for a center; it gets the center's next number.</summary>
[Requires(Permission.ManageCenters)]
public sealed record CreateDesign(Guid CenterId, DesignFields Fields) : ICommand<DesignView>;

sealed class CreateDesignValidator : AbstractValidator<CreateDesign>
{
    public CreateDesignValidator() => RuleFor(c => c.Fields).SetValidator(new DesignFieldsValidator());
}

sealed class CreateDesignHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time, ICertificateRenderer renderer)
    : IRequestHandler<CreateDesign, Result<DesignView>>
{
    public async Task<Result<DesignView>> Handle(CreateDesign request, CancellationToken cancellationToken)
    {
        if (renderer.FindFaults(request.Fields.Design) is { Count: > 0 } faults)
            return DesignErrors.Faulty(faults);
        if (await db.FindAsync<NextNumber>(Next, request, cancellationToken) is not { } next)
            return Refusal.NotFound("center", request.CenterId);

        var row = new
        {
            Id = ids.New(),
            request.CenterId,
            next.Number,
            request.Fields.Name,
            Content = DesignJson.Write(request.Fields.Design),
            Now = time.GetUtcNow(),
        };
        // Two at once take the same number; the second one takes the next.
        if (!await db.TryInsertAsync(Insert, row, cancellationToken))
            throw new LostRaceException("design");

        audit.Record(
            "design.created",
            row.Id,
            new
            {
                row.CenterId,
                row.Number,
                row.Name,
            }
        );
        return (await DesignHandler.FindAsync(db, row.Id, cancellationToken))!;
    }

    sealed record NextNumber
    {
        public int Number { get; init; }
    }

    internal static readonly Sql Next = new(
        """
        SELECT COALESCE((SELECT MAX(d.Number) FROM CertificateDesigns d WHERE d.CenterId = c.Id), 0) + 1 AS Number
        FROM Centers c
        WHERE c.Id = @CenterId
        """
    );

    internal static readonly Sql Insert = new(
        """
        INSERT INTO CertificateDesigns (Id, CenterId, Number, Name, Content, Version, CreatedAt)
        VALUES (@Id, @CenterId, @Number, @Name, @Content, 1, @Now)
        """
    );
}
