using Enrollment.Accounts;
using Enrollment.Audit;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.People;

/// <summary>
/// Enters a person's number, or changes it where <paramref name="Version"/> is the one that was read. A number that another
/// record holds already is taken, too: it shows that both are the same person.
/// </summary>
[Requires(Permission.ManagePeople)]
public sealed record SetNationalNumber(Guid PersonId, NationalNumberKind Kind, int? Version, TypedNumber Number)
    : ICommand<NationalNumberView>;

sealed class SetNationalNumberValidator : AbstractValidator<SetNationalNumber>
{
    public SetNationalNumberValidator()
    {
        NationalNumberFields.AreKind(this, c => c.Kind);
        NationalNumberFields.AreNumber(this, c => c.Kind, c => c.Number);
    }
}

sealed class SetNationalNumberHandler(Db db, AuditTrail audit, Ids ids, TimeProvider time, INationalNumberVault vault)
    : IRequestHandler<SetNationalNumber, Result<NationalNumberView>>
{
    public async Task<Result<NationalNumberView>> Handle(SetNationalNumber request, CancellationToken cancellationToken)
    {
        if (await PersonStore.HoldAsync(db, request.PersonId, cancellationToken) is { } refusal)
            return refusal;

        var (country, kind) = request.Kind;
        var before = await NationalNumberStore.FindAsync(db, request.PersonId, request.Kind, cancellationToken);
        if (before is null && request.Version is not null)
            return PersonErrors.NoSuchNumber(request.Kind);
        if (before is not null && request.Version is null)
            return PersonErrors.NumberExists(request.Kind);
        if (before is not null && before.Version != request.Version)
            return Refusal.Stale("national number");

        var number = NationalNumbers.Normalize(request.Number.Text)!;
        var row = new
        {
            request.PersonId,
            Country = country,
            Kind = kind,
            request.Version,
            Ciphertext = vault.Seal(request.PersonId, request.Kind, number),
            Hash = vault.Hash(request.Kind, number),
            Masked = NationalNumberMask.Of(number),
            Now = time.GetUtcNow(),
        };
        if (before is null)
            await db.ExecuteAsync(Insert, row, cancellationToken);
        else
            await db.ChangeAsync(Update, row, "national number", cancellationToken);
        await MatchTasks.AddAsync(db, ids, request.PersonId, cancellationToken);
        audit.Record(
            before is null ? "national_number.entered" : "national_number.changed",
            request.PersonId,
            new
            {
                country,
                kind,
                row.Masked,
            }
        );
        return new NationalNumberView
        {
            Country = country,
            Kind = kind,
            Masked = row.Masked,
            Version = (before?.Version ?? 0) + 1,
        };
    }

    internal static readonly Sql Insert = new(
        """
        INSERT INTO PersonNationalNumbers (PersonId, Country, Kind, Ciphertext, Hash, Masked, Version, CreatedAt)
        VALUES (@PersonId, @Country, @Kind, @Ciphertext, @Hash, @Masked, 1, @Now)
        """
    );

    internal static readonly Sql Update = new(
        """
        UPDATE PersonNationalNumbers
        SET Ciphertext = @Ciphertext, Hash = @Hash, Masked = @Masked, Version = Version + 1
        WHERE PersonId = @PersonId AND Country = @Country AND Kind = @Kind AND Version = @Version
        """
    );
}
