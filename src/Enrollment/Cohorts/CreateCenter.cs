using System.Text.Json;
using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Cohorts;

[Requires(Permission.ManageCenters)]
public sealed record CreateCenter(CenterFields Fields) : ICommand<CenterView>;

sealed class CreateCenterValidator : AbstractValidator<CreateCenter>
{
    public CreateCenterValidator() => RuleFor(c => c.Fields).SetValidator(new CenterFieldsValidator());
}

sealed class CreateCenterHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time)
    : IRequestHandler<CreateCenter, Result<CenterView>>
{
    public async Task<Result<CenterView>> Handle(CreateCenter request, CancellationToken cancellationToken)
    {
        var f = request.Fields;
        var row = new
        {
            Id = ids.New(),
            f.Code,
            f.Name,
            f.NameLocal,
            f.NameLanguage,
            FurtherNames = FurtherTexts.Write(f.FurtherNames),
            f.City,
            f.Country,
            f.TimeZone,
            Signatories = JsonSerializer.Serialize(f.Signatories),
            CertificateDelivery = f.CertificateDelivery.ToString(),
            Now = time.GetUtcNow(),
        };
        if (!await db.TryInsertAsync(Insert, row, cancellationToken))
            return CohortErrors.CodeTaken("center", f.Code);

        audit.Record("center.created", row.Id, f);
        return (await db.FindAsync<CenterRow>(GetCenterHandler.ById, new { row.Id }, cancellationToken))!.View();
    }

    internal static readonly Sql Insert = new(
        """
        INSERT INTO Centers
            (Id, Code, Name, NameLocal, NameLanguage, FurtherNames, City, Country, TimeZone, Signatories,
             CertificateDelivery, Version, CreatedAt)
        VALUES
            (@Id, @Code, @Name, @NameLocal, @NameLanguage, @FurtherNames, @City, @Country, @TimeZone, @Signatories,
             @CertificateDelivery, 1, @Now)
        """
    );
}
