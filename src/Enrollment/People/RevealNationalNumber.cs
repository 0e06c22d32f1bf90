using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.People;

/// <summary>Shows a number in full, once, to somebody who says why. The audit trail keeps who, when and why.</summary>
[Requires(Permission.RevealNationalNumbers)]
public sealed record RevealNationalNumber(Guid PersonId, NationalNumberKind Kind, string Reason)
    : ICommand<RevealedNumber>,
        ISecretAnswer;

/// <summary>A number in full; printed by nothing but the answer itself.</summary>
public sealed class RevealedNumber
{
    public required string Country { get; init; }
    public required string Kind { get; init; }
    public required string Number { get; init; }
}

sealed class RevealNationalNumberValidator : AbstractValidator<RevealNationalNumber>
{
    public RevealNationalNumberValidator()
    {
        NationalNumberFields.AreKind(this, c => c.Kind);
        RuleFor(c => c.Reason).Text(1_000);
    }
}

sealed class RevealNationalNumberHandler(Db db, AuditTrail audit, INationalNumberVault vault)
    : IRequestHandler<RevealNationalNumber, Result<RevealedNumber>>
{
    public async Task<Result<RevealedNumber>> Handle(RevealNationalNumber request, CancellationToken cancellationToken)
    {
        var stored = await NationalNumberStore.FindAsync(db, request.PersonId, request.Kind, cancellationToken);
        if (stored is null)
            return PersonErrors.NoSuchNumber(request.Kind);

        audit.Record(
            "national_number.revealed",
            request.PersonId,
            new
            {
                stored.Country,
                stored.Kind,
                stored.Masked,
                request.Reason,
            }
        );
        return new RevealedNumber
        {
            Country = stored.Country,
            Kind = stored.Kind,
            Number = vault.Open(request.PersonId, request.Kind, stored.Ciphertext),
        };
    }
}
