using Enrollment.Accounts;
using Enrollment.Data;
using Enrollment.Pipeline;
using FluentValidation;
using MediatR;

namespace Enrollment.Admissions;

/// <summary>
/// Ends the offers whose last day is over, so that their seats are free on time (rule 7), up to <paramref name="Most"/>
/// (1 to 500) at once; answers how many.
/// </summary>
[Requires(Permission.DecideApplications)]
public sealed record ExpireOffers(int Most = 100) : ICommand<int>;

sealed class ExpireOffersValidator : AbstractValidator<ExpireOffers>
{
    public ExpireOffersValidator() => RuleFor(c => c.Most).InclusiveBetween(1, 500);
}

sealed class ExpireOffersHandler(Db db, ApplicationChange change, TimeProvider time)
    : IRequestHandler<ExpireOffers, Result<int>>
{
    public async Task<Result<int>> Handle(ExpireOffers request, CancellationToken cancellationToken)
    {
        var due = await db.FirstAsync<ApplicationRow>(
            Due,
            new { Now = time.GetUtcNow() },
            request.Most,
            cancellationToken
        );
        foreach (var offer in due)
        {
            var input = TransitionInput.Empty;
            if (await change.ApplyAsync(offer, ApplicationVerb.ExpireOffer, input, cancellationToken) is { } refusal)
                return refusal;
        }

        return due.Count;
    }

    internal static readonly Sql Due = new(
        $"""
        {ApplicationRow.Select}
        WHERE a.State = 'Offered' AND a.OfferExpiresAt <= @Now
        ORDER BY a.OfferExpiresAt, a.Id
        """
    )
    {
        Paged = true,
    };
}
