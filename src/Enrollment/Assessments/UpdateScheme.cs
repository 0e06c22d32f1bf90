using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Assessments;

/// <summary>Changes a scheme that no mark was entered under yet.</summary>
[Requires(Permission.ManageSchemes)]
public sealed record UpdateScheme(Guid Id, int Version, SchemeFields Fields) : ICommand<SchemeView>;

sealed class UpdateSchemeValidator : AbstractValidator<UpdateScheme>
{
    public UpdateSchemeValidator() => RuleFor(c => c.Fields).SetValidator(new SchemeFieldsValidator());
}

sealed class UpdateSchemeHandler(Db db, AuditTrail audit, Ids ids) : IRequestHandler<UpdateScheme, Result<SchemeView>>
{
    public async Task<Result<SchemeView>> Handle(UpdateScheme request, CancellationToken cancellationToken)
    {
        var before = await SchemeReader.LoadAsync(db, request.Id, cancellationToken);
        if (before is null)
            return Refusal.NotFound("scheme", request.Id);
        if (before.FrozenAt is not null)
            return AssessmentErrors.SchemeFrozen;
        if (before.Version != request.Version)
            return Refusal.Stale("scheme");
        if (await db.FindAsync<int>(CountReferred, new { request.Id }, cancellationToken) > 0)
            return AssessmentErrors.ComponentsInUse;

        var f = request.Fields;
        var row = new
        {
            request.Id,
            request.Version,
            f.Name,
            f.PassMark,
            f.MeritMark,
            f.DistinctionMark,
            f.Decimals,
            f.MinimumAttendance,
        };
        await db.ChangeAsync(Update, row, "scheme", cancellationToken);

        await SchemeReader.DeletePartsAsync(db, request.Id, cancellationToken);
        await SchemeReader.InsertPartsAsync(db, request.Id, f, ids.New, cancellationToken);
        audit.Record("scheme.changed", request.Id, new { Old = before, New = f });
        return (await SchemeReader.LoadAsync(db, request.Id, cancellationToken))!;
    }

    internal static readonly Sql CountReferred = new(
        """
        SELECT COUNT(*)
        FROM SchemeComponents c
        WHERE c.SchemeId = @Id
          AND (EXISTS (SELECT 1 FROM Deadlines d WHERE d.ComponentId = c.Id)
               OR EXISTS (SELECT 1 FROM Extensions x WHERE x.ComponentId = c.Id)
               OR EXISTS (SELECT 1 FROM CircumstanceClaims k WHERE k.ComponentId = c.Id))
        """
    );

    internal static readonly Sql Update = new(
        """
        UPDATE Schemes
        SET Name = @Name, PassMark = @PassMark, MeritMark = @MeritMark, DistinctionMark = @DistinctionMark,
            Decimals = @Decimals, MinimumAttendance = @MinimumAttendance, Version = Version + 1
        WHERE Id = @Id AND Version = @Version AND FrozenAt IS NULL
        """
    );
}
