using System.Text.Json;
using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Certificates.Designs;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Cohorts;

/// <summary>
/// Changes a center. Cohorts keep the zone that they were made with, and issued certificates keep everything.
/// </summary>
[Requires(Permission.ManageCenters)]
public sealed record UpdateCenter(Guid Id, int Version, CenterFields Fields) : ICommand<CenterView>;

sealed class UpdateCenterValidator : AbstractValidator<UpdateCenter>
{
    public UpdateCenterValidator() => RuleFor(c => c.Fields).SetValidator(new CenterFieldsValidator());
}

sealed class UpdateCenterHandler(Db db, AuditTrail audit) : IRequestHandler<UpdateCenter, Result<CenterView>>
{
    public async Task<Result<CenterView>> Handle(UpdateCenter request, CancellationToken cancellationToken)
    {
        var f = request.Fields;
        var before = await db.FindAsync<CenterRow>(GetCenterHandler.ById, new { request.Id }, cancellationToken);
        if (before is null)
            return Refusal.NotFound("center", request.Id);
        if (before.Version != request.Version)
            return Refusal.Stale("center");
        if (before.Code != f.Code)
            return CodeIsFixed;
        if (await DesignSignatories.FindOrphansAsync(db, request.Id, f.Signatories, cancellationToken) is { } orphan)
            return orphan;

        await db.ChangeAsync(
            Update,
            new
            {
                request.Id,
                request.Version,
                f.Name,
                f.NameLocal,
                f.NameLanguage,
                FurtherNames = FurtherTexts.Write(f.FurtherNames),
                f.City,
                f.Country,
                f.TimeZone,
                Signatories = JsonSerializer.Serialize(f.Signatories),
                CertificateDelivery = f.CertificateDelivery.ToString(),
            },
            "center",
            cancellationToken
        );

        audit.Record("center.changed", request.Id, new { Old = before.View(), New = f });
        return (await db.FindAsync<CenterRow>(GetCenterHandler.ById, new { request.Id }, cancellationToken))!.View();
    }

    static Refusal CodeIsFixed { get; } =
        Refusal.Rule(
            "center_code_fixed",
            "A center's code is part of the serial numbers that it issued and never changes.",
            new FieldProblem("code", "center_code_fixed", "Send the code that the center has.")
        );

    internal static readonly Sql Update = new(
        """
        UPDATE Centers
        SET Name = @Name, NameLocal = @NameLocal, NameLanguage = @NameLanguage, FurtherNames = @FurtherNames,
            City = @City, Country = @Country, TimeZone = @TimeZone, Signatories = @Signatories,
            CertificateDelivery = @CertificateDelivery, Version = Version + 1
        WHERE Id = @Id AND Version = @Version
        """
    );
}
