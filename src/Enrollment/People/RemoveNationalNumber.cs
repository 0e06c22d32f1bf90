using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.People;

/// <summary>Takes a number from a person, as where it was entered for the wrong one.</summary>
[Requires(Permission.ManagePeople)]
public sealed record RemoveNationalNumber(Guid PersonId, NationalNumberKind Kind, int Version)
    : ICommand<NationalNumberView>;

sealed class RemoveNationalNumberValidator : AbstractValidator<RemoveNationalNumber>
{
    public RemoveNationalNumberValidator() => NationalNumberFields.AreKind(this, c => c.Kind);
}

sealed class RemoveNationalNumberHandler(Db db, AuditTrail audit, Ids ids)
    : IRequestHandler<RemoveNationalNumber, Result<NationalNumberView>>
{
    public async Task<Result<NationalNumberView>> Handle(
        RemoveNationalNumber request,
        CancellationToken cancellationToken
    )
    {
        if (await PersonStore.HoldAsync(db, request.PersonId, cancellationToken) is { } refusal)
            return refusal;

        var number = await NationalNumberStore.FindAsync(db, request.PersonId, request.Kind, cancellationToken);
        if (number is null)
            return PersonErrors.NoSuchNumber(request.Kind);

        var row = new
        {
            request.PersonId,
            number.Country,
            number.Kind,
            request.Version,
        };
        if (await db.ExecuteAsync(Delete, row, cancellationToken) == 0)
            return Refusal.Stale("national number");

        await MatchTasks.AddAsync(db, ids, request.PersonId, cancellationToken);
        audit.Record(
            "national_number.removed",
            request.PersonId,
            new
            {
                number.Country,
                number.Kind,
                number.Masked,
            }
        );
        return number.View;
    }

    internal static readonly Sql Delete = new(
        """
        DELETE FROM PersonNationalNumbers
        WHERE PersonId = @PersonId AND Country = @Country AND Kind = @Kind AND Version = @Version
        """
    );
}
