using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Cohorts;

/// <summary>Creates an admission round of a center; cohorts name it.</summary>
[Requires(Permission.ManageCohorts)]
public sealed record CreateRound(Guid CenterId, RoundFields Fields) : ICommand<RoundView>;

sealed class CreateRoundValidator : AbstractValidator<CreateRound>
{
    public CreateRoundValidator() => RuleFor(c => c.Fields).SetValidator(new RoundFieldsValidator());
}

sealed class CreateRoundHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time)
    : IRequestHandler<CreateRound, Result<RoundView>>
{
    public async Task<Result<RoundView>> Handle(CreateRound request, CancellationToken cancellationToken)
    {
        var f = request.Fields;
        var key = new { Id = request.CenterId };
        if (await db.FindAsync<CenterRow>(GetCenterHandler.ById, key, cancellationToken) is null)
            return Refusal.NotFound("center", request.CenterId);

        var row = new
        {
            Id = ids.New(),
            request.CenterId,
            f.Code,
            f.Name,
            f.MaximumOpen,
            f.MaximumTotal,
            Now = time.GetUtcNow(),
        };
        if (!await db.TryInsertAsync(Insert, row, cancellationToken))
            return CohortErrors.CodeTaken("round", f.Code);

        audit.Record("round.created", row.Id, request);
        return (await db.FindAsync<RoundView>(GetRoundHandler.ById, new { row.Id }, cancellationToken))!;
    }

    internal static readonly Sql Insert = new(
        """
        INSERT INTO AdmissionRounds (Id, CenterId, Code, Name, MaximumOpen, MaximumTotal, Version, CreatedAt)
        VALUES (@Id, @CenterId, @Code, @Name, @MaximumOpen, @MaximumTotal, 1, @Now)
        """
    );
}
