using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Cohorts;

/// <summary>Changes a round. Lower limits hold for what is submitted from then on; nothing is closed by them.</summary>
[Requires(Permission.ManageCohorts)]
public sealed record UpdateRound(Guid Id, int Version, RoundFields Fields) : ICommand<RoundView>;

sealed class UpdateRoundValidator : AbstractValidator<UpdateRound>
{
    public UpdateRoundValidator() => RuleFor(c => c.Fields).SetValidator(new RoundFieldsValidator());
}

sealed class UpdateRoundHandler(Db db, AuditTrail audit) : IRequestHandler<UpdateRound, Result<RoundView>>
{
    public async Task<Result<RoundView>> Handle(UpdateRound request, CancellationToken cancellationToken)
    {
        var f = request.Fields;
        var before = await db.FindAsync<RoundView>(GetRoundHandler.ById, new { request.Id }, cancellationToken);
        if (before is null)
            return Refusal.NotFound("round", request.Id);
        if (before.Version != request.Version)
            return Refusal.Stale("round");

        var row = new
        {
            request.Id,
            request.Version,
            f.Code,
            f.Name,
            f.MaximumOpen,
            f.MaximumTotal,
        };
        var changed = await db.TryExecuteAsync(Update, row, cancellationToken);
        if (changed is null)
            return CohortErrors.CodeTaken("round", f.Code);
        if (changed == 0)
            throw new LostRaceException("round");

        audit.Record("round.changed", request.Id, new { Old = before, New = f });
        return (await db.FindAsync<RoundView>(GetRoundHandler.ById, new { request.Id }, cancellationToken))!;
    }

    internal static readonly Sql Update = new(
        """
        UPDATE AdmissionRounds
        SET Code = @Code, Name = @Name, MaximumOpen = @MaximumOpen, MaximumTotal = @MaximumTotal, Version = Version + 1
        WHERE Id = @Id AND Version = @Version
        """
    );
}
