using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Certificates.Wallets;

/// <summary>
/// Removes offers that ended long ago, up to <paramref name="Most"/> (1 to 500) at once; answers how many. What became of
/// them stays in the audit trail.
/// </summary>
[Requires(Permission.IssueCertificates)]
public sealed record ClearWalletOffers(int Most = 100) : ICommand<int>;

sealed class ClearWalletOffersValidator : AbstractValidator<ClearWalletOffers>
{
    public ClearWalletOffersValidator() => RuleFor(c => c.Most).InclusiveBetween(1, 500);
}

sealed class ClearWalletOffersHandler(Db db, TimeProvider time) : IRequestHandler<ClearWalletOffers, Result<int>>
{
    /// <summary>For how long after its end a registrar can see what became of an offer.</summary>
    static readonly TimeSpan kept = TimeSpan.FromDays(30);

    public async Task<Result<int>> Handle(ClearWalletOffers request, CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - kept;
        var removed = 0;
        foreach (var state in Enum.GetValues<WalletOfferState>())
        {
            if (removed == request.Most)
                break;

            var ended = new { State = state.ToString(), Before = before };
            var old = await db.FirstAsync<Guid>(Old, ended, request.Most - removed, cancellationToken);
            foreach (var id in old)
            {
                var row = new { CertificateId = id, Before = before };
                removed += await db.ExecuteAsync(Remove, row, cancellationToken);
            }
        }

        return removed;
    }

    internal static readonly Sql Old = new(
        """
        SELECT CertificateId
        FROM WalletOffers
        WHERE State = @State AND EndsAt < @Before
        ORDER BY EndsAt, CertificateId
        """
    )
    {
        Paged = true,
    };

    internal static readonly Sql Remove = new(
        "DELETE FROM WalletOffers WHERE CertificateId = @CertificateId AND EndsAt < @Before"
    );
}
